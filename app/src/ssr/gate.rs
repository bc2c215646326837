//! What people decide about somebody's clearance, in words.

use domain::authz::Actor;
use domain::catalog::{Catalog, Slug};
use domain::certification::{Certificate, CertificateVerdict};
use domain::clearance::{Ending, Level, Override, OverrideState};
use domain::id::PersonId;
use domain::time::Timestamp;
use services::certification::Decided;
use services::clearance::{COUNTED_DAYS, OverrideLine, OverrideReport};
use services::readiness::PersonPage;
use services::{Error, Services};

use super::{RequestContext, day, moment};
use crate::certification::view::HeldView;
use crate::clearance::view::{OverrideReportView, OverrideView, OverridesView};

/// Somebody's certificates and overrides.
pub(super) struct GateView {
    /// The certificates, newest first.
    pub(super) held: Vec<HeldView>,
    /// The overrides.
    pub(super) overrides: OverridesView,
}

/// Somebody's certificates and overrides, with what the reader may decide about them.
pub(super) fn gate_view(context: &RequestContext, page: &PersonPage) -> GateView {
    let material = context.services.material();
    let title = |scope: &Slug| scope_title(&material.catalog, scope);
    let held = page.certificates.iter().map(|one| held_view(context, page, one, title(&one.scope))).collect();
    let zone = context.time_zone();
    let (mut scopes, mut refused) = (Vec::new(), Vec::new());
    for found in &page.clearances {
        // What stands against it is said before anybody has typed a reason; one that is open already stands in the list.
        let open = |line: &OverrideLine| line.found.scope == found.scope && line.state != OverrideState::Over;
        match Override::lifts(Level::Solo, &found.clearance) {
            _ if page.overrides.iter().any(open) => {}
            Ok(()) => scopes.push((found.scope.to_string(), found.title.clone())),
            Err(why) => refused.push(format!("{}: {why}", found.title)),
        }
    }
    let overrides = OverridesView {
        may_ask: page.may_override,
        scopes,
        refused,
        lines: page.overrides.iter().map(|line| override_view(line, title(&line.found.scope), zone)).collect(),
    };
    GateView { held, overrides }
}

fn scope_title(catalog: &Catalog, scope: &Slug) -> String {
    catalog.certification(scope).map_or_else(|| scope.to_string(), |found| found.title.clone())
}

/// What every page of somebody says of the overrides that lift their clearance now.
///
/// # Errors
/// Where the database cannot answer.
pub async fn override_words(services: &Services, actor: &Actor, zone: &str) -> Result<Vec<String>, Error> {
    let active = services::clearance::active_overrides(services, actor).await?;
    let material = services.material();
    let words = |(over, until): &(Override, Timestamp)| {
        let title = scope_title(&material.catalog, &over.scope);
        let how = if over.level == Level::Solo { "alone" } else { "with an assessor on the line" };
        format!("{title}: you take them {how} until {}. {}", moment(*until, zone), over.reason)
    };
    Ok(active.iter().map(words).collect())
}

/// The overrides of everybody in the reader's reach.
#[must_use]
pub fn override_report_view(context: &RequestContext, report: OverrideReport) -> OverrideReportView {
    let material = context.services.material();
    let title = |scope: &Slug| scope_title(&material.catalog, scope);
    let zone = context.time_zone();
    let many = match report.total {
        1 => "1 override was".to_owned(),
        many => format!("{many} overrides were"),
    };
    let shown = match report.lines.len() + report.waiting.len() {
        shown if shown < report.total => format!(" The latest {shown} are shown."),
        _ => String::new(),
    };
    let line = |(name, line, may): (String, OverrideLine, bool)| {
        let href = crate::paths::person(&line.found.person.to_string());
        (name, href, override_view(&line, title(&line.found.scope), zone), may)
    };
    OverrideReportView {
        words: format!("{many} asked for in the last {COUNTED_DAYS} days.{shown}"),
        counts: report
            .counts
            .into_iter()
            .map(|count| (count.name, count.asked.to_string(), count.granted.to_string()))
            .collect(),
        waiting: report.waiting.into_iter().map(line).collect(),
        lines: report.lines.into_iter().map(line).collect(),
    }
}

