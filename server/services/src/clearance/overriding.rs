//! Overrides: one person asks, another grants, both answer for it.

use std::collections::BTreeSet;

use domain::assessment::{MOST_WORDS, Subject, plain_words};
use domain::authz::{Actor, OverrideClearance, Permit, ReadPerson, Verb, permit};
use domain::catalog::Slug;
use domain::clearance::{Ending, Level, NotAnOverride, Override, OverrideRefusal, OverrideState};
use domain::id::{OverrideId, PersonId};
use domain::identity::PersonState;
use domain::readiness::override_ends;
use domain::time::Timestamp;
use serde_json::json;
use store::Tx;
use store::clearance as table;

use super::facts::{PersonFacts, clearances_of, gather, policy_number};
use crate::assessment::subject_title;
use crate::identity::{actor_of, person_scope, read_person};
use crate::learning::{NoticeKind, notify, withdraw};
use crate::{Error, FieldError, Result, Services, identify, operate};

/// Overrides that a person's page shows.
const SHOWN: u64 = 20;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// For which calls.
    pub scope: &'a str,
    /// `supervised` or `solo`.
    pub level: &'a str,
    /// For how many hours, 1 to 24.
    pub hours: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Asks for an override of a person's clearance; it lifts nothing until somebody else grants it. Those who may are told.
///
/// # Errors
/// [`Error::Invalid`] for what is asked; [`Error::Refused`] with code `person-inactive`, `already-asked`, `decided-against` or `lifts-nothing`;
/// [`Error::Denied`].
pub async fn ask_override(
    services: &Services,
    actor: &Actor,
    person: PersonId,
    request: &Request<'_>,
) -> Result<OverrideId> {
    let permit = permit_for(services, actor, person).await?;
    let by = asker(&permit)?;
    let (scope, level, hours, reason) = checked(services, request)?;
    let them = read_person(services, actor, person).await?;
    if them.state() != PersonState::Active {
        return Err(Error::refused("person-inactive", "Their account is not active."));
    }
    let tx = services.store().begin(&permit, services.now()).await?;
    store::assessment::lock_person(services.store(), &tx, person).await?;
    let open = table::open_overrides(&tx, &permit, &[person], tx.now()).await?.remove(&person).unwrap_or_default();
    if open.iter().any(|other| other.scope == scope && other.state(tx.now()) != OverrideState::Over) {
        return Err(Error::refused(
            "already-asked",
            "There is an override of these calls already. End that one first.",
        ));
    }
    would_lift(services, &tx, person, &scope, level).await?;
    let id = OverrideId(services.ports().entropy.uuid());
    let at = tx.now();
    let new =
        Override { id, person, scope, level, hours, reason, asked_by: by, asked_at: at, granted: None, ended: None };
    table::insert_override(&tx, &new).await?;
    let name = them.name.to_string();
    let words = format!(
        "Somebody asks for an override for {name}: “{}”, {level}, for {}. It needs a second person.",
        title(services, &new.scope),
        hours_words(hours)
    );
    for second in second_people(&tx, person, by).await? {
        notify(services, &tx, second, NoticeKind::OverrideAsked, words.clone(), Some(link_to(&new))).await?;
    }
    let detail = json!({
        "asked": true, "person": person, "scope": new.scope.as_str(), "level": level.as_str(), "hours": hours, "reason": new.reason,
    });
    services.commit(tx, services.event("override", id, detail)).await?;
    Ok(id)
}

