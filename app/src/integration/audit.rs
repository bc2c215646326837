//! The audit log: who did what, newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_audit;
use super::view::{AuditFilterView, AuditPageView, AuditView, NamedView};
use crate::ui::{DataTable, EmptyState, Icon, IconName, PageHead, Select, SelectOption, SubmitButton, Td, Th};
use crate::{Frame, loaded, paths};

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let filter = use_query_map().with_untracked(|query| {
        let of = |name: &str| query.get(name).unwrap_or_default();
        AuditFilterView { verb: of("verb"), person: of("person"), before: of("before") }
    });
    loaded(load_audit(filter), |page| {
        let lede = "Everything that changes is written down here, the latest first.";
        let (filters, pages) = (filters(&page), pages(&page));
        let body = if page.rows.is_empty() { nothing(&page.filter) } else { table(page.rows) };
        view! {
            <Frame title="Audit" current=paths::AUDIT>
                <div class="page">
                    <PageHead title="Audit" lede=lede />
                    {filters}
                    <section class="panel panel-flush" aria-label="The log">
                        {body}
                    </section>
                    {pages}
                </div>
            </Frame>
        }
    })
}

fn filters(page: &AuditPageView) -> AnyView {
    let options = |pairs: &[(String, String)]| -> Vec<SelectOption> {
        pairs.iter().map(|(value, label)| SelectOption::new(value, label)).collect()
    };
    let (verbs, people, filter) = (options(&page.verbs), options(&page.people), page.filter.clone());
    let narrows = filter.narrows();
    view! {
        <form class="filters" method="get" action=paths::AUDIT role="search" aria-label="Find in the log">
            <Select label="What" name="verb" options=verbs selected=Some(filter.verb) none="Everything" />
            <Select label="Who, or whose" name="person" options=people selected=Some(filter.person) none="Everybody" />
            <SubmitButton label="Show" class="btn" />
            {narrows
                .then(|| {
                    view! {
                        <a class="btn btn-ghost" href=paths::AUDIT>
                            "Show everything"
                        </a>
                    }
                })}
        </form>
    }
    .into_any()
}

fn nothing(filter: &AuditFilterView) -> AnyView {
    if !filter.narrows() {
        let words = "The first row appears with the first change.";
        return view! { <EmptyState icon=IconName::FileText title="Nothing yet" words=words /> }.into_any();
    }
    view! {
        <EmptyState icon=IconName::Search title="Nothing found" words="Nothing in the log fits this filter.">
            <a class="btn" href=paths::AUDIT>
                "Show everything"
            </a>
        </EmptyState>
    }
    .into_any()
}

fn table(rows: Vec<AuditView>) -> AnyView {
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
}

fn pages(page: &AuditPageView) -> Option<AnyView> {
    let newest = page.filter.before.is_empty();
    if newest && page.older.is_none() {
        return None;
    }
    let first = page.filter.href("");
    let older = page.older.as_deref().map(|id| page.filter.href(id));
    let words = if newest { "The newest things" } else { "Older things" };
    Some(
        view! {
            <nav class="actions pages" aria-label="Pages of the log">
                <span class="quiet">{words}</span>
                <span class="actions">
                    {(!newest)
                        .then(|| {
                            view! {
                                <a class="btn btn-sm" href=first>
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

fn named(named: NamedView) -> AnyView {
    let NamedView { name, href } = named;
    match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

fn row(row: AuditView) -> AnyView {
    let AuditView { at, who, what, kind, object, whose, detail } = row;
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
    let whose = whose.map(|whose| view! { " of " {named(whose)} });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="md:whitespace-nowrap">
                {at}
            </th>
            <Td label="Who">
                <span class="cell-name">{named(who)}</span>
            </Td>
            <Td label="What">
                <span class="cell-name min-[56rem]:max-w-72">{what}</span>
            </Td>
            <Td label="Object">
                <div class="max-w-60 lg:min-w-28">
                    <span class="wrap-anywhere">{named(object)}</span>
                    <span class="cell-note">{kind} {whose}</span>
                </div>
            </Td>
            <Td label="Detail">{detail}</Td>
        </tr>
    }
    .into_any()
}
