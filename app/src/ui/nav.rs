//! The main navigation: a bar at the top where there is room, a bar at the bottom where there is not.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How many destinations the bottom bar shows before the rest goes behind "More".
const BOTTOM_PLACES: usize = 5;
/// How many destinations the top bar shows before the rest goes behind "More".
const TOP_PLACES: usize = 7;

/// One destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads, from the root.
    pub href: String,
    /// One word, two at most.
    pub label: String,
    /// Its picture in the bottom bar.
    pub icon: IconName,
}

impl NavItem {
    /// A destination.
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: IconName) -> Self {
        Self { href: href.into(), label: label.into(), icon }
    }
}

/// The items shown and the items behind "More".
fn split(items: Vec<NavItem>, places: usize) -> (Vec<NavItem>, Vec<NavItem>) {
    let mut shown = items;
    if shown.len() <= places {
        return (shown, Vec::new());
    }
    let more = shown.split_off(places - 1);
    (shown, more)
}

fn link(item: NavItem, current: &str, class: &'static str) -> AnyView {
    let here = (item.href == current).then_some("page");
    view! {
        <a class=class href=item.href aria-current=here>
            <Icon name=item.icon class="size-5" />
            <span>{item.label}</span>
        </a>
    }
    .into_any()
}

fn bar(items: Vec<NavItem>, current: &str, places: usize, id: &'static str, class: &'static str) -> AnyView {
    let (shown, more) = split(items, places);
    let current = current.to_owned();
    let here = more.iter().any(|item| item.href == current).then_some("true");
    let more = (!more.is_empty()).then(|| {
        let links = more.into_iter().map(|item| view! { <li>{link(item, &current, "menu-link")}</li> }).collect_view();
        view! {
            <li>
                <button type="button" class="nav-link" popovertarget=id aria-current=here>
                    <Icon name=IconName::MoreHorizontal class="size-5" />
                    <span>"More"</span>
                </button>
                <ul id=id class="menu-pop" popover="auto">{links}</ul>
            </li>
        }
    });
    let links = shown.into_iter().map(|item| view! { <li>{link(item, &current, "nav-link")}</li> }).collect_view();
    view! { <ul class=class>{links} {more}</ul> }.into_any()
}

/// The destinations in the top bar.
#[component]
pub fn TopNav(
    /// All destinations.
    items: Vec<NavItem>,
    /// The `href` of the one the page belongs to.
    current: String,
) -> impl IntoView {
    view! {
        <nav class="top-nav" aria-label="Main">
            {bar(items, &current, TOP_PLACES, "nav-more-top", "nav-bar")}
        </nav>
    }
    .into_any()
}

/// The destinations in the bottom bar of a narrow screen.
#[component]
pub fn BottomNav(
    /// All destinations.
    items: Vec<NavItem>,
    /// The `href` of the one the page belongs to.
    current: String,
) -> impl IntoView {
    view! {
        <nav class="bottom-nav" aria-label="Main, at the bottom">
            {bar(items, &current, BOTTOM_PLACES, "nav-more-bottom", "nav-dock")}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{IconName, NavItem, split};

    #[test]
    fn what_does_not_fit_goes_behind_more() {
        let items = |n: usize| (0..n).map(|i| NavItem::new(format!("/{i}"), "x", IconName::Home)).collect::<Vec<_>>();
        let (shown, more) = split(items(5), 5);
        assert_eq!((shown.len(), more.len()), (5, 0));
        let (shown, more) = split(items(8), 5);
        assert_eq!((shown.len(), more.len()), (4, 4));
    }
}
