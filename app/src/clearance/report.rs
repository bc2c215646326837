//! Overrides of everybody one answers for: what waits, what lifts now, and who asks and grants how often.

use leptos::prelude::*;

use super::api::load_overrides;
use super::overrides::line;
use super::view::{OverrideReportView, OverrideView};
use crate::ui::{DataTable, EmptyState, FormAlert, IconName, PageHead, Td, Th};
use crate::{Flash, Frame, loaded, paths};

/// Overrides.
#[component]
pub fn OverridesPage() -> impl IntoView {
    loaded(load_overrides(), |report| {
        let alert = Flash::of("grant-override").alert().or_else(|| Flash::of("end-override").alert());
        let page = if report.lines.is_empty() && report.waiting.is_empty() {
            nothing().into_any()
        } else {
            filled(report).into_any()
        };
        view! {
            <Frame title="Overrides" current=paths::BOARD>
                <div class="page page-narrow">
                    <PageHead
                        title="Overrides"
                        eyebrow="Board"
                        lede="Two people lift somebody's clearance together, for a day at most. You ask for one on the person's page."
                    />
                    <FormAlert message=alert />
                    {page}
                </div>
            </Frame>
        }
    })
}

fn nothing() -> impl IntoView {
    let words = "Nobody was lifted past the rules in the last 30 days.";
    view! {
        <section class="panel">
            <EmptyState icon=IconName::Shield title="No overrides" words=words>
                <a class="btn" href=paths::BOARD>
                    "To the board"
                </a>
            </EmptyState>
        </section>
    }
}

fn filled(report: OverrideReportView) -> impl IntoView {
    let rows = report.counts.into_iter().map(|(name, asked, granted)| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    {name}
                </th>
                <Td label="Asked for" number=true>
                    {asked}
                </Td>
                <Td label="Granted" number=true>
                    {granted}
                </Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! {
        <Th label="Who" />
        <Th label="Asked for" number=true />
        <Th label="Granted" number=true />
    }
    .into_any();
    let list = |lines: &[(String, String, OverrideView, bool)]| {
        let lines = lines.iter().map(|(name, href, over, may)| line(Some((name.clone(), href.clone())), over, *may));
        let lines = lines.collect_view();
        view! { <ul class="grid gap-4">{lines}</ul> }
    };
    let waiting = (!report.waiting.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="waiting">
                <h2 id="waiting" class="section-title">
                    "Waiting for you"
                </h2>
                {list(&report.waiting)}
            </section>
        }
    });
    let latest = (!report.lines.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="latest">
                <h2 id="latest" class="section-title">
                    "The latest"
                </h2>
                {list(&report.lines)}
            </section>
        }
    });
    view! {
        {waiting}
        <section class="panel" aria-labelledby="answers">
            <h2 id="answers" class="section-title">
                "Who answers for them"
            </h2>
            <p class="quiet">{report.words}</p>
            <DataTable caption="Overrides asked for and granted" head=head>
                {rows}
            </DataTable>
        </section>
        {latest}
    }
}
