//! Gathering the facts, for one person or for many at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::assessment::{
    Attempt, AttemptKind, AttemptState, PastAttempt, RemedialLesson, StartRefusal, Subject, may_start_exam,
};
use domain::authz::{Permit, Verb};
use domain::catalog::{Catalog, LessonRef, ModuleRef, Revision, RevisionChange, Slug};
use domain::certification::{Certificate, Certification};
use domain::clearance::{
    CertificateFacts, Clearance, ContentChange, ExamStanding, Facts, Override, OverrideFacts, OverrideState, Policy,
    decide,
};
use domain::id::{AttemptId, PersonId};
use domain::learning::Progress;
use domain::time::{Span, Timestamp};
use store::catalog::Published;

use crate::{Result, Services};

/// A clearance with the scope it is for.
#[derive(Debug, Clone)]
pub struct ScopeClearance {
    /// The scope.
    pub scope: Slug,
    /// Title of its certification.
    pub title: String,
    /// The version that decided, as in `outbound@3`.
    pub policy: String,
    /// The answer.
    pub clearance: Clearance,
}

/// Everything that is known about a person, for any scope.
#[derive(Debug, Clone, Default)]
pub struct PersonFacts {
    /// What they have read and finished.
    pub progress: Progress,
    /// Their exams, oldest first.
    pub exams: Vec<Attempt>,
    /// Their certificates, oldest first.
    pub certificates: Vec<Certificate>,
    /// What was given to read with the last exam of each scope, where that was not passed.
    pub remedial: BTreeMap<AttemptId, Vec<RemedialLesson>>,
    /// Their overrides that nobody has ended, oldest first.
    pub overrides: Vec<Override>,
    /// By module, when they started the last quiz or exam in which they showed that they know it, as far as it may prove a revision.
    pub proofs: BTreeMap<ModuleRef, Timestamp>,
    /// The revisions of modules that are to be proven.
    pub published: Arc<Published>,
}

/// Gathers what is known about these people. Callers hold a permit for every person they ask about.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn gather<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    people: &[PersonId],
    now: Timestamp,
) -> Result<BTreeMap<PersonId, PersonFacts>> {
    let published = store::catalog::published(source, permit).await?;
    gather_with(source, permit, people, Arc::new(published), now).await
}

/// The same, with these revisions of modules.
pub(crate) async fn gather_with<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    people: &[PersonId],
    published: Arc<Published>,
    now: Timestamp,
) -> Result<BTreeMap<PersonId, PersonFacts>> {
    let mut progress = store::learning::progress_of(source, permit, people).await?;
    let mut exams = store::assessment::attempts_of(source, permit, people, AttemptKind::Exam).await?;
    let mut certificates = store::certification::certificates_of(source, permit, people).await?;
    let missed: Vec<AttemptId> = exams.values().flat_map(|exams| missed_last(exams)).map(|exam| exam.id).collect();
    let mut overrides = store::clearance::open_overrides(source, permit, people, now).await?;
    let mut remedial = store::assessment::remedial_of(source, permit, &missed).await?;
    let mut proofs = proofs(source, permit, people, &exams, &published).await?;
    let mut facts = BTreeMap::new();
    for id in people {
        let exams = exams.remove(id).unwrap_or_default();
        let known = PersonFacts {
            progress: progress.remove(id).unwrap_or_default(),
            remedial: missed_last(&exams).filter_map(|exam| remedial.remove_entry(&exam.id)).collect(),
            exams,
            certificates: certificates.remove(id).unwrap_or_default(),
            overrides: overrides.remove(id).unwrap_or_default(),
            proofs: proofs.remove(id).unwrap_or_default(),
            published: Arc::clone(&published),
        };
        facts.insert(*id, known);
    }
    Ok(facts)
}