/// Grants what somebody else asked for: from the answer on the level is lifted, for as long as was asked.
///
/// # Errors
/// [`Error::Refused`] with code `same-person`, `own-clearance`, `not-waiting`, `asker-gone`, `decided-against` or
/// `lifts-nothing`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn grant_override(services: &Services, actor: &Actor, id: OverrideId) -> Result<PersonId> {
    let (permit, asked) = found(services, actor, id).await?;
    let by = asker(&permit)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    store::assessment::lock_person(services.store(), &tx, asked.person).await?;
    let asked = table::override_by_id(&tx, &permit, id).await?.ok_or(Error::NotFound("This override"))?;
    asked.may_grant(by, tx.now()).map_err(refused)?;
    if !answers_for(services, asked.asked_by, asked.person).await? {
        return Err(Error::refused("asker-gone", "Whoever asked answers for nobody here any more. Ask anew."));
    }
    would_lift(services, &tx, asked.person, &asked.scope, asked.level).await?;
    let granted = Override { granted: Some((by, tx.now())), ..asked };
    let until = granted.until().ok_or_else(|| Error::Internal("a granted override without an end".to_owned()))?;
    if !table::grant_override(&tx, &granted, by, until).await? {
        return Err(refused(OverrideRefusal::NotWaiting));
    }
    let title = title(services, &granted.scope);
    let words = format!("“{title}”: you may take these calls under an override. {}", granted.reason);
    let link = link_to_calls(&granted.scope);
    notify(services, &tx, granted.person, NoticeKind::OverrideGranted, words, Some(link)).await?;
    answered(services, &tx, &granted, by, "is granted, and counts from now on").await?;
    let detail = json!({
        "granted": true, "person": granted.person, "scope": granted.scope.as_str(), "level": granted.level.as_str(),
        "until": until, "asked_by": granted.asked_by,
    });
    services.commit(tx, services.event("override", id, detail)).await?;
    Ok(granted.person)
}

/// Whether somebody may override the clearance of a person now.
async fn answers_for(services: &Services, who: PersonId, person: PersonId) -> Result<bool> {
    let found = store::identity::person_by_id(services.store(), &identify(&Actor::System)?, who).await?;
    let Some(found) = found.filter(|found| found.state() == PersonState::Active) else { return Ok(false) };
    let actor = actor_of(services, &found).await?;
    Ok(permit::<OverrideClearance>(&actor, &person_scope(services, &actor, person).await?).is_ok())
}

/// Whom to tell that an override waits: who else manages the person, and the admins where nobody does.
async fn second_people<V: Verb>(tx: &Tx<V>, person: PersonId, asker: PersonId) -> Result<BTreeSet<PersonId>> {
    let managers = store::identity::managers_of(tx, tx.permit(), person).await?;
    let managers: Vec<PersonId> = managers.into_iter().filter(|manager| *manager != asker).collect();
    // Whoever has left still stands in the team.
    let mut told = store::identity::active_among(tx, tx.permit(), &managers).await?;
    if told.is_empty() {
        let admins = store::identity::active_admins(tx, &operate()?).await?.into_iter().map(|admin| admin.id);
        told = admins.filter(|admin| *admin != asker && *admin != person).collect();
    }
    Ok(told)
}

/// Ends an override at once, declines what was asked for, or takes it back.
///
/// # Errors
/// [`Error::Refused`] with code `override-over`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn end_override(services: &Services, actor: &Actor, id: OverrideId) -> Result<(PersonId, Ending)> {
    let (permit, over) = found(services, actor, id).await?;
    let by = asker(&permit)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    store::assessment::lock_person(services.store(), &tx, over.person).await?;
    // Read again under the lock: somebody may have just granted it.
    let over = table::override_by_id(&tx, &permit, id).await?.ok_or(Error::NotFound("This override"))?;
    if over.state(tx.now()) == OverrideState::Over || !table::end_override(&tx, &over, by).await? {
        return Err(Error::refused("override-over", "This override is over already."));
    }
    let ending = over.ending(by);
    match ending {
        Ending::Ended => {
            let words =
                format!("“{}”: the override that let you take these calls was ended.", title(services, &over.scope));
            notify(services, &tx, over.person, NoticeKind::OverrideAnswered, words, None).await?;
        }
        Ending::Declined => answered(services, &tx, &over, by, "was declined").await?,
        Ending::TakenBack => withdraw(&tx, NoticeKind::OverrideAsked, None, Some(&link_to(&over))).await?,
    }
    let detail = json!({ "ended": ending.as_str(), "person": over.person, "scope": over.scope.as_str() });
    services.commit(tx, services.event("override", id, detail)).await?;
    Ok((over.person, ending))
}

