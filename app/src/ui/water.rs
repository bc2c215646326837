//! Quiet pictures: a lake for the pages outside, depth contours for the panel inside. Decoration, coloured by the theme.

use leptos::prelude::*;

/// A lake between hills in the early morning, a canoe on it. Fills the foot of its container.
#[component]
pub fn Lake() -> impl IntoView {
    view! {
        <svg
            class="lake"
            viewBox="0 0 1600 620"
            preserveAspectRatio="xMidYMax slice"
            aria-hidden="true"
            focusable="false"
        >
            <circle class="lake-sun" cx="1180" cy="232" r="62"></circle>
            <path
                class="lake-far"
                d="M0 258c120-30 190-78 300-78s150 46 250 52 170-62 290-62 190 64 300 64 160-44 260-44 140 26 200 34v120H0Z"
            ></path>
            <path
                class="lake-near"
                d="M0 282c150-8 210-44 330-44s190 44 330 50 240-14 380-14 190-40 300-40 170 30 260 40v70H0Z"
            ></path>
            <path class="lake-water" d="M0 310h1600v310H0Z"></path>
            <path
                class="lake-glint"
                d="M1092 330h176M1064 352h232M1110 374h150M1040 402h260M1120 430h130M1076 462h210"
            ></path>
            <path
                class="lake-deep"
                d="M0 420c200-26 330 22 560 14s330-44 560-34 330 38 480 14v206H0Z"
            ></path>
            <path
                class="lake-deeper"
                d="M0 520c180 24 360-20 600-12s360 40 560 28 320-34 440-20v104H0Z"
            ></path>
            <path
                class="lake-line"
                d="M90 372h120M260 388h60M1420 360h90M1330 384h44M700 356h84M520 372h40M130 470h150M820 482h190M1290 500h120M420 560h170M1060 576h110"
            ></path>
            <g class="lake-canoe">
                <path class="lake-reflection" d="M262 492c28 16 68 24 116 24s88-8 116-24Z"></path>
                <path
                    class="lake-paddler"
                    d="M398 470c-3-17-8-29-19-31-11-2-18 10-19 31Zm-24-46a9 9 0 1 0 0-.1Z"
                ></path>
                <path class="lake-paddle" d="M432 412 366 492"></path>
                <path
                    class="lake-hull"
                    d="M238 456c-3-6 4-11 9-6 26 24 70 32 131 32s105-8 131-32c5-5 12 0 9 6-18 34-62 50-140 50S256 490 238 456Z"
                ></path>
                <path class="lake-rim" d="M247 456c28 21 72 29 131 29s103-8 131-29"></path>
            </g>
        </svg>
    }
}

/// Depth lines as on a chart, for the right-hand side of the deep panel.
#[component]
pub fn Contours() -> impl IntoView {
    view! {
        <svg
            class="contours"
            viewBox="0 0 600 300"
            preserveAspectRatio="xMaxYMid slice"
            fill="none"
            aria-hidden="true"
            focusable="false"
        >
            <path d="M600 20C520 10 470 44 452 92s-64 60-92 100-10 90-40 108"></path>
            <path d="M600 52c-66-10-104 20-118 62s-56 58-82 92-8 70-26 94"></path>
            <path d="M600 86c-50-8-78 14-90 48s-46 54-66 80-6 58-18 86"></path>
            <path d="M600 122c-34-6-54 10-62 34s-36 46-50 68-4 52-14 76"></path>
            <path d="M600 160c-18-4-32 4-38 22s-26 36-34 54-2 44-10 64"></path>
            <path d="M600 198c-6 0-12 4-14 12s-16 28-20 42 0 32-6 48"></path>
            <path d="M516 0c-56 18-70 50-90 84s-74 58-104 98-14 84-50 118"></path>
            <path d="M440 0c-40 22-44 46-64 74s-86 60-118 104-20 80-62 122"></path>
        </svg>
    }
}