/// What may prove a revision: quizzes that are passed, and exams as far as they drew from a module. Nothing is read where nothing is to be proven.
async fn proofs<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    people: &[PersonId],
    exams: &BTreeMap<PersonId, Vec<Attempt>>,
    published: &Published,
) -> Result<BTreeMap<PersonId, BTreeMap<ModuleRef, Timestamp>>> {
    let Some(since) = published.asking.iter().map(|revision| revision.published_at).min() else {
        return Ok(BTreeMap::new());
    };
    let mut proofs = store::assessment::last_quiz_passes(source, permit, people, since).await?;
    let counts = |exam: &&Attempt| exam.state == AttemptState::Passed && exam.started_at >= since;
    let passed: Vec<&Attempt> = exams.values().flatten().filter(counts).collect();
    let ids: Vec<AttemptId> = passed.iter().map(|exam| exam.id).collect();
    let drawn = store::assessment::modules_drawn(source, permit, &ids).await?;
    for exam in passed {
        let of_person = proofs.entry(exam.person).or_default();
        for module in drawn.get(&exam.id).into_iter().flatten() {
            let proof = of_person.entry(module.clone()).or_insert(exam.started_at);
            *proof = exam.started_at.max(*proof);
        }
    }
    Ok(proofs)
}

/// Of a person's exams, oldest first, the last that is decided for each scope, where it was not passed.
fn missed_last(exams: &[Attempt]) -> impl Iterator<Item = &Attempt> {
    let mut last: BTreeMap<String, &Attempt> = BTreeMap::new();
    for exam in exams.iter().filter(|exam| exam.state != AttemptState::Open) {
        last.insert(exam.subject.reference(), exam);
    }
    last.into_values().filter(|exam| exam.state == AttemptState::NotYet)
}

impl PersonFacts {
    /// The latest certificate for a scope, whether it holds or not.
    #[must_use]
    pub fn certificate(&self, scope: &Slug) -> Option<&Certificate> {
        self.certificates.iter().rev().find(|certificate| &certificate.scope == scope)
    }

    /// Since when they are suspended for a scope. A suspension of any certificate holds back those that follow it, too: another exam does not
    /// lift it.
    fn suspended_since(&self, scope: &Slug) -> Option<Timestamp> {
        let of_scope = self.certificates.iter().filter(|certificate| &certificate.scope == scope);
        of_scope.filter_map(|certificate| certificate.suspended_at).max()
    }

    /// The override of a scope that lifts highest at `now`, of those the one that lasts longest.
    fn overridden(&self, scope: &Slug, now: Timestamp) -> Option<OverrideFacts> {
        let active = self.overrides.iter().filter(|over| &over.scope == scope).filter_map(|over| {
            let OverrideState::Active(until) = over.state(now) else { return None };
            Some(OverrideFacts { level: over.level, until })
        });
        active.max_by_key(|over| (over.level, over.until))
    }

    /// Exams that count at `now` towards the next certificate of a scope: all of them before the first certificate, and
    /// afterwards those since the renewal window opened. Until it opens, the exam that earned the certificate stands.
    #[must_use]
    pub fn attempts_towards_next(&self, certification: &Certification, now: Timestamp) -> Vec<&Attempt> {
        let subject = Subject::Exam(certification.scope.clone());
        let last = self.certificate(&certification.scope);
        let counts = |exam: &Attempt| match last.map(|last| (last, last.renewable_from(&certification.validity))) {
            _ if exam.state == AttemptState::Open => true,
            None => true,
            Some((last, since)) if now < since => exam.id == last.attempt,
            Some((_, since)) => exam.started_at > since,
        };
        self.exams.iter().filter(|exam| exam.subject == subject && counts(exam)).collect()
    }

    /// The same, as far as it decides whether the exam may be started.
    #[must_use]
    pub fn exams_towards_next(&self, certification: &Certification, now: Timestamp) -> Vec<PastAttempt> {
        let past = |exam: &Attempt| PastAttempt { state: exam.state, finished_at: exam.finished_at };
        self.attempts_towards_next(certification, now).into_iter().map(past).collect()
    }

    /// The last exam that counts at `now` towards the next certificate of a scope, where it was not passed.
    #[must_use]
    pub fn last_missed(&self, certification: &Certification, now: Timestamp) -> Option<&Attempt> {
        let counting = self.attempts_towards_next(certification, now);
        let last =
            counting.into_iter().filter(|exam| exam.state != AttemptState::Open).max_by_key(|exam| exam.finished_at);
        last.filter(|exam| exam.state == AttemptState::NotYet)
    }

