//! The question that a phone system asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::authz::{Actor, AnswerClearance, Permit, PersonScope, permit};
use domain::catalog::Slug;
use domain::certification::Certification;
use domain::clearance::Clearance;
use domain::id::PersonId;
use domain::identity::Email;
use domain::time::{Span, Timestamp};
use store::clearance::{Named, State, named};

use super::facts::policy_number;
use super::gather;
use crate::catalog::Material;
use crate::identity::person_scope;
use crate::remembered::{Moment, Remembered};
use crate::rounds::{PATIENCE, Rounds};
use crate::{Error, Result, Services};

/// Most people that can be asked about at once.
pub const MOST_AT_ONCE: usize = 500;

/// The answer, with what it was decided from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub person: PersonId,
    /// For which calls.
    pub scope: Slug,
    /// The answer.
    pub clearance: Clearance,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// The version that decided, as in `outbound@3`.
    pub policy: String,
}

impl Answer {
    /// How long it stands by itself; none where only an event changes it.
    #[must_use]
    pub fn ends_in(&self) -> Option<Span> {
        self.clearance.until.map(|until| until - self.decided_at)
    }
}

/// People who were asked about, by scope and by how they were referred to.
#[derive(Default)]
pub(crate) struct Checks {
    rounds: Arc<Rounds<Question, Option<Found>>>,
    remembered: Remembered<Question, Found>,
}

type Question = (Slug, String);

/// Somebody who is asked about, with what was last decided.
pub(crate) type Found = (PersonId, Option<State>);

/// Whether a person may take the calls of a scope. `reference` is their id, their address or their id in another system.
///
/// It answers with what was decided with the last change of a fact, as of a moment after the question came; so once a change is acknowledged,
/// every answer on every node knows of it. Where time or other rules may have changed something since, it decides from the facts.
///
/// # Errors
/// [`Error::NotFound`] for an unknown person or scope; [`Error::Denied`]; [`Error::Unavailable`] where the database cannot
/// answer. None of these is a yes.
pub async fn check(services: &Services, actor: &Actor, reference: &str, scope: &str) -> Result<Answer> {
    let moment = services.moments().now(services.store(), services.now()).await?;
    check_at(services, moment, actor, reference, scope).await
}

/// The same as of a moment, or later.
///
/// # Errors
/// As those of [`check`].
pub async fn check_at(
    services: &Services,
    moment: Moment,
    actor: &Actor,
    reference: &str,
    scope: &str,
) -> Result<Answer> {
    if matches!(actor, Actor::Key(_)) {
        about_anybody(actor)?;
    }
    let material = services.material();
    let asked = scope.parse::<Slug>().ok().and_then(|scope| material.catalog.certification(&scope));
    // Whom it is about is found out first: who may not know of them is told neither this nor that.
    let scope = asked.or_else(|| material.catalog.certifications().next()).map(|found| found.scope.clone());
    let found = match scope {
        Some(scope) => find(services, moment, scope, reference).await?,
        None => None,
    };
    let permit = match (actor, &found) {
        (Actor::Key(_), _) | (_, None) => about_anybody(actor)?,
        (_, Some((person, _))) => permit::<AnswerClearance>(actor, &person_scope(services, actor, *person).await?)?,
    };
    let (person, state) = found.ok_or(Error::NotFound("This person"))?;
    let certification = asked.ok_or(Error::NotFound("This scope"))?;
    let answered = answers(services, &permit, (&material, certification), vec![(person, state)]).await?;
    answered.into_iter().next().ok_or_else(|| Error::Internal("a check without an answer".to_owned()))
}

/// The same for many people at once, in the order of the references; none for somebody unknown.
///
/// # Errors
/// [`Error::Invalid`] for more than [`MOST_AT_ONCE`]; [`Error::NotFound`] for an unknown scope; [`Error::Denied`] for everybody but keys that may
/// ask; [`Error::Unavailable`].
pub async fn check_many(
    services: &Services,
    actor: &Actor,
    references: &[String],
    scope: &str,
) -> Result<Vec<Option<Answer>>> {
    let permit = about_anybody(actor)?;
    if references.len() > MOST_AT_ONCE {
        return Err(Error::field("people", format!("Ask for at most {MOST_AT_ONCE} people at once.")));
    }
    let material = services.material();
    let unknown = || Error::NotFound("This scope");
    let scope: Slug = scope.parse().map_err(|_| unknown())?;
    let certification = material.catalog.certification(&scope).ok_or_else(unknown)?;
    let asked = references.iter().map(|reference| (scope.clone(), reference.clone())).collect();
    let found = in_time(look_up(services.clone(), asked)).await?;
    let known: BTreeMap<PersonId, Option<State>> = found.iter().flatten().cloned().collect();
    let answered = answers(services, &permit, (&material, certification), known.into_iter().collect()).await?;
    let answered: BTreeMap<PersonId, Answer> = answered.into_iter().map(|answer| (answer.person, answer)).collect();
    Ok(found.iter().map(|found| found.as_ref().and_then(|(person, _)| answered.get(person)).cloned()).collect())
}

/// The permit of those who may ask about anybody, known or not.
fn about_anybody(actor: &Actor) -> Result<Permit<AnswerClearance>> {
    Ok(permit::<AnswerClearance>(actor, &PersonScope { id: PersonId::default(), teams: Vec::new() })?)
}

