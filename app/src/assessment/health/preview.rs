//! Before a correction: whose result would change.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{preview_correction, preview_undo};
use super::parts::too_late;
use super::view::{ChangeView, PreviewView};
use crate::ui::{
    Badge, Crumb, DataTable, FormAlert, HiddenField, IconName, PageHead, SubmitButton, Td, TextArea, Th, Tone,
};
use crate::{ApiError, Flash, Frame, loaded, paths};

/// Most options that a form can name.
const OPTIONS: u8 = 26;

/// What a correction would change, and the form that makes it.
#[component]
pub fn CorrectionPage() -> impl IntoView {
    let reference = use_params_map().with_untracked(|params| {
        let part = |name: &str| params.get(name).unwrap_or_default();
        format!("{}/{}/{}", part("pack"), part("module"), part("question"))
    });
    let (version, right) = use_query_map().with_untracked(|query| {
        let one = query.get("right").filter(|right| !right.is_empty());
        let several = (0..OPTIONS).filter(|at| query.get(&format!("right{at}")).is_some()).map(|at| at.to_string());
        (query.get("version").unwrap_or_default(), one.unwrap_or_else(|| several.collect::<Vec<_>>().join(",")))
    });
    if let Some(correction) = use_query_map().with_untracked(|query| query.get("undo")) {
        return loaded(preview_undo(reference, correction), page).into_any();
    }
    let question = format!("{}?version={}", paths::question(&reference), paths::encoded(&version));
    let load = async move {
        match preview_correction(reference, version, right).await {
            // Somebody else was faster, or a second click: there is nothing to look at any more, but a way on.
            Err(error) if error.code == "already-corrected" => Ok(Err(error)),
            other => other.map(Ok),
        }
    };
    loaded(load, move |found| match found {
        Ok(view) => page(view).into_any(),
        Err(error) => corrected(error, question),
    })
    .into_any()
}

/// That it is corrected already, with what was typed, and the way to what was done.
fn corrected(error: ApiError, question: String) -> AnyView {
    let flash = Flash::of("apply-correction");
    let flash = if flash.error.is_some() { flash } else { Flash { error: Some(error), ..Flash::default() } };
    let title = "Corrected already";
    view! {
        <Frame title=title current=paths::QUESTIONS>
            <div class="page page-narrow">
                <PageHead title=title crumbs=vec![Crumb::new(paths::QUESTIONS, "Questions")] />
                <section class="panel" aria-label="What happened">
                    {too_late(&flash, "reason")}
                    <div class="actions">
                        <a class="btn btn-primary" href=question>
                            "To the question"
                        </a>
                    </div>
                </section>
            </div>
        </Frame>
    }
    .into_any()
}

fn page(view: PreviewView) -> impl IntoView {
    let question = paths::question(&view.reference);
    let crumbs = vec![
        Crumb::new(paths::QUESTIONS, "Questions"),
        Crumb::new(format!("{question}?version={}", view.version), view.id.clone()),
    ];
    let title = match (&view.undo, view.right.is_empty()) {
        (Some(_), _) => "Take it back?",
        (None, true) => "Throw it out?",
        (None, false) => "Give it another key?",
    };
    let changes = (!view.changes.is_empty()).then(|| changes(&view.changes, view.more));
    view! {
        <Frame title=title current=paths::QUESTIONS>
            <div class="page page-narrow">
                <PageHead title=title eyebrow=view.id.clone() lede=view.what.clone() crumbs=crumbs />
                {match view.undo.clone() {
                    Some(correction) => confirm_undo(&view, correction),
                    None => confirm(&view),
                }}
                {changes}
            </div>
        </Frame>
    }
}

fn confirm(view: &PreviewView) -> AnyView {
    let flash = Flash::of("apply-correction");
    let alert = flash.alert().filter(|_| flash.error_of("reason").is_none());
    let label = if view.right.is_empty() { "Throw it out" } else { "Give it this key" };
    view! {
        <section class="panel" aria-labelledby="confirm">
            <h2 id="confirm" class="section-title">
                {view.summary.clone()}
            </h2>
            <p class="quiet">
                "Exams that are running keep their questions and are corrected when they end. You can take it back."
            </p>
            <form class="form" method="post" action=paths::form("apply-correction")>
                <FormAlert message=alert />
                <HiddenField name="question" value=view.reference.clone() />
                <HiddenField name="version" value=view.version.clone() />
                <HiddenField name="right" value=view.right.clone() />
                <TextArea
                    label="Why? Everybody who looks at this question later reads it."
                    name="reason"
                    value=flash.value("reason")
                    error=flash.error_of("reason")
                    rows=3
                    maxlength=1000
                    required=true
                />
                <div class="actions">
                    <SubmitButton label=label />
                    <a class="btn btn-ghost" href=format!("{}?version={}", paths::question(&view.reference), view.version)>
                        "Leave it as it is"
                    </a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn confirm_undo(view: &PreviewView, correction: String) -> AnyView {
    let alert = Flash::of("undo-correction").alert();
    view! {
        <section class="panel" aria-labelledby="confirm">
            <h2 id="confirm" class="section-title">
                {view.summary.clone()}
            </h2>
            <p class="quiet">"Exams that start from then on may ask it again. Everybody concerned is told."</p>
            <form class="form" method="post" action=paths::form("undo-correction")>
                <FormAlert message=alert />
                <HiddenField name="question" value=view.reference.clone() />
                <HiddenField name="correction" value=correction />
                <div class="actions">
                    <SubmitButton label="Take it back" />
                    <a class="btn btn-ghost" href=paths::question(&view.reference)>
                        "Leave it as it is"
                    </a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn changes(changes: &[ChangeView], more: u32) -> AnyView {
    let head = view! {
        <Th label="Whose exam" />
        <Th label="Now" />
        <Th label="Then" />
    }
    .into_any();
    let rows = changes.iter().map(row).collect_view();
    let more = (more > 0).then(|| view! { <p class="quiet small">{format!("… and {more} more.")}</p> });
    view! {
        <section class="panel panel-flush" aria-labelledby="changes">
            <div class="panel-top">
                <h2 id="changes" class="section-title">
                    "Exam by exam"
                </h2>
            </div>
            <DataTable caption="What each exam would come to" head=head>
                {rows}
            </DataTable>
            {more}
        </section>
    }
    .into_any()
}

fn row(change: &ChangeView) -> AnyView {
    let flips =
        change.flips.then(|| view! { <Badge label="Changes" tone=Tone::Warn icon=Some(IconName::AlertTriangle) /> });
    let ChangeView { name, href, finished, before, after, .. } = change.clone();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=href>{name}</a>
                <span class="cell-note">{finished}</span>
            </th>
            <Td label="Now">{before}</Td>
            <Td label="Then">{after} " " {flips}</Td>
        </tr>
    }
    .into_any()
}
