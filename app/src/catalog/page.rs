//! What would change if the packs to come went live.

use leptos::prelude::*;

use super::api::load_next_packs;
use super::view::{LossView, ModuleChangeView, NextView, PreviewView, ScopeChangeView};
use crate::ui::{Badge, DataTable, IconName, Notice, PageHead, Td, Th, Tone};
use crate::{Frame, loaded, paths};

/// What would change if the packs to come went live.
#[component]
pub fn PublishPage() -> impl IntoView {
    loaded(load_next_packs(), |NextView { folder, faults, preview }| {
        let found = match (folder.is_some(), preview) {
            (false, _) => no_folder(),
            (true, None) => broken(faults),
            (true, Some(preview)) => changes(preview),
        };
        let how = folder.map(how);
        view! {
            <Frame title="What would change" current=paths::PUBLISH>
                <div class="page">
                    <PageHead
                        title="What would change"
                        eyebrow="Packs to come"
                        lede="Everybody, decided by the packs to come as if they went live now. Nothing here is written."
                    />
                    {found}
                    {how}
                </div>
            </Frame>
        }
    })
}

fn no_folder() -> AnyView {
    view! {
        <section class="panel" aria-labelledby="none">
            <h2 id="none" class="section-title">
                "No packs to come"
            </h2>
            <p>
                "Name the folder with the packs to come in the setting " <code>"content_next"</code> ", or in the variable "
                <code>"CANOE_CONTENT_NEXT"</code> ", and start Canoe again."
            </p>
            <p>
                "Or ask on the command line: " <code>"canoe content preview DIR"</code> "."
            </p>
        </section>
    }
    .into_any()
}

fn broken(faults: Vec<String>) -> AnyView {
    let faults = faults.into_iter().map(|fault| view! { <li class="wrap-anywhere">{fault}</li> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="broken">
            <h2 id="broken" class="section-title">
                "These packs cannot go live"
            </h2>
            <ul class="list-disc pl-5">{faults}</ul>
        </section>
    }
    .into_any()
}

fn how(folder: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="how">
            <h2 id="how" class="section-title">
                "How they go live"
            </h2>
            <p class="wrap-anywhere">
                "Put the files of " <code>{folder}</code> " into the folder that " <code>"content"</code>
                " names. Canoe loads them within seconds, and the days of grace begin."
            </p>
        </section>
    }
}

fn changes(preview: PreviewView) -> AnyView {
    let scopes = preview.scopes.into_iter().map(scope).collect_view();
    let silent = (!preview.silent.is_empty()).then(|| {
        let words = preview.silent.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! {
            <Notice tone=Tone::Warn title="Changed without a revision.">
                <ul class="list-disc pl-5">{words}</ul>
            </Notice>
        }
    });
    view! {
        {scopes}
        {silent}
        {modules(preview.modules)}
    }
    .into_any()
}

fn modules(modules: Vec<ModuleChangeView>) -> AnyView {
    let none = modules.is_empty().then(|| view! { <p class="quiet">"No module has a higher revision."</p> });
    let rows = modules.into_iter().map(|module| {
        let tone = match module.kind.as_str() {
            "critical" => Tone::Bad,
            "material" => Tone::Warn,
            _ => Tone::Neutral,
        };
        view! {
            <li class="grid gap-1">
                <span class="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
                    {module.title} <Badge label=module.kind tone=tone /> <span class="quiet small">"revision " {module.revision}</span>
                </span>
                <span>{module.words}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="panel" aria-labelledby="modules">
            <h2 id="modules" class="section-title">
                "Modules"
            </h2>
            {none}
            <ul class="grid gap-4">{rows}</ul>
        </section>
    }
    .into_any()
}

fn scope(found: ScopeChangeView) -> impl IntoView {
    let heading = format!("scope-{}", found.scope);
    let labelled = heading.clone();
    let (tone, icon, word) = if found.calm {
        (Tone::Good, IconName::CircleCheck, "Nobody loses anything")
    } else {
        (Tone::Warn, IconName::CircleX, "Somebody loses something")
    };
    let summary = found.summary.into_iter().map(|words| view! { <p>{words}</p> }).collect_view();
    let policy = (!found.policy.is_empty()).then(|| policy(&found.title, found.policy));
    let table = (!found.losses.is_empty()).then(|| losses(&found.title, found.losses));
    let more = (found.more > 0).then(|| {
        view! { <p class="quiet">{format!("And {} more; ", found.more)}<code>"canoe content preview --json"</code>" lists all."</p> }
    });
    view! {
        <section class="panel" aria-labelledby=labelled>
            <div class="section-head">
                <h2 id=heading class="section-title">
                    {found.title}
                </h2>
                <Badge label=word tone=tone icon=Some(icon) />
            </div>
            {summary}
            {policy}
            {table}
            {more}
        </section>
    }
}

fn policy(title: &str, changes: Vec<(String, String, String)>) -> AnyView {
    let rows = changes.into_iter().map(|(term, before, after)| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    {term}
                </th>
                <Td label="Now">{before}</Td>
                <Td label="To come">{after}</Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! {
        <Th label="Policy" />
        <Th label="Now" />
        <Th label="To come" />
    }
    .into_any();
    view! {
        <p>"The policy changes for exams that begin, and for certificates that are granted, from then on."</p>
        <DataTable caption=format!("{title}: what changes in the policy") head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn losses(title: &str, losses: Vec<LossView>) -> AnyView {
    let rows = losses.into_iter().map(|loss| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    <a class="link" href=loss.href>
                        {loss.name}
                    </a>
                </th>
                <Td label="Team">{loss.team}</Td>
                <Td label="From">{loss.at}</Td>
                <Td label="Level">{loss.levels}</Td>
                <Td label="Why">{loss.why}</Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! {
        <Th label="Name" />
        <Th label="Team" />
        <Th label="From" />
        <Th label="Level" />
        <Th label="Why" />
    }
    .into_any();
    view! {
        <DataTable caption=format!("Who would lose something: {title}") head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}
