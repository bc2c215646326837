//! One question: its figures in every version, exam and quiz, its suspensions, and what people object to.

use std::collections::BTreeSet;

use domain::assessment::analysis::{Flag, ItemFigures, distractor_over_key};
use domain::assessment::{Response, Subject};
use domain::authz::{Actor, Permit, ReadQuestions};
use domain::catalog::{Catalog, Module, ModuleRef, Question, QuestionRef};
use domain::id::PersonId;
use domain::time::Timestamp;
use store::questions::{self as table, Appeal, Suspension};

use super::gather::{Analysis, analyse};
use super::overview::{Exposed, RECENT, flags_of, lessons_first, watched};
use super::sitting::read_permit;
use crate::assessment::ReRead;
use crate::assessment::view::subject_title;
use crate::{Error, Result, Services, identify};

/// Most objections that are shown; open ones come first.
const OBJECTIONS: u64 = 50;

/// Everything there is to know about one question, in one version.
#[derive(Debug, Clone)]
pub struct QuestionHealth {
    /// The question in the version shown, with its key: for admins alone.
    pub question: Question,
    /// Title of its module.
    pub module_title: String,
    /// The objective it tests, in words.
    pub objective: String,
    /// Whether this is the version that is drawn today.
    pub current: bool,
    /// All versions, today's first, then the latest shown first.
    pub versions: Vec<VersionLine>,
    /// The figures by exam and quiz.
    pub figures: Vec<SubjectFigures>,
    /// Suspensions of any version, the latest first.
    pub suspensions: Vec<SuspensionLine>,
    /// Whether the version shown is suspended.
    pub suspended: bool,
    /// Objections to any version, open ones first.
    pub objections: Vec<AppealLine>,
}

/// A version of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionLine {
    /// SHA-256 in hex of its reference and source.
    pub version: String,
    /// When it was first shown; none where it never was.
    pub first_shown: Option<Timestamp>,
    /// Whether it is drawn today.
    pub current: bool,
    /// Whether exams do not draw it.
    pub suspended: bool,
    /// First answers to it, in all exams and quizzes together.
    pub answers: u32,
}

/// A question's figures in one exam or quiz.
#[derive(Debug, Clone)]
pub struct SubjectFigures {
    /// Which.
    pub subject: Subject,
    /// Title of its certification or module.
    pub title: String,
    /// The figures; none where nobody answered this version.
    pub figures: Option<ItemFigures>,
    /// What to look at.
    pub flags: Vec<Flag>,
    /// The wrong option that beats the key in the top third, by its position in the author's order.
    pub beaten_by: Option<u32>,
    /// The lessons to look at first.
    pub lessons: Vec<ReRead>,
    /// How often the exam asked the question in the last 90 days, in any version; none for a quiz.
    pub recently: Option<Exposed>,
    /// How often the exam ever asked it, in any version; none for a quiz.
    pub ever: Option<Exposed>,
    /// Whether only the latest attempts were analysed.
    pub cut: bool,
}

/// A suspension, with names.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspensionLine {
    /// The suspension.
    pub suspension: Suspension,
    /// Who suspended it; none where Canoe did.
    pub by: Option<String>,
    /// Who lifted it.
    pub lifted_by: Option<String>,
}

/// An objection, with names.
#[derive(Debug, Clone, PartialEq)]
pub struct AppealLine {
    /// The objection.
    pub appeal: Appeal,
    /// Who raised it.
    pub who: String,
    /// In which exam or quiz; none where the attempt is gone.
    pub subject: Option<Subject>,
    /// Title of its certification or module.
    pub title: String,
    /// What they answered, in the author's order; none where they had not answered yet.
    pub answered: Option<Response>,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// Whether the actor may decide it: it is neither theirs nor about a question of theirs.
    pub mine_to_decide: bool,
}