/// Ends whatever overrides a person's calls of a scope, or waits to, because their certificate is taken from them; tells whoever asked. Says how
/// many there were.
pub(crate) async fn end_all<V: Verb + table::MayEnd>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    scope: &Slug,
    by: PersonId,
) -> Result<usize> {
    let open = table::open_overrides(tx, tx.permit(), &[person], tx.now()).await?.remove(&person).unwrap_or_default();
    let mut ended = 0;
    for over in open.iter().filter(|over| &over.scope == scope && over.state(tx.now()) != OverrideState::Over) {
        if table::end_override(tx, over, by).await? {
            ended += 1;
            let what = "is over: their certificate was suspended or revoked meanwhile";
            answered(services, tx, over, by, what).await?;
        }
    }
    Ok(ended)
}

/// Where an override stands on the page of whom it is about.
fn link_to(over: &Override) -> String {
    format!("/people/{}#override-{}", over.person, over.id)
}

/// Where somebody sees which calls they may take.
pub(super) fn link_to_calls(scope: &Slug) -> String {
    format!("/home?calls={scope}#calls")
}

/// Tells whoever asked what became of it, and lets nobody else look for it any more.
async fn answered<V: Verb>(services: &Services, tx: &Tx<V>, over: &Override, by: PersonId, what: &str) -> Result<()> {
    let link = link_to(over);
    withdraw(tx, NoticeKind::OverrideAsked, None, Some(&link)).await?;
    if over.asked_by == by {
        return Ok(());
    }
    let identify = identify(&Actor::System)?;
    let person = store::identity::person_by_id(tx, &identify, over.person).await?;
    let name = person.map(|person| person.name.to_string()).unwrap_or_default();
    let words = format!("The override that you asked for, for {name}, “{}”, {what}.", title(services, &over.scope));
    notify(services, tx, over.asked_by, NoticeKind::OverrideAnswered, words, Some(link)).await
}

/// Whether an override would lift anything of what somebody may do now.
async fn would_lift<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    scope: &Slug,
    level: Level,
) -> Result<()> {
    let material = services.material();
    let certification = material.catalog.certification(scope).ok_or(Error::NotFound("This scope"))?;
    let number = policy_number(tx, tx.permit(), certification).await?;
    let facts = gather(tx, tx.permit(), &[person], tx.now()).await?.remove(&person).unwrap_or_default();
    let facts = PersonFacts { overrides: Vec::new(), ..facts };
    let without = facts.decide(true, certification, number, &material.catalog, tx.now());
    Override::lifts(level, &without).map_err(refused)
}

/// An override with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideLine {
    /// The override.
    pub found: Override,
    /// Where it stands.
    pub state: OverrideState,
    /// Who asked.
    pub asked_by: String,
    /// Who granted it.
    pub granted_by: Option<String>,
    /// Who ended or declined it.
    pub ended_by: Option<String>,
    /// Whether the actor may grant it.
    pub may_grant: bool,
}

/// The overrides of a person, the latest first, and whether the actor may ask for one.
///
/// # Errors
/// [`Error::Denied`].
pub async fn overrides_of(services: &Services, actor: &Actor, person: PersonId) -> Result<(Vec<OverrideLine>, bool)> {
    let scope = person_scope(services, actor, person).await?;
    let reads = permit::<ReadPerson>(actor, &scope)?;
    let may = permit::<OverrideClearance>(actor, &scope).is_ok();
    let found = table::overrides_of(services.store(), &reads, person, SHOWN).await?;
    let mut found = lines(services, actor, found).await?;
    for line in &mut found {
        line.may_grant &= may;
    }
    Ok((found, may))
}

/// Overrides with names, and whether the rules let the actor grant them; whether the actor answers for the person is the caller's to ask.
pub(super) async fn lines(services: &Services, actor: &Actor, found: Vec<Override>) -> Result<Vec<OverrideLine>> {
    let people: Vec<PersonId> = found
        .iter()
        .flat_map(|over| [Some(over.asked_by), over.granted.map(|(by, _)| by), over.ended.map(|(by, _)| by)])
        .flatten()
        .collect();
    let names = store::identity::person_names(services.store(), &identify(actor)?, &people).await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_else(|| "Canoe".to_owned());
    let now = services.now();
    let me = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    let line = |over: Override| OverrideLine {
        state: over.state(now),
        asked_by: name(over.asked_by),
        granted_by: over.granted.map(|(by, _)| name(by)),
        ended_by: over.ended.map(|(by, _)| name(by)),
        may_grant: me.is_some_and(|me| over.may_grant(me, now).is_ok()),
        found: over,
    };
    Ok(found.into_iter().map(line).collect())
}