    /// What was given to read before the exam of a scope is taken again, read or not.
    #[must_use]
    pub fn given_to_read(&self, certification: &Certification, now: Timestamp) -> &[RemedialLesson] {
        let given = self.last_missed(certification, now).and_then(|last| self.remedial.get(&last.id));
        given.map_or(&[], Vec::as_slice)
    }

    /// What of it is still to be read; lessons that the packs do not have any more wait for nobody.
    #[must_use]
    pub fn unread(&self, certification: &Certification, catalog: &Catalog, now: Timestamp) -> Vec<LessonRef> {
        let waits = |given: &&RemedialLesson| given.read_at.is_none() && catalog.lesson(&given.lesson).is_some();
        let given = self.given_to_read(certification, now).iter();
        given.filter(waits).map(|given| given.lesson.clone()).collect()
    }

    /// Scopes whose certificate holds at `now` and can be renewed already, with the moment at which it ends.
    #[must_use]
    pub fn renewals(&self, catalog: &Catalog, now: Timestamp) -> BTreeMap<Slug, Timestamp> {
        let due = catalog.certifications().filter_map(|certification| {
            let last = self.certificate(&certification.scope)?;
            let open = now >= last.renewable_from(&certification.validity);
            (last.holds(now) && open).then(|| (certification.scope.clone(), last.expires_at))
        });
        due.collect()
    }

    /// Required modules that are not finished.
    #[must_use]
    pub fn missing_modules(&self, certification: &Certification) -> Vec<ModuleRef> {
        certification.requires.iter().filter(|module| !self.progress.passed.contains(module)).cloned().collect()
    }

    /// The first moment after `now` at which something else may be decided for a scope though nothing happens: a certificate ends or can be
    /// renewed, a wait for the exam is over, an override ends, the grace of a change is over.
    #[must_use]
    pub fn next_change(&self, certification: &Certification, now: Timestamp) -> Option<Timestamp> {
        self.turns(certification).into_iter().filter(|at| *at > now).min()
    }

    /// All such moments, past ones too.
    pub(crate) fn turns(&self, certification: &Certification) -> BTreeSet<Timestamp> {
        let scope = &certification.scope;
        let subject = Subject::Exam(scope.clone());
        let cooldown = Span::hours(i64::from(certification.exam.cooldown_hours));
        let held = self.certificates.iter().filter(|held| &held.scope == scope);
        let terms = held.flat_map(|held| [held.expires_at, held.renewable_from(&certification.validity)]);
        let waits = self.exams.iter().filter(|exam| exam.subject == subject).filter_map(|exam| exam.finished_at);
        let ends = self.overrides.iter().filter(|over| &over.scope == scope).filter_map(Override::until);
        let graces = certification.requires.iter().flat_map(|module| self.to_prove(module)).map(Revision::due);
        terms.chain(waits.map(|end| end + cooldown)).chain(ends).chain(graces).collect()
    }

    /// The revisions of a module that they have finished and not proven since, oldest first.
    pub fn to_prove(&self, module: &ModuleRef) -> impl Iterator<Item = &Revision> {
        let finished = self.progress.passed.contains(module);
        let proof = self.proofs.get(module).copied();
        let open = move |revision: &&Revision| finished && &revision.module == module && revision.is_open(proof);
        self.published.asking.iter().filter(open)
    }

    /// What of it a scope asks for: for each module, the soonest due of each kind.
    fn changes(&self, certification: &Certification, catalog: &Catalog) -> Vec<ContentChange> {
        let mut changes = Vec::new();
        for module in &certification.requires {
            for kind in [RevisionChange::Critical, RevisionChange::Material] {
                let soonest =
                    self.to_prove(module).filter(|found| found.change == kind).min_by_key(|found| found.due());
                changes.extend(soonest.map(|revision| ContentChange {
                    module: module.clone(),
                    title: title_of(catalog, module),
                    kind,
                    published_at: revision.published_at,
                    due: revision.due(),
                }));
            }
        }
        changes
    }

