//! More time in exams for people who need it: granted by an admin, with a reason that admins alone read.

use domain::assessment::{ExtraTime, MOST_WORDS, NotExtraTime, plain_words};
use domain::authz::{Actor, GrantAccommodation, Permit, PersonScope, ReadPerson, permit};
use domain::id::{AccommodationId, PersonId};
use domain::time::Timestamp;
use serde_json::json;
use store::assessment::{self as table, Accommodation};

use crate::identity::{person_scope, read_person};
use crate::{Error, FieldError, Result, Services};

/// What somebody may see of the time that a person has in exams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeInExams {
    /// How much more they have, and since when; none where it is as for everybody.
    pub extra: Option<(ExtraTime, Timestamp)>,
    /// Why, for those who may grant it.
    pub reason: Option<String>,
    /// Whether the actor may grant it.
    pub may_grant: bool,
}

/// Gives a person more time in the exams that they start from now on; what they had before ends.
///
/// # Errors
/// [`Error::Invalid`] for the share or the reason; [`Error::Denied`]; [`Error::NotFound`]; [`Error::Refused`] with
/// [`Error::CONFLICT`] where somebody else granted some at the same moment.
pub async fn grant_accommodation(
    services: &Services,
    actor: &Actor,
    person: PersonId,
    percent: &str,
    reason: &str,
) -> Result<()> {
    let permit = permit_for(services, actor, person).await?;
    let extra = percent.trim().trim_end_matches('%').trim_end().parse().map_err(|_| NotExtraTime);
    let extra = extra.and_then(ExtraTime::new);
    let reason = plain_words(reason);
    let (extra, reason) = match (extra, reason) {
        (Ok(extra), Some(reason)) => (extra, reason),
        (extra, reason) => return Err(wrong(extra.err(), reason.is_none())),
    };
    read_person(services, actor, person).await?;
    let tx = services.store().begin(&permit, services.now()).await?;
    // An exam that starts at this moment has one time or the other, and two grants come one after the other.
    table::lock_person(services.store(), &tx, person).await?;
    let by = by(&permit);
    let changed = table::end_accommodation(&tx, person, by).await?;
    let id = AccommodationId(services.ports().entropy.uuid());
    let new = Accommodation { id, person, extra, reason, by, at: tx.now() };
    table::insert_accommodation(&tx, &new).await?;
    // The log has many readers; the reason is for few.
    let detail = json!({ "extra_percent": extra.percent(), "changed": changed });
    services.commit(tx, services.event("person", person, detail)).await?;
    Ok(())
}

/// Ends what a person has; exams that they start from now on take as long as for everybody.
///
/// # Errors
/// [`Error::Refused`] with code `no-accommodation`; [`Error::Denied`].
pub async fn end_accommodation(services: &Services, actor: &Actor, person: PersonId) -> Result<()> {
    let permit = permit_for(services, actor, person).await?;
    let tx = services.store().begin(&permit, services.now()).await?;
    table::lock_person(services.store(), &tx, person).await?;
    if !table::end_accommodation(&tx, person, by(&permit)).await? {
        return Err(Error::refused("no-accommodation", "They have no extra time any more."));
    }
    services.commit(tx, services.event("person", person, json!({ "ended": true }))).await?;
    Ok(())
}

/// The time that a person has in exams, as far as the actor may see.
///
/// # Errors
/// [`Error::Denied`].
pub async fn time_in_exams(services: &Services, actor: &Actor, person: PersonId) -> Result<TimeInExams> {
    let scope = person_scope(services, actor, person).await?;
    let permit_read = permit::<ReadPerson>(actor, &scope)?;
    let may_grant = permit::<GrantAccommodation>(actor, &scope).is_ok();
    let found = table::accommodation_of(services.store(), &permit_read, person).await?;
    Ok(TimeInExams {
        extra: found.as_ref().map(|found| (found.extra, found.at)),
        reason: found.filter(|_| may_grant).map(|found| found.reason),
        may_grant,
    })
}

async fn permit_for(services: &Services, actor: &Actor, person: PersonId) -> Result<Permit<GrantAccommodation>> {
    let scope: PersonScope = person_scope(services, actor, person).await?;
    Ok(permit::<GrantAccommodation>(actor, &scope)?)
}

fn wrong(extra: Option<NotExtraTime>, reason: bool) -> Error {
    let extra = extra.map(|error| FieldError { field: "percent", message: error.to_string() });
    let reason = reason.then(|| FieldError {
        field: "reason",
        message: format!("Say why, in 1 to {MOST_WORDS} characters. Only admins read it."),
    });
    Error::Invalid(extra.into_iter().chain(reason).collect())
}

fn by(permit: &Permit<GrantAccommodation>) -> Option<PersonId> {
    match permit.actor() {
        Actor::Person(person) => Some(person.id),
        _ => None,
    }
}
