//! The standard of each exam: where it comes from, how sure it is, and by which rules it decides.

use leptos::prelude::*;

use super::api::load_standards;
use super::view::StandardView;
use crate::ui::{DataTable, Notice, PageHead, Stat, StatRow, Td, Th, Tone};
use crate::{Frame, loaded, paths};

/// The standards of all exams.
#[component]
pub fn StandardsPage() -> impl IntoView {
    loaded(load_standards(), |standards| {
        let exams = standards.into_iter().map(standard).collect_view();
        view! {
            <Frame title="Standards" current=paths::QUESTIONS>
                <div class="page page-narrow">
                    <PageHead
                        title="Standards"
                        eyebrow="Exams"
                        lede="A pass says that somebody is at or above the standard, with the certainty named here. The panel sets it; answers never move it."
                    />
                    {exams}
                </div>
            </Frame>
        }
    })
}

fn standard(standard: StandardView) -> impl IntoView {
    let warning =
        standard.warning.map(|words| view! { <Notice tone=Tone::Warn title="The panel is small.">{words}</Notice> });
    let rules = standard.rules.into_iter().map(|(name, value, meaning)| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    {name}
                    <span class="cell-note">{meaning}</span>
                </th>
                <Td label="Value" number=true>
                    {value}
                </Td>
            </tr>
        }
    });
    let rules = rules.collect_view();
    let head = view! {
        <Th label="Rule" />
        <Th label="Value" number=true />
    }
    .into_any();
    let heading = format!("standard-{}", standard.scope);
    let labelled = heading.clone();
    view! {
        <section class="panel" aria-labelledby=labelled>
            <h2 id=heading class="section-title">
                {standard.title.clone()}
            </h2>
            <StatRow>
                <Stat label="Standard" value=standard.cut note=Some("right answers of a rep who is just good enough".to_owned()) />
                <Stat label="Its error" value=standard.error note=Some("one standard error, by how far the judges differ".to_owned()) />
                <Stat label="Panel" value=standard.judges note=Some("five to eight judges are best".to_owned()) />
            </StatRow>
            {warning}
            <p>{standard.rests_on}</p>
            <DataTable caption=format!("How {} is decided", standard.title) head=head>
                {rules}
            </DataTable>
        </section>
    }
}
