//! The frame of a page: navigation by role, and what stands there while something is missing or not allowed.

use std::future::Future;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{AppShell, IconName, NavItem, Notice, PageHead, PublicShell, Tone};
use crate::{ApiError, Assets, Flash, StatusSetter, Stopped, Viewer, paths};

/// The destinations of a role.
fn destinations(viewer: &Viewer) -> Vec<NavItem> {
    let mut items = Vec::new();
    if viewer.leads() {
        items.push(NavItem::new(paths::BOARD, "Board", IconName::ClipboardCheck));
        items.push(NavItem::new(paths::ASSIGN, "Assign", IconName::Calendar));
        items.push(NavItem::new(paths::PEOPLE, "People", IconName::Users));
        items.push(NavItem::new(paths::TEAMS, "Teams", IconName::Users));
    }
    items.push(NavItem::new(paths::HOME, if viewer.leads() { "My learning" } else { "Home" }, IconName::Home));
    items.push(NavItem::new(paths::CERTIFICATES, "Certificates", IconName::Shield));
    if viewer.is_admin() {
        items.push(NavItem::new(paths::QUESTIONS, "Questions", IconName::ListChecks));
        items.push(NavItem::new(paths::PUBLISH, "Packs to come", IconName::BookOpen));
        items.push(NavItem::new(paths::KEYS, "API keys", IconName::Key));
        items.push(NavItem::new(paths::WEBHOOKS, "Webhooks", IconName::Activity));
        items.push(NavItem::new(paths::AUDIT, "Audit", IconName::FileText));
    }
    items
}

/// The id of what the last form left to say.
pub(crate) const SAID: &str = "said";

/// A page behind the sign-in, with its title, its place in the navigation, and what the last form left to say.
#[component]
pub fn Frame(
    /// The page's title, for the tab.
    #[prop(into)]
    title: String,
    /// The address of the destination the page belongs to.
    #[prop(default = "")]
    current: &'static str,
    /// The page.
    children: Children,
) -> impl IntoView {
    let Some(viewer) = Viewer::current() else {
        return view! { <ErrorPage error=ApiError::new(401, "sign-in", "Sign in first.") /> }.into_any();
    };
    framed(&viewer, title, current, children()).into_any()
}

/// A page with the navigation around it.
fn framed(viewer: &Viewer, title: String, current: &'static str, page: AnyView) -> AnyView {
    let theme = Assets::current().theme;
    let notice = Flash::current().notice;
    let overrides = viewer.overrides.clone().into_iter().map(|words| {
        view! {
            <Notice tone=Tone::Warn title="Under an override.">
                <span class="wrap-anywhere">{words}</span>
            </Notice>
        }
    });
    let overrides = overrides.collect_view();
    let menu = || view! { <a class="menu-link" href=paths::ACCOUNT>"Your account"</a> }.into_any();
    let sign_out = || {
        view! {
            <form method="post" action=paths::form("sign-out")>
                <button class="menu-link">"Sign out"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Title text=title />
        <AppShell
            nav=destinations(viewer)
            current=current
            person_name=viewer.name.clone()
            role=viewer.role.clone()
            theme=Some(theme)
            menu=menu
            sign_out=sign_out
        >
            {notice.map(|words| {
                view! {
                    <div id=SAID>
                        <Notice tone=Tone::Good>{words}</Notice>
                    </div>
                }
            })}
            {overrides}
            {page}
        </AppShell>
    }
    .into_any()
}

/// What a page is loaded from.
pub type Loaded<T> = Result<T, ApiError>;

/// Awaits what a page needs and shows it, or says why not.
pub fn loaded<T, V>(
    load: impl Future<Output = Loaded<T>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        match load.await {
            Ok(found) => show(found).into_any(),
            Err(error) => view! { <ErrorPage error=error /> }.into_any(),
        }
    })
}

/// A page that cannot be shown: what is the matter, and the way on.
#[component]
pub fn ErrorPage(
    /// What is the matter.
    error: ApiError,
) -> impl IntoView {
    StatusSetter::set(error.status);
    let title = match error.status {
        401 => "Sign in first",
        403 if !error.locked.is_empty() => "Not open yet",
        403 if error.code == "not-shown-again" => "Not shown again",
        403 => "Not yours to do",
        404 => "Nothing here",
        429 => "A little too fast",
        503 => "Back in a moment",
        507 => "No room left",
        _ => "That did not work",
    };
    let words = error.message.clone();
    let locked = error
        .locked
        .iter()
        .map(|missing| view! { <li><a class="link" href=missing.link.clone()>{missing.title.clone()}</a></li> })
        .collect_view();
    let first = error.locked.first().map(|missing| missing.link.clone());
    let (way_on, label) = match (first, error.status) {
        (Some(link), _) => (link, "Go there"),
        (None, 401) => (paths::SIGN_IN.to_owned(), "Sign in"),
        (None, _) => ("/".to_owned(), "To your start page"),
    };
    let missing =
        (!error.locked.is_empty()).then(|| view! { <p>"Finish first:"</p><ul class="list-disc pl-5">{locked}</ul> });
    let action = view! { <a class="btn btn-primary" href=way_on>{label}</a> };
    // Whoever is signed in keeps the ways to everything else; but where all of Canoe is stopped, none of them leads on.
    let viewer = Viewer::current().filter(|_| error.status != 401 && use_context::<Stopped>().is_none());
    match viewer {
        Some(viewer) => {
            let page = view! {
                <div class="page page-narrow">
                    <PageHead title=title lede=words />
                    {missing.map(|missing| view! { <section class="panel">{missing}</section> })}
                    <div class="actions">{action}</div>
                </div>
            };
            framed(&viewer, title.to_owned(), "", page.into_any())
        }
        None => view! {
            <Title text=title />
            <PublicShell title=title words=words>
                {missing}
                <div class="actions mt-4">{action}</div>
            </PublicShell>
        }
        .into_any(),
    }
}
