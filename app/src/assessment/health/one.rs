//! One question: how it does, what people say about it, and what is done about it.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::load_question;
use super::appeals::appeals;
use super::correction::correction;
use super::figures::figures;
use super::parts::{corrected, suspended};
use super::suspension::suspension;
use super::view::{KeyOptionView, ObjectionView, QuestionView, VersionView};
use crate::ui::{Badge, Crumb, DataTable, Icon, IconName, Notice, PageHead, Td, Th, Tone};
use crate::{Frame, loaded, paths};

/// One question.
#[component]
pub fn QuestionPage() -> impl IntoView {
    let reference = use_params_map().with_untracked(|params| {
        let part = |name: &str| params.get(name).unwrap_or_default();
        format!("{}/{}/{}", part("pack"), part("module"), part("question"))
    });
    let version = use_query_map().with_untracked(|query| query.get("version")).filter(|version| !version.is_empty());
    loaded(load_question(reference, version), page)
}

fn page(view: QuestionView) -> impl IntoView {
    let title = format!("Question {}", view.id);
    let open = view.objections.iter().filter(|objection| objection.decision.is_none()).count();
    // Open objections are what there is to do here; decided ones are history.
    let (first, last) = if open > 0 { (Some(appeals(&view)), None) } else { (None, Some(appeals(&view))) };
    let (head, older, upheld) = (head(&view, title.clone()), older(&view), upheld(&view));
    let (asked, suspension, versions) = (asked(&view), suspension(&view), versions(&view));
    let correction = correction(&view);
    let figures = view.figures.iter().map(figures).collect_view();
    view! {
        <Frame title=title current=paths::QUESTIONS>
            <div class="page">
                {head}
                {older}
                {upheld}
                <div class="cols">
                    <div>{first} {asked} {figures}</div>
                    <div>{suspension} {correction} {versions} {last}</div>
                </div>
            </div>
        </Frame>
    }
}

fn head(view: &QuestionView, title: String) -> AnyView {
    let crumbs = vec![Crumb::new(paths::QUESTIONS, "Questions")];
    let suspended = view.suspended.then(suspended);
    let corrected = view.corrected.as_ref().map(|made| corrected(made.kind.clone()));
    let critical =
        view.critical.then(|| view! { <Badge label="Critical" tone=Tone::Warn icon=Some(IconName::AlertTriangle) /> });
    let rating =
        view.rating.as_ref().map(|rating| view! { <Badge label=format!("Panel: {rating}") tone=Tone::Brand /> });
    view! {
        <PageHead
            title=title
            eyebrow=view.module.label.clone()
            lede=format!("Tests: {}", view.objective)
            crumbs=crumbs
        >
            {suspended}
            {corrected}
            {critical}
            {rating}
        </PageHead>
    }
    .into_any()
}

fn older(view: &QuestionView) -> Option<AnyView> {
    let today = paths::question(&view.reference);
    (!view.current).then(|| {
        view! {
            <Notice tone=Tone::Info title="This version is not asked any more">
                <a class="link" href=today>
                    "To the one that is"
                </a>
            </Notice>
        }
        .into_any()
    })
}

/// That somebody was right to object to this version, while it is asked all the same.
fn upheld(view: &QuestionView) -> Option<AnyView> {
    let right = |objection: &ObjectionView| {
        objection.version.is_none() && objection.decision.as_ref().is_some_and(|decision| decision.upheld)
    };
    let asked = view.current && !view.suspended && view.corrected.is_none();
    (asked && view.objections.iter().any(right)).then(|| {
        view! {
            <Notice tone=Tone::Warn title="An objection was upheld, and the question is asked as before.">
                "Suspend it, correct it for those who have sat it, or change it in its pack."
            </Notice>
        }
        .into_any()
    })
}