    /// The facts that a clearance is decided from.
    #[must_use]
    pub fn for_scope(&self, active: bool, certification: &Certification, catalog: &Catalog, now: Timestamp) -> Facts {
        let missing = self.missing_modules(certification);
        let past = self.exams_towards_next(certification, now);
        let unread = self.unread(certification, catalog, now);
        let exam = match may_start_exam(&certification.exam, &past, &missing, &unread, now) {
            Ok(info) => ExamStanding::Open { attempts_left: info.attempts_left },
            Err(StartRefusal::InProgress) => ExamStanding::InProgress,
            Err(StartRefusal::Prerequisites(_)) => ExamStanding::NotOpen,
            Err(StartRefusal::NoAttemptsLeft) => ExamStanding::NoAttemptsLeft,
            Err(StartRefusal::Remedial { lessons, until }) => {
                ExamStanding::Remedial { left: u32::try_from(lessons.len()).unwrap_or(u32::MAX), until }
            }
            Err(StartRefusal::CoolingDown { until }) => ExamStanding::CoolingDown { until },
            Err(StartRefusal::AlreadyPassed) => {
                let at = past
                    .iter()
                    .filter(|exam| exam.state == AttemptState::Passed)
                    .filter_map(|exam| exam.finished_at)
                    .max();
                at.map_or(ExamStanding::NotOpen, |at| ExamStanding::Passed { at })
            }
        };
        Facts {
            person_active: active,
            missing_modules: missing.into_iter().map(|module| (module.clone(), title_of(catalog, &module))).collect(),
            exam,
            certificate: self.certificate(&certification.scope).map(|certificate| CertificateFacts {
                granted_at: certificate.granted_at,
                expires_at: certificate.expires_at,
                revoked_at: certificate.revoked_at,
                suspended_at: self.suspended_since(&certification.scope),
            }),
            observed_calls_passed: 0,
            changes: self.changes(certification, catalog),
            overridden: self.overridden(&certification.scope, now),
        }
    }

    /// Decides one scope.
    #[must_use]
    pub fn decide(
        &self,
        active: bool,
        certification: &Certification,
        number: u32,
        catalog: &Catalog,
        now: Timestamp,
    ) -> Clearance {
        decide(&self.for_scope(active, certification, catalog, now), &Policy { certification, number }, now)
    }
}

fn title_of(catalog: &Catalog, module: &ModuleRef) -> String {
    catalog.module(module).map_or_else(|| module.to_string(), |module| module.title.clone())
}

/// The number that the certification's present version has or will get.
pub(crate) async fn policy_number<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    certification: &Certification,
) -> Result<u32> {
    match store::certification::version_number(source, permit, certification).await? {
        Some(number) => Ok(number),
        None => Ok(store::certification::next_version_number(source, permit, &certification.scope).await?),
    }
}

/// Decides all scopes for one active person. The caller holds a permit for this person.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn clearances_of<V: Verb>(
    services: &Services,
    permit: &Permit<V>,
    person: PersonId,
) -> Result<Vec<ScopeClearance>> {
    let facts = gather(services.store(), permit, &[person], services.now()).await?.remove(&person).unwrap_or_default();
    clearances_from(services, permit, &facts).await
}

/// Decides all scopes for an active person from what is known about them.
pub(crate) async fn clearances_from<V: Verb>(
    services: &Services,
    permit: &Permit<V>,
    facts: &PersonFacts,
) -> Result<Vec<ScopeClearance>> {
    let material = services.material();
    let store = services.store();
    let mut found = Vec::new();
    for certification in material.catalog.certifications() {
        let number = policy_number(store, permit, certification).await?;
        found.push(ScopeClearance {
            scope: certification.scope.clone(),
            title: certification.title.clone(),
            policy: format!("{}@{number}", certification.scope),
            clearance: facts.decide(true, certification, number, &material.catalog, services.now()),
        });
    }
    Ok(found)
}