/// Everything there is to know about a question; with `version`, in that one.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question or version; [`Error::Refused`] with code `exam-open` while the actor
/// sits an exam; [`Error::Denied`].
pub async fn question_health(
    services: &Services,
    actor: &Actor,
    reference: &QuestionRef,
    version: Option<&str>,
) -> Result<QuestionHealth> {
    let permit = read_permit(services, actor).await?;
    let store = services.store();
    let material = services.material();
    let catalog = &material.catalog;
    let today = catalog.question(reference);
    let stored = table::shown_versions(store, &permit, reference).await?;
    let wanted = version.or(today.map(|today| today.version.as_str()));
    let wanted = wanted.or(stored.first().map(|latest| latest.version.as_str())).ok_or(missing())?.to_owned();
    let question = match today.filter(|today| today.version == wanted) {
        Some(today) => today.clone(),
        None => {
            let found = stored.iter().find(|shown| shown.version == wanted).ok_or(missing())?;
            content::parse_question(reference, &found.source, &material.files)
                .map_err(|faults| Error::Internal(format!("the stored question {wanted} cannot be read: {faults:?}")))?
        }
    };
    let module_ref = ModuleRef { pack: reference.pack.clone(), module: reference.module.clone() };
    let module = catalog.module(&module_ref);
    let mut analyses = Vec::new();
    for subject in subjects_of(catalog, &module_ref) {
        let analysis = analyse(services, &permit, &subject).await?;
        analyses.push((subject, analysis));
    }
    let suspended = table::suspended_versions(store, &permit).await?;
    let answers = |version: &str| {
        let found = analyses.iter().filter_map(|(_, analysis)| analysis.items.get(version));
        found.map(|figures| figures.facility.n).sum()
    };
    let current = today.map(|today| today.version.as_str());
    let line = |version: &str, first_shown| VersionLine {
        version: version.to_owned(),
        first_shown,
        current: current == Some(version),
        suspended: suspended.contains(version),
        answers: answers(version),
    };
    let mut versions: Vec<VersionLine> =
        stored.iter().map(|shown| line(&shown.version, Some(shown.first_served_at))).collect();
    if let Some(never_shown) = current.filter(|current| !stored.iter().any(|shown| shown.version == *current)) {
        versions.push(line(never_shown, None));
    }
    // Today's first; sorting is stable, so the others stay as they are.
    versions.sort_by_key(|line| !line.current);
    let mut figures = Vec::new();
    for (subject, analysis) in &analyses {
        figures.push(figures_in(services, &permit, (subject, analysis), &question, module).await?);
    }
    let suspensions = suspension_lines(services, actor, &permit, reference).await?;
    Ok(QuestionHealth {
        module_title: module.map_or_else(|| module_ref.to_string(), |module| module.title.clone()),
        objective: module.map_or_else(
            || question.objective.to_string(),
            |module| module.objective_title(&question.objective).to_owned(),
        ),
        current: current == Some(question.version.as_str()),
        versions,
        figures,
        suspensions,
        suspended: suspended.contains(&question.version),
        objections: appeal_lines(services, actor, &permit, (reference, module)).await?,
        question,
    })
}

fn missing() -> Error {
    Error::NotFound("This question")
}

/// The exams that ask questions of this module, then its quiz.
fn subjects_of(catalog: &Catalog, module: &ModuleRef) -> Vec<Subject> {
    let exams = catalog.certifications().filter(|found| found.exam.covers(module));
    let exams = exams.map(|found| Subject::Exam(found.scope.clone()));
    exams.chain([Subject::Quiz(module.clone())]).collect()
}