/// The question as reps see it, with the key marked.
fn asked(view: &QuestionView) -> AnyView {
    let situation = (!view.situation_html.is_empty())
        .then(|| view! { <div class="flow" inner_html=view.situation_html.clone()></div> });
    let eyebrow = match &view.corrected {
        Some(made) => format!("What was asked, with the key of then. {}", made.what),
        None => "What is asked, with its key".to_owned(),
    };
    let how = if view.several { "Several are right." } else { "One is right." };
    let options = view.options.iter().map(option).collect_view();
    let options = (!view.options.is_empty()).then(|| {
        view! {
            <p class="quiet">{how}</p>
            <ol class="grid gap-3">{options}</ol>
        }
    });
    let parts = view.parts.iter().map(|part| view! { <li inner_html=part.clone()></li> }).collect_view();
    let parts = (!view.parts.is_empty()).then(|| view! { <ol class="grid gap-2 list-decimal pl-5">{parts}</ol> });
    let answer = view.answer.clone().map(|answer| {
        view! {
            <p>
                "The answer is " <strong>{answer}</strong> "."
            </p>
        }
    });
    let explanation = view.explanation_html.clone().map(|html| {
        view! {
            <div class="notice tone-info">
                <Icon name=IconName::Info class="size-5" />
                <div class="flow" inner_html=html></div>
            </div>
        }
    });
    view! {
        <section class="panel" aria-labelledby="asked">
            <p class="eyebrow">{eyebrow}</p>
            {situation}
            <h2 id="asked" class="choices-legend" inner_html=view.prompt_html.clone()></h2>
            {options}
            {parts}
            {answer}
            {explanation}
        </section>
    }
    .into_any()
}

fn option(option: &KeyOptionView) -> AnyView {
    let (class, icon, words) = if option.right {
        ("choice choice-right", IconName::CircleCheck, "Right")
    } else {
        ("choice", IconName::X, "Not right")
    };
    let feedback =
        option.feedback_html.clone().map(|html| view! { <span class="choice-feedback" inner_html=html></span> });
    view! {
        <li class=format!("{class} cursor-auto")>
            <span class="font-semibold">{option.letter.clone()}</span>
            <span class="choice-body">
                <span class="choice-label" inner_html=option.html.clone()></span>
                <span class="choice-verdict">
                    <Icon name=icon class="size-5" />
                    {words}
                </span>
                {feedback}
            </span>
        </li>
    }
    .into_any()
}

fn versions(view: &QuestionView) -> AnyView {
    let (versions, corrected) = (&view.versions, view.corrected.is_some());
    let head = view! {
        <Th label="Version" />
        <Th label="First shown" />
        <Th label="Answers" number=true />
    }
    .into_any();
    let row = |version: &VersionView| {
        let name = match &version.href {
            Some(href) => view! { <a href=href.clone()>{version.short.clone()}</a> }.into_any(),
            None => version.short.clone().into_any(),
        };
        let marks = match (version.current, version.suspended) {
            (true, _) if corrected && version.href.is_none() => "in the pack, and not asked any more",
            (true, true) => "asked today, suspended",
            (true, false) => "asked today",
            (false, true) => "suspended",
            (false, false) => "",
        };
        let shown = version.href.is_none().then_some("shown here").filter(|_| versions.len() > 1);
        let notes = [marks, shown.unwrap_or_default()].into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>();
        let (since, answers) = (version.since.clone(), version.answers);
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    <span class="font-mono">{name}</span>
                    <span class="cell-note">{notes.join(", ")}</span>
                </th>
                <Td label="First shown">{since}</Td>
                <Td label="Answers" number=true>
                    {answers}
                </Td>
            </tr>
        }
    };
    let rows = versions.iter().map(row).collect_view();
    view! {
        <section class="panel panel-flush" aria-labelledby="versions">
            <div class="panel-top">
                <h2 id="versions" class="section-title">
                    "Versions"
                </h2>
                <p class="quiet small">"A question that is changed is another one: its figures begin anew."</p>
            </div>
            <DataTable caption="Versions of this question" head=head>
                {rows}
            </DataTable>
        </section>
    }
    .into_any()
}
