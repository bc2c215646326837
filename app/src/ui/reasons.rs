//! Why not: every "no" with its reasons, each with the link that fixes it.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is missing, in plain words.
    pub words: String,
    /// Where it is put right, and the words of that link.
    pub fix: Option<(String, String)>,
    /// Whether it is met already (then it is ticked off).
    pub met: bool,
}

impl Reason {
    /// Something missing, with the link that leads to it and the link's words.
    #[must_use]
    pub fn open(words: impl Into<String>, href: impl Into<String>, link: impl Into<String>) -> Self {
        Self { words: words.into(), fix: Some((href.into(), link.into())), met: false }
    }

    /// Something missing that only others, or time, can bring.
    #[must_use]
    pub fn waiting(words: impl Into<String>) -> Self {
        Self { words: words.into(), fix: None, met: false }
    }

    /// Something shown already.
    #[must_use]
    pub fn met(words: impl Into<String>) -> Self {
        Self { words: words.into(), fix: None, met: true }
    }
}

/// The reasons, the open ones with what to do.
#[component]
pub fn ReasonList(
    /// The reasons in the order to act on them.
    reasons: Vec<Reason>,
) -> impl IntoView {
    let items = reasons
        .into_iter()
        .map(|reason| {
            let (class, icon, word) = if reason.met {
                ("reason reason-met", IconName::Check, "Done: ")
            } else {
                ("reason", IconName::CircleDot, "Open: ")
            };
            view! {
                <li class=class>
                    <Icon name=icon class="size-4.5" />
                    <span>
                        <span class="sr-only">{word}</span>
                        {reason.words}
                        {reason
                            .fix
                            .map(|(href, link)| {
                                view! {
                                    " "
                                    <a class="link" href=href>
                                        {link}
                                    </a>
                                }
                            })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="reasons">{items}</ul> }.into_any()
}