async fn figures_in(
    services: &Services,
    permit: &Permit<ReadQuestions>,
    (subject, analysis): (&Subject, &Analysis),
    question: &Question,
    module: Option<&Module>,
) -> Result<SubjectFigures> {
    let store = services.store();
    let (mut recently, mut ever) = (None, None);
    if let Subject::Exam(scope) = subject {
        let asked = |exposure: table::Exposure| {
            let asked = exposure.asked.get(&question.reference).copied().unwrap_or(0);
            Exposed { asked, attempts: exposure.attempts }
        };
        let since = services.now() - RECENT;
        recently = Some(asked(table::exposure_of(store, permit, scope, Some(since), &question.reference).await?));
        ever = Some(asked(table::exposure_of(store, permit, scope, None, &question.reference).await?));
    }
    let figures = analysis.items.get(&question.version).cloned();
    let watched = watched(services, permit, [question].into_iter()).await?;
    let flags = flags_of(figures.as_ref(), watched.get(&question.version), question, subject.kind());
    let right: Vec<bool> = question.key.choices().iter().map(|choice| choice.right).collect();
    let beaten_by = figures
        .as_ref()
        .filter(|_| flags.contains(&Flag::DistractorOverKey))
        .and_then(|figures| distractor_over_key(&figures.options, &right));
    Ok(SubjectFigures {
        title: subject_title(&services.material().catalog, subject),
        subject: subject.clone(),
        lessons: module.map(|module| lessons_first(&flags, module, question)).unwrap_or_default(),
        flags,
        beaten_by: beaten_by.and_then(|at| u32::try_from(at).ok()),
        figures,
        recently,
        ever,
        cut: analysis.cut,
    })
}

async fn suspension_lines(
    services: &Services,
    actor: &Actor,
    permit: &Permit<ReadQuestions>,
    question: &QuestionRef,
) -> Result<Vec<SuspensionLine>> {
    let found = table::suspensions_of(services.store(), permit, question).await?;
    let lifted_by = |suspension: &Suspension| suspension.lifted.as_ref().and_then(|lifted| lifted.by);
    let people: BTreeSet<PersonId> =
        found.iter().flat_map(|suspension| [suspension.by, lifted_by(suspension)]).flatten().collect();
    let names = names(services, actor, people).await?;
    let line = |suspension: Suspension| SuspensionLine {
        by: suspension.by.and_then(|id| names.get(&id).cloned()),
        lifted_by: lifted_by(&suspension).and_then(|id| names.get(&id).cloned()),
        suspension,
    };
    Ok(found.into_iter().map(line).collect())
}

async fn appeal_lines(
    services: &Services,
    actor: &Actor,
    permit: &Permit<ReadQuestions>,
    (question, module): (&QuestionRef, Option<&Module>),
) -> Result<Vec<AppealLine>> {
    let store = services.store();
    let material = services.material();
    let found = table::appeals_of(store, permit, question, OBJECTIONS).await?;
    let decided_by = |appeal: &Appeal| appeal.decision.as_ref().and_then(|decision| decision.by);
    let people: BTreeSet<PersonId> =
        found.iter().flat_map(|(appeal, _)| [Some(appeal.person), decided_by(appeal)]).flatten().collect();
    let names = names(services, actor, people).await?;
    let ids: Vec<_> = found.iter().map(|(appeal, _)| appeal.attempt).collect();
    let subjects = store::assessment::subjects_of(store, permit, &ids).await?;
    let reader = match actor {
        Actor::Person(person) => store::identity::person_by_id(store, &identify(actor)?, person.id).await?,
        _ => None,
    };
    let authors = module.map(|module| module.authors.as_slice()).unwrap_or_default();
    let wrote = reader.as_ref().is_some_and(|reader| authors.contains(&reader.email));
    let line = |(appeal, answered): (Appeal, Option<Response>)| {
        let subject = subjects.get(&appeal.attempt).cloned();
        AppealLine {
            who: names.get(&appeal.person).cloned().unwrap_or_default(),
            title: subject.as_ref().map_or_else(String::new, |subject| subject_title(&material.catalog, subject)),
            subject,
            answered,
            decided_by: decided_by(&appeal).and_then(|id| names.get(&id).cloned()),
            mine_to_decide: !wrote && reader.as_ref().is_none_or(|reader| reader.id != appeal.person),
            appeal,
        }
    };
    Ok(found.into_iter().map(line).collect())
}

async fn names(
    services: &Services,
    actor: &Actor,
    people: BTreeSet<PersonId>,
) -> Result<std::collections::BTreeMap<PersonId, String>> {
    let people: Vec<PersonId> = people.into_iter().collect();
    Ok(store::identity::person_names(services.store(), &identify(actor)?, &people).await?)
}
