//! What Canoe tells somebody once, until they put it away.

use leptos::prelude::*;

use super::view::NoticeView;
use crate::paths;
use crate::ui::{HiddenField, Icon, IconName, SubmitButton};

/// The notices, the latest first; nothing where there are none.
pub(super) fn notices(notices: Vec<NoticeView>) -> Option<AnyView> {
    let rows = notices.into_iter().map(notice).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="grid gap-3" aria-label="News for you">
                {rows}
            </section>
        }
        .into_any()
    })
}

fn notice(notice: NoticeView) -> AnyView {
    let NoticeView { id, words, at, link } = notice;
    view! {
        <div class="notice tone-brand">
            <Icon name=IconName::MessageCircle class="size-5" />
            <div class="grid gap-2">
                <p class="whitespace-pre-line wrap-anywhere">{words}</p>
                <div class="actions">
                    <span class="quiet small">{at}</span>
                    {link
                        .map(|link| {
                            view! {
                                <a class="link small" href=link.href>
                                    {link.label}
                                </a>
                            }
                        })}
                    <form method="post" action=paths::form("put-away-notice")>
                        <HiddenField name="notice" value=id />
                        <SubmitButton label="Put it away" class="btn btn-sm" />
                    </form>
                </div>
            </div>
        </div>
    }
    .into_any()
}
