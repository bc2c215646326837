//! A person's own learning: what now, how far, and whether they may take calls.

use leptos::prelude::*;

use super::api::load_home;
use super::notices::notices;
use super::prefetch::Prefetch;
use super::view::{HomeView, NowKind, NowView, PathView, StopKind, StopState, StopView};
use crate::clearance::ClearanceCard;
use crate::clearance::view::ClearanceView;
use crate::ui::{Contours, EmptyState, Icon, IconName, PageHead, RouteMap, RouteState, RouteStop};
use crate::{Frame, Viewer, loaded, paths};

/// A person's own learning.
#[component]
pub fn HomePage() -> impl IntoView {
    loaded(load_home(), home)
}

/// The page, also shown at `/`.
pub(super) fn home(view: HomeView) -> AnyView {
    view! {
        <Frame title="Home" current=paths::HOME>
            <div class="page">
                <PageHead title=format!("Hello, {}", view.name) />
                {notices(view.notices)}
                {match view.now {
                    Some(now) => now_panel(now),
                    None => nothing_assigned(),
                }}
                {view.paths.into_iter().enumerate().map(|(at, path)| path_panel(at, path)).collect_view()}
                {calls_panel(view.clearances)}
            </div>
        </Frame>
    }
    .into_any()
}

fn now_panel(now: NowView) -> AnyView {
    let ahead = now.action.as_ref().filter(|_| now.kind == NowKind::Lesson).map(|action| action.href.clone());
    let icon = match now.kind {
        NowKind::Lesson => IconName::BookOpen,
        NowKind::Quiz => IconName::ListChecks,
        NowKind::Exam => IconName::FileText,
        NowKind::Cleared => IconName::CircleCheck,
        NowKind::Waiting => IconName::Info,
    };
    let about = now.about.into_iter().map(|words| view! { <span><Icon name=icon class="size-4.5" />{words}</span> });
    view! {
        <section class="panel panel-deep" aria-labelledby="now">
            <Contours />
            <p class="eyebrow">{now.eyebrow}</p>
            <h2 id="now" class="now-title">
                {now.title}
            </h2>
            <p class="now-facts wrap-anywhere">
                {about.collect_view()}
                {now.time.map(|time| view! { <span><Icon name=IconName::Clock class="size-4.5" />{time}</span> })}
            </p>
            {now
                .action
                .map(|action| {
                    view! {
                        <div class="actions">
                            <a class="btn btn-primary" href=action.href>
                                {action.label}
                                <Icon name=IconName::ArrowRight class="size-4.5" />
                            </a>
                            {now.beside.map(|beside| view! { <a class="btn btn-ghost" href=beside.href>{beside.label}</a> })}
                        </div>
                    }
                })}
            {ahead.map(|href| view! { <Prefetch href=href /> })}
        </section>
    }
    .into_any()
}

fn nothing_assigned() -> AnyView {
    let words = if Viewer::current().is_some_and(|viewer| viewer.leads()) {
        "Whoever leads needs no path. If you take calls yourself, have one assigned to you: it shows here."
    } else {
        "Your manager assigns your first path. It shows here as soon as they do, with what to do first."
    };
    view! {
        <section class="panel">
            <EmptyState
                icon=IconName::BookOpen
                title="Nothing is assigned to you yet"
                words=words
            />
        </section>
    }
    .into_any()
}

fn path_panel(at: usize, path: PathView) -> AnyView {
    let id = format!("path-{at}");
    let labelled = id.clone();
    let label = path.title.clone();
    let stops = path.stops.into_iter().map(stop).collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby=labelled>
            <div class="section-head">
                <h2 id=id class="section-title">
                    {path.title}
                </h2>
                <p class="quiet">{path.due}</p>
            </div>
            <RouteMap label=label stops=stops />
        </section>
    }
    .into_any()
}

fn stop(stop: StopView) -> RouteStop {
    RouteStop {
        href: stop.href,
        title: stop.title,
        detail: stop.detail,
        state: match stop.state {
            StopState::Done => RouteState::Done,
            StopState::Current => RouteState::Current,
            StopState::Open => RouteState::Open,
            StopState::Locked => RouteState::Locked,
        },
        icon: match stop.kind {
            StopKind::Module => None,
            StopKind::Exam => Some(IconName::FileText),
            StopKind::Calls => Some(IconName::Phone),
        },
    }
}

fn calls_panel(clearances: Vec<ClearanceView>) -> Option<AnyView> {
    let cards =
        clearances.into_iter().map(|clearance| view! { <ClearanceCard clearance=clearance /> }).collect::<Vec<_>>();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="flow" aria-labelledby="calls">
                <h2 id="calls" class="section-title">
                    "Can you take calls?"
                </h2>
                {cards}
            </section>
        }
        .into_any()
    })
}