/// What whoever ended an override is told.
#[must_use]
pub const fn ending_words(ending: Ending) -> &'static str {
    match ending {
        Ending::Ended => "Ended. Nothing is lifted any more.",
        Ending::Declined => "Declined. Nothing was lifted; whoever asked is told.",
        Ending::TakenBack => "Taken back. Nothing was lifted.",
    }
}

fn held_view(context: &RequestContext, page: &PersonPage, held: &Certificate, title: String) -> HeldView {
    let (now, zone) = (context.services.now(), context.time_zone());
    let granted = day(held.granted_at, zone);
    let (state, words) = match (held.revoked_at, held.suspended_at) {
        (Some(at), _) => ("revoked", format!("granted {granted}, revoked {}", day(at, zone))),
        (None, Some(at)) => ("suspended", format!("granted {granted}, suspended {}", day(at, zone))),
        (None, None) if now >= held.expires_at => {
            ("expired", format!("granted {granted}, ran out {}", day(held.expires_at, zone)))
        }
        (None, None) => ("valid", format!("granted {granted}, holds until {}", day(held.expires_at, zone))),
    };
    let decisions = page.decisions.get(&held.id).into_iter().flatten();
    let decisions = decisions.map(|(decided, by)| decision_words(decided, by, zone));
    let may = CertificateVerdict::ALL.into_iter().filter(|verdict| {
        let allowed = match verdict {
            CertificateVerdict::Revoke => page.may_revoke,
            CertificateVerdict::Suspend | CertificateVerdict::Reinstate => page.may_suspend,
        };
        allowed && held.may_decide(*verdict, now).is_ok()
    });
    HeldView {
        id: held.id.to_string(),
        title,
        state: state.to_owned(),
        words,
        decisions: decisions.collect(),
        may: may.map(|verdict| verdict.to_string()).collect(),
    }
}

/// What was decided about a certificate, by whom and when, and why.
pub(super) fn decision_words(decided: &Decided, by: &str, zone: &str) -> (String, String) {
    let what = match decided.verdict {
        CertificateVerdict::Suspend => "Suspended",
        CertificateVerdict::Reinstate => "Reinstated",
        CertificateVerdict::Revoke => "Revoked",
    };
    (format!("{what} by {by}, {}", moment(decided.at, zone)), decided.reason.clone())
}

fn override_view(line: &OverrideLine, title: String, zone: &str) -> OverrideView {
    let OverrideLine { found, asked_by, granted_by, ended_by, .. } = line;
    let asked = format!("{asked_by} asked on {}, for {} h", moment(found.asked_at, zone), found.hours);
    let granted =
        granted_by.as_ref().zip(found.granted).map(|(by, (_, at))| format!("{by} granted it on {}", moment(at, zone)));
    let until = found.until().filter(|_| found.ended.is_none()).map(|at| format!("until {}", moment(at, zone)));
    let how = |by: PersonId| match found.ending(by) {
        Ending::Ended => "ended it",
        Ending::Declined => "declined it",
        Ending::TakenBack => "took it back",
    };
    let ended = ended_by.as_ref().zip(found.ended);
    let ended = ended.map(|(name, (by, at))| format!("{name} {} on {}", how(by), moment(at, zone)));
    let words = [Some(asked), granted, until, ended].into_iter().flatten().collect::<Vec<_>>().join("; ");
    OverrideView {
        id: found.id.to_string(),
        title: format!("{title}: {}", if found.level == Level::Solo { "solo" } else { "supervised" }),
        state: match line.state {
            OverrideState::Asked => "asked",
            OverrideState::Active(_) => "active",
            OverrideState::Over => "over",
        }
        .to_owned(),
        words: format!("{words}."),
        reason: found.reason.clone(),
        may_grant: line.may_grant,
    }
}
