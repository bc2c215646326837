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
                d="M1096 328h168M1124 350h112M1104 372h152M1140 394h80M1128 416h104"
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
                <path class="lake-reflection" d="M268 500c30 14 66 20 110 20s80-6 110-20Z"></path>
                <path class="lake-paddler" d="M296 476c-1-30 4-52 22-54s25 20 28 54Z"></path>
                <circle class="lake-paddler" cx="319" cy="402" r="13.5"></circle>
                <path class="lake-mate" d="M408 476c-1-30 4-52 22-54s25 20 28 54Z"></path>
                <circle class="lake-mate" cx="431" cy="402" r="13.5"></circle>
                <path class="lake-paddle" d="M338 420 272 508M450 420 384 508"></path>
                <path class="lake-blade" d="M276 495c7 5 7 13 1 22s-15 14-20 10-4-12 3-21 12-14 16-11ZM388 495c7 5 7 13 1 22s-15 14-20 10-4-12 3-21 12-14 16-11Z"></path>
                <path
                    class="lake-hull"
                    d="M226 448c-4-7 6-13 12-7 28 26 76 35 140 35s112-9 140-35c6-6 16 0 12 7-20 40-70 58-152 58s-132-18-152-58Z"
                ></path>
                <path class="lake-rim" d="M240 452c32 24 78 32 138 32s106-8 138-32"></path>
            </g>
        </svg>
    }
    .into_any()
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
    .into_any()
}
