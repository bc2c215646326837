//! What to know before an exam, as its page shows it.

use domain::assessment::{ExtraTime, panel_cut};
use services::assessment::{Brief, BriefStanding};

use super::assessment::percent;
use super::learning::opens_after;
use super::reading::to_read_views;
use super::{RequestContext, against_words, day, near_moment};
use crate::assessment::view::{BriefView, CoveredView, FirstView, StandingView};

/// What to know before an exam.
#[must_use]
pub fn brief_view(context: &RequestContext, brief: Brief) -> BriefView {
    let catalog = &context.services.material().catalog;
    let certification = catalog.certification(&brief.scope);
    let cells = certification.map(|found| found.exam.blueprint.as_slice()).unwrap_or_default();
    let mut questions =
        cells.iter().filter_map(|(module, _)| catalog.module(module)).flat_map(|found| &found.questions);
    let critical = questions.any(|question| question.critical);
    let observed = certification.and_then(|found| found.observed_calls.as_ref());
    let covered = brief.covered.into_iter().map(|module| CoveredView {
        title: module.title,
        share: module.weight,
        words: percent(module.weight),
    });
    let standing = match brief.standing {
        BriefStanding::Locked(missing) => StandingView::Locked(
            missing
                .into_iter()
                .map(|first| FirstView { title: first.title, link: first.link, opens: opens_after(&first.after) })
                .collect(),
        ),
        BriefStanding::Open(_) => StandingView::Open,
        BriefStanding::InProgress(attempt) => StandingView::InProgress(attempt.to_string()),
        BriefStanding::Remedial(until) => StandingView::Remedial(until.map(|at| near_moment(at, context.time_zone()))),
        BriefStanding::CoolingDown(until) => StandingView::CoolingDown(near_moment(until, context.time_zone())),
        BriefStanding::NoAttemptsLeft => StandingView::NoAttemptsLeft,
        BriefStanding::Passed(from) => StandingView::Passed(from.map(|at| day(at, context.time_zone()))),
    };
    BriefView {
        scope: brief.scope.to_string(),
        title: brief.title,
        covered: covered.collect(),
        min_items: brief.min_items,
        max_items: brief.max_items,
        minutes: brief.minutes,
        extra: brief.extra.map_or(0, ExtraTime::percent),
        panel: certification.is_some_and(|found| panel_cut(&found.exam, catalog).judges > 0),
        certify_at: percent(brief.certify_at),
        final_at: percent(brief.final_at),
        renews: brief.renews.map(|at| day(at, context.time_zone())),
        to_read: to_read_views(brief.to_read),
        attempts: brief.attempts,
        attempts_left: brief.attempts_left,
        cooldown_hours: brief.cooldown_hours,
        valid_days: brief.valid_days,
        critical,
        observed_calls: observed.map_or(0, |calls| calls.required),
        standing,
        suspended: brief.against.as_ref().is_some_and(|against| against.suspended),
        against: brief.against.map(|against| against_words(&against, context.time_zone())).unwrap_or_default(),
        missed: brief.missed.map(|attempt| attempt.to_string()),
    }
}
