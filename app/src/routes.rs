//! All pages by their addresses, and the document around them.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::assessment::{AttemptPage, CorrectionPage, ExamPage, QuestionPage, QuestionsPage, TranscriptPage};
use crate::catalog::PublishPage;
use crate::certification::{CertificatesPage, StandardsPage};
use crate::clearance::OverridesPage;
use crate::frame::ErrorPage;
use crate::identity::{
    AccountPage, InvitationPage, InvitePage, PeoplePage, ResetPage, SetUpPage, SignInPage, TeamsPage,
};
use crate::integration::{AuditPage, DeliveryPage, KeysPage, WebhookPage, WebhooksPage};
use crate::learning::{AssignPage, HomePage, LessonPage, ModulePage, StartPage};
use crate::readiness::{AsReadPage, BoardPage, PersonPage};
use crate::ui::HeadLinks;
use crate::{ApiError, Assets, Stopped};

/// The document.
pub fn shell() -> impl IntoView {
    let assets = Assets::current();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=assets.theme.data_theme()>
            <head>
                <meta charset="utf-8" />
                <HeadLinks />
                <link rel="stylesheet" href=assets.css />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// All pages. Each is rendered whole before it is sent, so that its status can say what became of it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let stopped = use_context::<Stopped>();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Canoe".to_owned() } else { format!("{title} · Canoe") } />
        {stopped
            .map_or_else(|| pages().into_any(), |Stopped(error)| view! { <ErrorPage error=error /> }.into_any())}
    }
}

fn pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| view! { <ErrorPage error=ApiError::not_found() /> }>
                <Route path=path!("/") view=StartPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/set-up/:token") view=SetUpPage ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async />
                <Route path=path!("/reset/:token") view=ResetPage ssr=SsrMode::Async />
                <Route path=path!("/home") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/learn/:pack/:module") view=ModulePage ssr=SsrMode::Async />
                <Route path=path!("/learn/:pack/:module/:lesson") view=LessonPage ssr=SsrMode::Async />
                <Route path=path!("/exam/:scope") view=ExamPage ssr=SsrMode::Async />
                <Route path=path!("/attempts/:id") view=AttemptPage ssr=SsrMode::Async />
                <Route path=path!("/attempts/:id/transcript") view=TranscriptPage ssr=SsrMode::Async />
                <Route path=path!("/certificates") view=CertificatesPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/board") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/overrides") view=OverridesPage ssr=SsrMode::Async />
                <Route path=path!("/assign") view=AssignPage ssr=SsrMode::Async />
                <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/people/invite") view=InvitePage ssr=SsrMode::Async />
                <Route path=path!("/people/:id") view=PersonPage ssr=SsrMode::Async />
                <Route path=path!("/people/:id/read/:pack/:module/:lesson") view=AsReadPage ssr=SsrMode::Async />
                <Route path=path!("/teams") view=TeamsPage ssr=SsrMode::Async />
                <Route path=path!("/keys") view=KeysPage ssr=SsrMode::Async />
                <Route path=path!("/webhooks") view=WebhooksPage ssr=SsrMode::Async />
                <Route path=path!("/webhooks/:id") view=WebhookPage ssr=SsrMode::Async />
                <Route path=path!("/webhooks/:id/:seq") view=DeliveryPage ssr=SsrMode::Async />
                <Route path=path!("/questions") view=QuestionsPage ssr=SsrMode::Async />
                <Route path=path!("/questions/:pack/:module/:question") view=QuestionPage ssr=SsrMode::Async />
                <Route path=path!("/questions/:pack/:module/:question/correct") view=CorrectionPage ssr=SsrMode::Async />
                <Route path=path!("/standards") view=StandardsPage ssr=SsrMode::Async />
                <Route path=path!("/publish") view=PublishPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
