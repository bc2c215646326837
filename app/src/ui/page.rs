//! The head of a page: where one is, what it is called, what it is for.

use leptos::prelude::*;

/// One step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: String,
}

impl Crumb {
    /// A step.
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// The way to this page, nearest last; the page itself is its heading.
#[component]
pub fn Crumbs(
    /// The steps.
    steps: Vec<Crumb>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <a href=step.href>{step.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="crumbs" aria-label="Where you are">
            <ol>{steps}</ol>
        </nav>
    }
    .into_any()
}

/// The page's heading, a sentence, and the actions beside it (as children).
#[component]
pub fn PageHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// A short line above the heading.
    #[prop(optional, into)]
    eyebrow: Option<String>,
    /// A sentence or two beneath it.
    #[prop(optional, into)]
    lede: Option<String>,
    /// The way to the page.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            {(!crumbs.is_empty()).then(|| view! { <Crumbs steps=crumbs /> })}
            <div class="page-head-row">
                <div class="page-head-words">
                    {eyebrow.map(|eyebrow| view! { <p class="eyebrow">{eyebrow}</p> })}
                    <h1 class="page-title">{title}</h1>
                    {lede.map(|lede| view! { <p class="page-lede">{lede}</p> })}
                </div>
                {children.map(|children| view! { <div class="actions">{children()}</div> })}
            </div>
        </header>
    }
    .into_any()
}
