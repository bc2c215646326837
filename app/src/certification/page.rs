//! One's own certificates.

use leptos::prelude::*;

use super::api::load_certificates;
use super::view::{CertificateState, CertificateView, CertificatesView};
use crate::ui::{Badge, DataTable, EmptyState, IconName, PageHead, Td, Th, Tone};
use crate::{Frame, loaded, paths};

/// What somebody was granted, and until when it holds.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    loaded(load_certificates(), |view| {
        view! {
            <Frame title="Certificates" current=paths::CERTIFICATES>
                <div class="page">
                    <PageHead title="Certificates" lede="Each one opens a kind of call, until the day it names." />
                    {if view.certificates.is_empty() { none_yet(view) } else { table(view.certificates) }}
                </div>
            </Frame>
        }
    })
}

fn none_yet(view: CertificatesView) -> AnyView {
    let words = "You earn one by passing the exam. What it asks for, and how far you are, is on its page.";
    let several = view.exams.len() > 1;
    let exams = view.exams.into_iter().enumerate().map(|(at, (scope, title))| {
        let class = if at == 0 { "btn btn-primary" } else { "btn" };
        let words = if several { format!("About the exam: {title}") } else { "About the exam".to_owned() };
        view! {
            <a class=class href=paths::exam(&scope)>
                {words}
            </a>
        }
    });
    let exams = exams.collect_view();
    view! {
        <section class="panel">
            <EmptyState icon=IconName::Award title="No certificate yet" words=words>
                {exams}
            </EmptyState>
        </section>
    }
    .into_any()
}

fn table(certificates: Vec<CertificateView>) -> AnyView {
    let head = view! {
        <Th label="Certificate" />
        <Th label="State" />
        <Th label="Granted" />
        <Th label="Holds until" />
    }
    .into_any();
    let histories = certificates.iter().filter_map(history).collect_view();
    let rows = certificates.into_iter().map(row).collect_view();
    view! {
        <section class="panel panel-flush">
            <DataTable caption="Your certificates, newest first" head=head>
                {rows}
            </DataTable>
        </section>
        {histories}
    }
    .into_any()
}

/// What was decided about a certificate, and why. Not in the table: sentences need the width of the page on a phone.
fn history(certificate: &CertificateView) -> Option<AnyView> {
    if certificate.decisions.is_empty() {
        return None;
    }
    let (heading, title) = (format!("decided-{}", certificate.id), certificate.title.clone());
    let labelled = heading.clone();
    let granted = certificate.granted.clone();
    let decisions = certificate.decisions.iter().map(|(what, reason)| {
        view! {
            <li>
                <span class="quiet small">{what.clone()}</span>
                <span class="whitespace-pre-line wrap-anywhere">{format!("Reason: {reason}")}</span>
            </li>
        }
    });
    let decisions = decisions.collect_view();
    Some(
        view! {
            <section class="panel" aria-labelledby=labelled>
                <h2 id=heading class="section-title">
                    {format!("What was decided: {title}, granted {granted}")}
                </h2>
                <ul class="history">{decisions}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Until when it holds, where it does or may again.
fn holds_until(certificate: &CertificateView) -> String {
    match certificate.state {
        CertificateState::Revoked(_) => "holds no longer".to_owned(),
        CertificateState::Suspended(_) => format!("{}, once reinstated", certificate.until),
        _ => certificate.until.clone(),
    }
}

fn row(certificate: CertificateView) -> AnyView {
    let until = holds_until(&certificate);
    let (tone, icon, word, since) = match certificate.state {
        CertificateState::Holds => (Tone::Good, IconName::CircleCheck, "Holds", None),
        CertificateState::Followed(from) => {
            (Tone::Neutral, IconName::Check, "Followed", Some(format!("by the one from {from}")))
        }
        CertificateState::Expired => (Tone::Neutral, IconName::Clock, "Expired", None),
        CertificateState::Suspended(on) => (Tone::Bad, IconName::Lock, "Suspended", Some(format!("since {on}"))),
        CertificateState::Revoked(on) => (Tone::Bad, IconName::CircleX, "Revoked", Some(format!("on {on}"))),
    };
    view! {
        <tr role="row" id=certificate.id>
            <th scope="row" role="rowheader">
                {certificate.title}
            </th>
            <Td label="State">
                <div>
                    <Badge label=word tone=tone icon=Some(icon) />
                    {since.map(|since| view! { <span class="cell-note">{since}</span> })}
                </div>
            </Td>
            <Td label="Granted">{certificate.granted}</Td>
            <Td label="Holds until">{until}</Td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revoked_holds_until_no_day() {
        let words = |state| {
            holds_until(&CertificateView {
                id: "7".to_owned(),
                decisions: Vec::new(),
                title: "Outbound calls".to_owned(),
                granted: "4 Dec 2025".to_owned(),
                until: "4 Dec 2026".to_owned(),
                state,
            })
        };
        let on = || "7 Dec 2025".to_owned();
        assert_eq!(words(CertificateState::Holds), "4 Dec 2026");
        assert_eq!(words(CertificateState::Suspended(on())), "4 Dec 2026, once reinstated");
        assert_eq!(words(CertificateState::Revoked(on())), "holds no longer");
    }
}