async fn find(services: &Services, moment: Moment, scope: Slug, reference: &str) -> Result<Option<Found>> {
    let (moments, checks) = (services.moments(), services.checks());
    let question = (scope, reference.to_owned());
    if let Some(found) = checks.remembered.at(moment, &question) {
        return Ok(Some(found));
    }
    let looks_up = services.clone();
    let found = checks.rounds.ask(question.clone(), move |asked| look_up(looks_up.clone(), asked)).await?;
    if let Some(found) = &found {
        checks.remembered.keep(moments, moment, question, found.clone());
    }
    Ok(found)
}

/// Finds everybody who is asked about, by id, else by address, else by their id in other systems: one query for each scope.
async fn look_up(services: Services, asked: Vec<(Slug, String)>) -> Result<Vec<Option<Found>>> {
    let mut by_scope: BTreeMap<&Slug, BTreeSet<&str>> = BTreeMap::new();
    for (scope, reference) in &asked {
        // No name of anybody has these in it, and PostgreSQL takes no NUL in a text.
        if !reference.chars().any(char::is_control) {
            by_scope.entry(scope).or_default().insert(reference);
        }
    }
    let mut found = BTreeMap::new();
    for (scope, references) in by_scope {
        for (reference, person) in look_up_in(&services, scope, &references).await? {
            found.insert((scope, reference), person);
        }
    }
    Ok(asked.iter().map(|(scope, reference)| found.get(&(scope, reference.as_str())).cloned()).collect())
}

async fn look_up_in<'a>(
    services: &Services,
    scope: &Slug,
    references: &BTreeSet<&'a str>,
) -> Result<Vec<(&'a str, Found)>> {
    let ids: BTreeMap<&str, PersonId> =
        references.iter().filter_map(|text| Some((*text, text.parse().ok()?))).collect();
    let emails: BTreeMap<&str, Email> =
        references.iter().filter_map(|text| Some((*text, Email::parse(text).ok()?))).collect();
    // Other systems name people by UUIDs and addresses, too, so what is not ours may still be theirs.
    let external: Vec<&str> = references.iter().copied().collect();
    let by_id: Vec<PersonId> = ids.values().copied().collect();
    let by_email: Vec<&str> = emails.values().map(Email::as_str).collect();
    let permit =
        permit::<AnswerClearance>(&Actor::System, &PersonScope { id: PersonId::default(), teams: Vec::new() })?;
    let rows = named(services.store(), &permit, scope, (&by_id, &by_email, &external)).await?;
    let of_id: BTreeMap<PersonId, &Named> = rows.iter().map(|row| (row.person, row)).collect();
    let of_email: BTreeMap<&str, &Named> = rows.iter().map(|row| (row.email.as_str(), row)).collect();
    let of_external: BTreeMap<&str, &Named> =
        rows.iter().filter_map(|row| Some((row.external_id.as_deref()?, row))).collect();
    let find = |text: &&'a str| {
        let by_id = ids.get(text).and_then(|id| of_id.get(id));
        let by_email = || emails.get(text).and_then(|email| of_email.get(email.as_str()));
        let row = by_id.or_else(by_email).or_else(|| of_external.get(text))?;
        Some((*text, (row.person, row.state.clone())))
    };
    Ok(references.iter().filter_map(find).collect())
}

/// The answers for these people: as it was decided where that still stands, else from the facts, read for all of them at once.
async fn answers(
    services: &Services,
    permit: &Permit<AnswerClearance>,
    (material, certification): (&Material, &Certification),
    people: Vec<Found>,
) -> Result<Vec<Answer>> {
    let scope = &certification.scope;
    let basis = material.basis(scope);
    let now = services.now();
    let mut answers = Vec::with_capacity(people.len());
    let mut open = Vec::new();
    for (person, state) in people {
        match state.filter(|state| state.holds(basis, now)) {
            Some(state) => answers.push(Answer {
                person,
                scope: scope.clone(),
                clearance: state.clearance,
                decided_at: now,
                policy: format!("{scope}@{}", state.policy_number),
            }),
            None => open.push(person),
        }
    }
    if !open.is_empty() {
        answers.extend(in_time(decided(services, permit, (material, certification), &open)).await?);
    }
    Ok(answers)
}

/// No answer is better than one that comes too late for the call.
async fn in_time<A>(answer: impl Future<Output = Result<A>>) -> Result<A> {
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err(Error::Unavailable(store::Error::Slow)))
}

async fn decided(
    services: &Services,
    permit: &Permit<AnswerClearance>,
    (material, certification): (&Material, &Certification),
    people: &[PersonId],
) -> Result<Vec<Answer>> {
    let store = services.store();
    let active = store::identity::active_among(store, permit, people).await?;
    let mut facts = gather(store, permit, people, services.now()).await?;
    let number = policy_number(store, permit, certification).await?;
    let now = services.now();
    let answer = |person: &PersonId| Answer {
        person: *person,
        scope: certification.scope.clone(),
        clearance: facts.remove(person).unwrap_or_default().decide(
            active.contains(person),
            certification,
            number,
            &material.catalog,
            now,
        ),
        decided_at: now,
        policy: format!("{}@{number}", certification.scope),
    };
    Ok(people.iter().map(answer).collect())
}
