//! What to know before an exam.

use domain::assessment::{AttemptState, ExtraTime, Subject, exam_minutes};
use domain::authz::{Actor, Learn, permit};
use domain::catalog::Slug;
use domain::clearance::ExamStanding;
use domain::id::AttemptId;
use domain::time::Timestamp;

use super::remedial::{ToRead, to_read};
use crate::certification::{Against, against};
use crate::clearance::{clearances_from, gather};
use crate::identity::own_scope;
use crate::learning::{leads, module_link, opens_after};
use crate::{Error, Result, Services};

/// What to know before an exam.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The scope.
    pub scope: Slug,
    /// Title of the certification.
    pub title: String,
    /// What is covered, with weights.
    pub covered: Vec<CoveredModule>,
    /// Fewest questions.
    pub min_items: u32,
    /// Most questions.
    pub max_items: u32,
    /// Time in minutes, with what they have more.
    pub minutes: u32,
    /// How much more time they have than others.
    pub extra: Option<ExtraTime>,
    /// Attempts in all.
    pub attempts: u32,
    /// Attempts left; one that is open is used.
    pub attempts_left: u32,
    /// Hours between attempts.
    pub cooldown_hours: u32,
    /// Days a certificate holds.
    pub valid_days: u32,
    /// Whether it may be started.
    pub standing: BriefStanding,
    /// What stands against these calls because somebody decided it.
    pub against: Option<Against>,
    /// Probability of mastery at which the exam passes early.
    pub certify_at: f64,
    /// Probability of mastery that is enough after the last question.
    pub final_at: f64,
    /// The end of the certificate that the exam renews, while that holds and the exam is not passed yet.
    pub renews: Option<Timestamp>,
    /// What was given to read before the next try.
    pub to_read: Vec<ToRead>,
    /// The last attempt, where it was not passed.
    pub missed: Option<AttemptId>,
}

/// A module that an exam covers.
#[derive(Debug, Clone)]
pub struct CoveredModule {
    /// Its title.
    pub title: String,
    /// Its share of the questions, 0 to 1.
    pub weight: f64,
}

/// A module that comes before an exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstModule {
    /// Its title.
    pub title: String,
    /// Where it is; none while it is locked itself.
    pub link: Option<String>,
    /// Titles of the modules after which it opens.
    pub after: Vec<String>,
}

/// Whether an exam may be started.
#[derive(Debug, Clone)]
pub enum BriefStanding {
    /// Modules come first.
    Locked(Vec<FirstModule>),
    /// It may, with so many attempts left.
    Open(u32),
    /// An attempt is open: go on with it.
    InProgress(AttemptId),
    /// Lessons are to be read again first; it may not before this moment either, where there is one.
    Remedial(Option<Timestamp>),
    /// It may later.
    CoolingDown(Timestamp),
    /// Not any more.
    NoAttemptsLeft,
    /// It is passed; with a certificate, the moment from which it can be renewed.
    Passed(Option<Timestamp>),
}

/// What to know before the exam of a scope.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`] for nobody.
pub async fn exam_brief(services: &Services, actor: &Actor, scope: &Slug) -> Result<Brief> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    let material = services.material();
    let certification = material.catalog.certification(scope).ok_or(Error::NotFound("This exam"))?;
    let facts = gather(services.store(), &permit, &[own.id], services.now()).await?.remove(&own.id).unwrap_or_default();
    let now = services.now();
    let for_scope = facts.for_scope(true, certification, &material.catalog, now);
    let subject = Subject::Exam(scope.clone());
    let standing = match for_scope.exam {
        ExamStanding::NotOpen => BriefStanding::Locked(
            for_scope
                .missing_modules
                .iter()
                .map(|(module, title)| {
                    let found = material.catalog.module(module);
                    let after = found.map(|found| opens_after(&material.catalog, found, &facts.progress));
                    let after = after.filter(|_| !leads(actor)).unwrap_or_default();
                    let link = after.is_empty().then(|| module_link(module));
                    FirstModule { title: title.clone(), link, after }
                })
                .collect(),
        ),
        ExamStanding::Open { attempts_left } => BriefStanding::Open(attempts_left),
        ExamStanding::Remedial { until, .. } => BriefStanding::Remedial(until),
        ExamStanding::CoolingDown { until } => BriefStanding::CoolingDown(until),
        ExamStanding::NoAttemptsLeft => BriefStanding::NoAttemptsLeft,
        ExamStanding::Passed { .. } => {
            let certificate = facts.certificate(scope);
            BriefStanding::Passed(certificate.map(|last| last.renewable_from(&certification.validity)))
        }
        ExamStanding::InProgress => {
            let open = facts.exams.iter().find(|exam| exam.state == AttemptState::Open && exam.subject == subject);
            open.map_or(BriefStanding::NoAttemptsLeft, |exam| BriefStanding::InProgress(exam.id))
        }
    };
    let clearances = clearances_from(services, &permit, &facts).await?;
    let against = against(services, actor, &permit, own.id, (&facts, &clearances)).await?;
    let exam = &certification.exam;
    let used = u32::try_from(facts.exams_towards_next(certification, now).len()).unwrap_or(u32::MAX);
    let extra = store::assessment::accommodation_of(services.store(), &permit, own.id).await?.map(|found| found.extra);
    let last = facts.exams.iter().rfind(|exam| exam.subject == subject && exam.state != AttemptState::Open);
    Ok(Brief {
        missed: last.filter(|exam| exam.state == AttemptState::NotYet).map(|exam| exam.id),
        scope: scope.clone(),
        title: certification.title.clone(),
        covered: exam
            .blueprint
            .iter()
            .map(|(module, weight)| CoveredModule {
                title: material
                    .catalog
                    .module(module)
                    .map_or_else(|| module.to_string(), |module| module.title.clone()),
                weight: *weight,
            })
            .collect(),
        min_items: exam.min_items,
        max_items: exam.max_items,
        minutes: exam_minutes(exam, extra),
        extra,
        attempts: exam.attempts,
        attempts_left: exam.attempts.saturating_sub(used),
        certify_at: exam.certify_at,
        final_at: exam.final_at,
        renews: facts
            .certificate(scope)
            .filter(|held| held.holds(now) && !matches!(standing, BriefStanding::Passed(_)))
            .map(|held| held.expires_at),
        to_read: to_read(&material.catalog, facts.given_to_read(certification, now)),
        cooldown_hours: exam.cooldown_hours,
        valid_days: certification.validity.days,
        standing,
        against: against.into_iter().find(|against| &against.scope == scope),
    })
}
