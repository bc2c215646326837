//! The path as a river: one stop a module, the travelled water behind, the course ahead dashed.
//!
//! It is an ordered list of links to what is open, read as such; the water is decoration. Every stop brings its own reach of the river,
//! so that the list can run down a phone or across a desk without script.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How far a stop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteState {
    /// Behind.
    Done,
    /// Here.
    Current,
    /// Free to go to.
    Open,
    /// Needs another first.
    Locked,
}

impl RouteState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "route-stop route-done",
            Self::Current => "route-stop route-current",
            Self::Open => "route-stop route-open",
            Self::Locked => "route-stop route-locked",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Current => "You are here",
            Self::Open => "Open",
            Self::Locked => "Later",
        }
    }
}

/// One stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteStop {
    /// Where it leads; none where it may not be opened yet.
    pub href: Option<String>,
    /// Its name.
    pub title: String,
    /// A few words: "25 min left", "after Sales process".
    pub detail: String,
    /// How far it is.
    pub state: RouteState,
    /// A picture for a stop that is not a module: the exam, the observed calls.
    pub icon: Option<IconName>,
}

/// The route.
#[component]
pub fn RouteMap(
    /// What the route leads to.
    #[prop(into)]
    label: String,
    /// The stops in order.
    stops: Vec<RouteStop>,
) -> impl IntoView {
    let class = if stops.len() > 7 { "route route-long" } else { "route" };
    let last = stops.len().saturating_sub(1);
    let items = stops.into_iter().enumerate().map(|(at, stop)| stop_view(stop, at, last)).collect_view();
    view! {
        <div class="route-frame">
            <ol class=class aria-label=label>
                {items}
            </ol>
        </div>
    }
    .into_any()
}

fn stop_view(stop: RouteStop, at: usize, last: usize) -> AnyView {
    let side = if at.is_multiple_of(2) { "route-reach route-even" } else { "route-reach route-odd" };
    let (icon, size) = match (stop.state, stop.icon) {
        (RouteState::Done, _) => (Some(IconName::Check), "size-5"),
        (RouteState::Current, _) => (None, ""),
        (RouteState::Locked, None) => (Some(IconName::Lock), "size-4"),
        (_, Some(icon)) => (Some(icon), "size-5"),
        (RouteState::Open, None) => (Some(IconName::BookOpen), "size-4.5"),
    };
    let here = (stop.state == RouteState::Current).then_some("step");
    let words = view! {
        <span class="route-title">{stop.title}</span>
        <span class="route-word">{stop.state.word()}</span>
        <span class="route-detail">{stop.detail}</span>
    };
    view! {
        <li class=stop.state.class()>
            <span class=side aria-hidden="true">
                {reach("route-across", at, last, stop.state)}
                {reach("route-down", at, last, stop.state)}
                <span class="route-mark">
                    {match icon {
                        Some(icon) => view! { <Icon name=icon class=size /> }.into_any(),
                        None => canoe().into_any(),
                    }}
                </span>
            </span>
            {match stop.href {
                Some(href) => view! { <a class="route-link" href=href aria-current=here>{words}</a> }.into_any(),
                None => view! { <div class="route-link">{words}</div> }.into_any(),
            }}
        </li>
    }
    .into_any()
}

/// The water of one stop, drawn on a square that the page stretches; into the stop and out of it are told apart.
fn reach(class: &'static str, at: usize, last: usize, state: RouteState) -> AnyView {
    let across = class == "route-across";
    let (into, out) = halves(at.is_multiple_of(2), across);
    let whole = match (at == 0, at == last) {
        (true, true) => String::new(),
        (true, false) => out.clone(),
        (false, true) => into.clone(),
        (false, false) => format!("{into} {out}"),
    };
    let behind = |travelled: bool| if travelled { "route-course route-travelled" } else { "route-course" };
    let reached = matches!(state, RouteState::Done | RouteState::Current);
    view! {
        <svg class=class viewBox="0 0 100 100" preserveAspectRatio="none" fill="none" focusable="false">
            <path class="route-bank" d=whole.clone()></path>
            <path class="route-water" d=whole></path>
            {(at > 0).then(|| view! { <path class=behind(reached) d=into></path> })}
            {(at < last).then(|| view! { <path class=behind(state == RouteState::Done) d=out></path> })}
        </svg>
    }
    .into_any()
}

/// A quarter wave into the stop and a quarter wave out of it. Neighbours bend the other way and meet in the middle with
/// the same slope, so that the reaches join to one river.
fn halves(even: bool, across: bool) -> (String, String) {
    let bend = if even { 30.0 } else { 70.0 };
    let middle = f64::midpoint(50.0, bend);
    let point = |along: f64, aside: f64| if across { format!("{along} {aside}") } else { format!("{aside} {along}") };
    let into = format!("M{} C{} {} {}", point(0.0, 50.0), point(16.0, middle), point(30.0, bend), point(50.0, bend));
    let out = format!("M{} C{} {} {}", point(50.0, bend), point(70.0, bend), point(84.0, middle), point(100.0, 50.0));
    (into, out)
}

fn canoe() -> AnyView {
    view! {
        <svg class="route-canoe" viewBox="0 0 32 20" focusable="false">
            <path
                class="route-paddle"
                d="M21.5 1.5 14 12.5"
                stroke-width="2"
                stroke-linecap="round"
            ></path>
            <path d="M1.6 5.6c-.5-.9.7-1.7 1.4-1 3.2 3.3 7.6 4.8 13 4.8s9.8-1.5 13-4.8c.7-.7 1.9.1 1.4 1C27.6 12.2 22.7 16.4 16 16.4S4.4 12.2 1.6 5.6Z"></path>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_an_ordered_list_of_links_to_what_is_open() {
        let stop = |title: &str, state| RouteStop {
            href: (state != RouteState::Locked).then(|| format!("/m/{title}")),
            title: title.to_owned(),
            detail: String::new(),
            state,
            icon: None,
        };
        let stops =
            vec![stop("one", RouteState::Done), stop("<two>", RouteState::Current), stop("three", RouteState::Locked)];
        let html = view! { <RouteMap label="Outbound" stops=stops /> }.to_html();
        assert_eq!(html.matches("<li").count(), 3);
        assert_eq!(html.matches("<a ").count(), 2, "what is locked leads nowhere");
        assert!(html.contains("&lt;two&gt;") && !html.contains("<two>"));
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
        assert_eq!(html.matches("route-travelled").count(), 2 * 2, "two halves, in both drawings");
    }

    #[test]
    fn an_empty_route_and_a_route_of_one_draw() {
        assert!(view! { <RouteMap label="x" stops=vec![] /> }.to_html().contains("<ol"));
    }
}
