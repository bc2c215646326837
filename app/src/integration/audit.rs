//! The audit log: who did what, newest first.

use leptos::prelude::*;

use super::api::load_audit;
use super::view::AuditView;
use crate::ui::{DataTable, EmptyState, IconName, PageHead, Td, Th};
use crate::{Frame, loaded, paths};

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    loaded(load_audit(), |rows| {
        let lede = match rows.len() {
            0 => "Everything that changes is written down here.".to_owned(),
            1 => "The one thing that was done so far.".to_owned(),
            n => format!("The newest {n} things that were done, the latest first."),
        };
        let body = if rows.is_empty() {
            view! {
                <EmptyState
                    icon=IconName::FileText
                    title="Nothing yet"
                    words="The first row appears with the first change."
                />
            }
            .into_any()
        } else {
            let head = view! {
                <Th label="When" sorted=Some("descending") />
                <Th label="Who" />
                <Th label="What" />
                <Th label="Object" />
                <Th label="Detail" />
            }
            .into_any();
            let rows = rows.into_iter().map(row).collect_view();
            view! {
                <DataTable caption="The audit log, newest first" head=head>
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <Frame title="Audit" current=paths::AUDIT>
                <div class="page">
                    <PageHead title="Audit" lede=lede />
                    <section class="panel panel-flush" aria-label="The log">
                        {body}
                    </section>
                </div>
            </Frame>
        }
    })
}

fn row(row: AuditView) -> AnyView {
    let AuditView { at, who, what, kind, object, detail } = row;
    let detail = (!detail.is_empty()).then(|| {
        let pairs = detail.into_iter().map(|(word, value)| {
            view! {
                <div>
                    <dt class="inline text-muted">{word} ": "</dt>
                    <dd class="inline wrap-anywhere">{value}</dd>
                </div>
            }
        });
        view! { <dl class="small">{pairs.collect_view()}</dl> }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="md:whitespace-nowrap">
                {at}
            </th>
            <Td label="Who">{who}</Td>
            <Td label="What">
                <span class="md:whitespace-nowrap">{what}</span>
            </Td>
            <Td label="Object">
                <div class="max-w-60">
                    <span class="wrap-anywhere">{object}</span>
                    <span class="cell-note">{kind}</span>
                </div>
            </Td>
            <Td label="Detail">{detail}</Td>
        </tr>
    }
    .into_any()
}