/// The overrides that lift a person's own clearance now, with their ends: every page says so.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn active_overrides(services: &Services, actor: &Actor) -> Result<Vec<(Override, Timestamp)>> {
    let Actor::Person(own) = actor else { return Ok(Vec::new()) };
    let now = services.now();
    let open = table::open_overrides(services.store(), &identify(actor)?, &[own.id], now).await?.remove(&own.id);
    let active = open.unwrap_or_default().into_iter().filter_map(|over| match over.state(now) {
        OverrideState::Active(until) => Some((over, until)),
        _ => None,
    });
    let active: Vec<_> = active.collect();
    if active.is_empty() {
        return Ok(active);
    }
    // One that lifts nothing any more, because its person has passed the exam meanwhile, is not spoken of.
    let clearances = clearances_of(services, &identify(actor)?, own.id).await?;
    let lifts = |scope: &Slug| {
        let found = clearances.iter().find(|found| &found.scope == scope);
        found.is_some_and(|found| override_ends(&found.clearance).is_some())
    };
    Ok(active.into_iter().filter(|(over, _)| lifts(&over.scope)).collect())
}

async fn found(services: &Services, actor: &Actor, id: OverrideId) -> Result<(Permit<OverrideClearance>, Override)> {
    let Some(over) = table::override_by_id(services.store(), &identify(actor)?, id).await? else {
        let nobody = domain::authz::PersonScope { id: PersonId::default(), teams: Vec::new() };
        permit::<OverrideClearance>(actor, &nobody)?;
        return Err(Error::NotFound("This override"));
    };
    Ok((permit_for(services, actor, over.person).await?, over))
}

async fn permit_for(services: &Services, actor: &Actor, person: PersonId) -> Result<Permit<OverrideClearance>> {
    Ok(permit::<OverrideClearance>(actor, &person_scope(services, actor, person).await?)?)
}

/// People answer for overrides; nothing else makes them.
fn asker(permit: &Permit<OverrideClearance>) -> Result<PersonId> {
    match permit.actor() {
        Actor::Person(person) => Ok(person.id),
        _ => Err(Error::Denied(domain::authz::Denied::Forbidden)),
    }
}

fn checked(services: &Services, request: &Request<'_>) -> Result<(Slug, Level, u32, String)> {
    let mut wrong = Vec::new();
    let mut field = |field: &'static str, message: String| wrong.push(FieldError { field, message });
    let material = services.material();
    let scope = request.scope.parse::<Slug>().ok().filter(|scope| material.catalog.certification(scope).is_some());
    if scope.is_none() {
        field("scope", "Choose a kind of calls.".to_owned());
    }
    let level = request.level.parse::<Level>().unwrap_or(Level::Blocked);
    let hours = request.hours.trim().parse::<u32>().unwrap_or(0);
    if level == Level::Blocked {
        field("level", NotAnOverride::Level.to_string());
    }
    if Override::check(Level::Solo, hours).is_err() {
        field("hours", NotAnOverride::Hours.to_string());
    }
    let reason = plain_words(request.reason);
    if reason.is_none() {
        field("reason", format!("Say why, in 1 to {MOST_WORDS} characters. Everybody concerned reads it."));
    }
    match (scope, reason) {
        (Some(scope), Some(reason)) if wrong.is_empty() => Ok((scope, level, hours, reason)),
        _ => Err(Error::Invalid(wrong)),
    }
}

fn refused(refusal: OverrideRefusal) -> Error {
    let code = match refusal {
        OverrideRefusal::SamePerson => "same-person",
        OverrideRefusal::OwnClearance => "own-clearance",
        OverrideRefusal::DecidedAgainst => "decided-against",
        OverrideRefusal::LiftsNothing => "lifts-nothing",
        OverrideRefusal::NotWaiting => "not-waiting",
    };
    Error::refused(code, refusal.to_string())
}

fn title(services: &Services, scope: &Slug) -> String {
    subject_title(&services.material().catalog, &Subject::Exam(scope.clone()))
}

fn hours_words(hours: u32) -> String {
    if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") }
}
