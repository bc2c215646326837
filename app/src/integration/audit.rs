//! The audit log: who did what, newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_audit;
use super::view::AuditPageView;
use super::view::AuditView;
use crate::ui::{DataTable, EmptyState, Icon, IconName, PageHead, Td, Th};
use crate::{Frame, loaded, paths};

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let before = use_query_map().with_untracked(|query| query.get("before")).filter(|before| !before.is_empty());
    loaded(load_audit(before), |page| {
        let AuditPageView { rows, newest, older } = page;
        let lede = "Everything that changes is written down here, the latest first.";
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
                    {pages(newest, older)}
                </div>
            </Frame>
        }
    })
}

fn pages(newest: bool, older: Option<String>) -> Option<AnyView> {
    if newest && older.is_none() {
        return None;
    }
    let older = older.map(|id| format!("{}?before={id}", paths::AUDIT));
    let words = if newest { "The newest things" } else { "Older things" };
    Some(
        view! {
            <nav class="actions pages" aria-label="Pages of the log">
                <span class="quiet">{words}</span>
                <span class="actions">
                    {(!newest)
                        .then(|| {
                            view! {
                                <a class="btn btn-sm" href=paths::AUDIT>
                                    <Icon name=IconName::ArrowLeft class="size-4" />
                                    "To the newest"
                                </a>
                            }
                        })}
                    {older
                        .map(|href| {
                            view! {
                                <a class="btn btn-sm" href=href rel="next">
                                    "Older"
                                    <Icon name=IconName::ArrowRight class="size-4" />
                                </a>
                            }
                        })}
                </span>
            </nav>
        }
        .into_any(),
    )
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
