//! The audit log, as people read it: ids with their names.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::authz::{Actor, Installation, Permit, ReadAudit, permit};
use domain::id::{AuditEventId, PersonId};
use domain::time::Timestamp;
use serde_json::Value;
pub use store::audit::AuditFilter;
use store::audit::{AuditRow, AuditedAppeal, AuditedAttempt};
use store::identity as table;

use crate::identity::{list_people, list_teams};
use crate::integration::list_keys;
use crate::{Error, Result, Services, identify};

/// Rows on one page.
const PAGE: usize = 50;
/// People that are named at once.
const CHUNK: usize = 500;
/// Most people that one detail names.
const NAMED: usize = 10;

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The rows, newest first.
    pub rows: Vec<AuditEntry>,
    /// The row after which the next page begins; none on the last page.
    pub older: Option<AuditEventId>,
    /// Everybody the log can be asked about, by name.
    pub people: Vec<(PersonId, String)>,
}

/// One row of the log, with names in the place of ids where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it: a name, or `Canoe`, `An API key`, `Not signed in`.
    pub who: String,
    /// Which person did it, if one did.
    pub who_id: Option<PersonId>,
    /// What was done: the verb's word, such as `invite-person`.
    pub verb: String,
    /// To what kind of object.
    pub object_kind: String,
    /// Which one: its name, else its id.
    pub object: String,
    /// The object's id, or its reference.
    pub object_id: String,
    /// Whom it is about: the person itself, or whose the object is.
    pub whose: Option<(PersonId, String)>,
    /// The question and its version that an objection is to.
    pub question: Option<(String, String)>,
    /// Whether others than its owner may look at the object: an open attempt is its owner's alone.
    pub closed: bool,
    /// What else is worth knowing, a word and its value.
    pub detail: Vec<(String, String)>,
}

/// What the rows of a page speak of.
#[derive(Default)]
struct Known {
    names: BTreeMap<String, String>,
    /// Titles of modules by their references.
    titles: BTreeMap<String, String>,
    attempts: BTreeMap<String, AuditedAttempt>,
    appeals: BTreeMap<String, AuditedAppeal>,
}

impl Known {
    fn name(&self, id: &str) -> Option<String> {
        self.names.get(id).cloned()
    }

    fn person(&self, id: PersonId) -> Option<(PersonId, String)> {
        Some((id, self.name(&id.to_string())?))
    }
}

/// A page of the log: the newest rows that fit the filter.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins; [`Error::NotFound`] where there is no row to begin at.
pub async fn recent(services: &Services, actor: &Actor, filter: &AuditFilter) -> Result<AuditPage> {
    let permit = permit::<ReadAudit>(actor, &Installation)?;
    // One more than a page, to know whether there is another.
    let limit = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let rows = store::audit::recent(services.store(), &permit, filter, limit).await?;
    let mut rows = rows.ok_or(Error::NotFound("That part of the log"))?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let older = rows.last().filter(|_| more).map(|row| row.id);
    let parsed: Vec<(AuditRow, Value)> = rows
        .into_iter()
        .map(|row| {
            let detail = serde_json::from_str(&row.detail).unwrap_or(Value::String(row.detail.clone()));
            (row, detail)
        })
        .collect();
    let known = known(services, actor, &permit, &parsed).await?;
    let rows = parsed.iter().map(|(row, detail)| entry(row, detail, &known)).collect();
    let people = list_people(services, actor, true).await?;
    let people = people.into_iter().map(|person| (person.id, person.name.to_string())).collect();
    Ok(AuditPage { rows, older, people })
}

async fn known(
    services: &Services,
    actor: &Actor,
    permit: &Permit<ReadAudit>,
    rows: &[(AuditRow, Value)],
) -> Result<Known> {
    let store = services.store();
    let material = services.material();
    let modules = material.catalog.packs.values().flat_map(|pack| pack.modules.values());
    let titles = modules.map(|module| (module.reference.to_string(), module.title.clone())).collect();
    let mut known = Known { titles, ..Known::default() };
    let attempts = store::audit::attempts(store, permit, objects(rows, "attempt")).await?;
    known.attempts = attempts.into_iter().map(|found| (found.id.to_string(), found)).collect();
    let appeals = store::audit::appeals(store, permit, objects(rows, "appeal")).await?;
    known.appeals = appeals.into_iter().map(|found| (found.id.to_string(), found)).collect();
    let mut ids: BTreeSet<PersonId> = rows.iter().flat_map(|(row, detail)| mentioned(row, detail)).collect();
    ids.extend(known.attempts.values().map(|found| found.person));
    ids.extend(known.appeals.values().map(|found| found.person));
    let ids: Vec<PersonId> = ids.into_iter().collect();
    for ids in ids.chunks(CHUNK) {
        let people = table::person_names(store, &identify(actor)?, ids).await?;
        known.names.extend(people.into_iter().map(|(id, name)| (id.to_string(), name)));
    }
    if rows.iter().any(|(row, detail)| row.object_kind == "team" || !detail["team"].is_null()) {
        let teams = list_teams(services, actor).await?;
        known.names.extend(teams.into_iter().map(|row| (row.team.id.to_string(), row.team.name)));
    }
    if rows.iter().any(|(row, _)| row.object_kind == "api-key") {
        let keys = list_keys(services, actor).await?;
        known.names.extend(keys.into_iter().map(|key| (key.id.to_string(), key.name)));
    }
    Ok(known)
}

/// The ids of the rows' objects of this kind.
fn objects<T: FromStr>(rows: &[(AuditRow, Value)], kind: &str) -> Vec<T> {
    let rows = rows.iter().filter(|(row, _)| row.object_kind == kind);
    rows.filter_map(|(row, _)| row.object.parse().ok()).collect()
}

/// Everybody a row may speak of. Ids of other things among them are found to be nobody's.
fn mentioned(row: &AuditRow, detail: &Value) -> Vec<PersonId> {
    let mut ids: Vec<PersonId> = Vec::new();
    texts(detail, &mut |text| ids.extend(text.parse::<PersonId>()));
    ids.extend(row.object.parse::<PersonId>());
    ids.extend(row.actor_id.filter(|_| row.actor_kind == "person").map(PersonId));
    ids
}

/// All texts in a detail, however deep.
fn texts(detail: &Value, seen: &mut impl FnMut(&str)) {
    match detail {
        Value::String(text) => seen(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, seen)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn entry(row: &AuditRow, detail: &Value, known: &Known) -> AuditEntry {
    let who_id = row.actor_id.filter(|_| row.actor_kind == "person").map(PersonId);
    let who = match (row.actor_kind.as_str(), who_id) {
        ("person", Some(id)) => known.name(&id.to_string()).unwrap_or_else(|| id.to_string()),
        ("key", _) => "An API key".to_owned(),
        ("system", _) => "Canoe".to_owned(),
        _ => "Not signed in".to_owned(),
    };
    let (attempt, appeal) = (known.attempts.get(&row.object), known.appeals.get(&row.object));
    let whose = match row.object_kind.as_str() {
        "attempt" => attempt.map(|found| found.person),
        "appeal" => appeal.map(|found| found.person),
        "person" => row.object.parse().ok(),
        "assignment" | "certificate" | "override" => detail["person"].as_str().and_then(|id| id.parse().ok()),
        _ => None,
    };
    let pairs = match detail {
        Value::Object(fields) => {
            fields.iter().filter_map(|(key, value)| Some((key.clone(), words(value, known)?))).collect()
        }
        other => words(other, known).map(|words| ("detail".to_owned(), words)).into_iter().collect(),
    };
    AuditEntry {
        at: row.at,
        who,
        who_id,
        verb: row.verb.clone(),
        object_kind: row.object_kind.clone(),
        object: known.name(&row.object).unwrap_or_else(|| row.object.clone()),
        object_id: row.object.clone(),
        whose: whose.and_then(|id| known.person(id)),
        question: appeal.map(|found| (found.question.clone(), found.version.clone())),
        closed: !attempt.is_some_and(|found| found.open),
        detail: pairs,
    }
}

/// A value as a text to read; none where there is nothing.
fn words(value: &Value, known: &Known) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(known.name(text).unwrap_or_else(|| text.clone())),
        Value::Array(values) if values.is_empty() => None,
        Value::Array(values) => Some(list(values, known)),
        Value::Object(fields) => {
            if let (Some(module), Some(number)) = (fields.get("module").and_then(Value::as_str), fields.get("revision"))
            {
                let title = known.titles.get(module).map_or(module, String::as_str);
                return Some(format!("{title} (revision {number})"));
            }
            // Whose it is, and what became of it: "Ada: passed".
            let person = fields.get("person").and_then(|person| words(person, known));
            let now = fields.get("now").and_then(Value::as_str).map(|now| now.replace('-', " "));
            let said: Vec<String> = [person, now].into_iter().flatten().collect();
            (!said.is_empty()).then(|| said.join(": "))
        }
    }
}

/// What a list names, such as people and modules; how many there are of what has no name.
fn list(values: &[Value], known: &Known) -> String {
    let named: Vec<String> = values.iter().take(NAMED).filter_map(|value| words(value, known)).collect();
    if named.is_empty() || !values.iter().all(Value::is_object) {
        return values.len().to_string();
    }
    let more = values.len() - named.len();
    if more == 0 { named.join(", ") } else { format!("{} and {more} more", named.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(object_kind: &str, object: impl ToString, actor: PersonId) -> AuditRow {
        AuditRow {
            id: AuditEventId(uuid::Uuid::nil()),
            at: Timestamp::from_millis(0),
            actor_kind: "person".to_owned(),
            actor_id: Some(actor.0),
            verb: "manage-teams".to_owned(),
            object_kind: object_kind.to_owned(),
            object: object.to_string(),
            detail: String::new(),
        }
    }

    #[test]
    fn ids_become_names_and_the_unknown_stays_as_it_is() {
        let (ada, team) = (PersonId(uuid::Uuid::from_u128(1)), uuid::Uuid::from_u128(2));
        let row = row("team", team, ada);
        let detail = json!({ "person": ada, "belongs": true, "parent": null });
        assert_eq!(mentioned(&row, &detail), vec![ada, PersonId(team), ada]);
        let known = Known { names: BTreeMap::from([(ada.to_string(), "Ada".to_owned())]), ..Known::default() };
        let entry = entry(&row, &detail, &known);
        assert_eq!((entry.who.as_str(), entry.who_id, entry.object), ("Ada", Some(ada), team.to_string()));
        let detail: BTreeMap<_, _> = entry.detail.into_iter().collect();
        assert_eq!(
            detail,
            BTreeMap::from([("belongs".to_owned(), "yes".to_owned()), ("person".to_owned(), "Ada".to_owned())])
        );
    }

    #[test]
    fn a_list_names_people_and_is_no_json() {
        let (ada, bo) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        let names = [(ada.to_string(), "Ada".to_owned()), (bo.to_string(), "Bo".to_owned())];
        let known = Known { names: BTreeMap::from(names), ..Known::default() };
        let flips = json!([{ "attempt": bo, "person": ada, "now": "passed" }, { "person": bo, "now": "not-yet" }]);
        let row = row("question", "halyard/offering/q", ada);
        let detail = json!({ "flips": flips, "certificates": [], "exams": 2 });
        assert!(mentioned(&row, &detail).contains(&bo));
        let detail: BTreeMap<_, _> = entry(&row, &detail, &known).detail.into_iter().collect();
        assert_eq!(detail["flips"], "Ada: passed, Bo: not yet");
        assert!(!detail.contains_key("certificates"));
        assert_eq!(words(&json!(["a", "b"]), &known).as_deref(), Some("2"));
        assert_eq!(words(&json!([{ "colour": "red" }, {}]), &known).as_deref(), Some("2"), "without a name");
        let many: Vec<Value> = (0..12).map(|_| json!({ "person": ada, "now": "passed" })).collect();
        assert!(words(&json!(many), &known).is_some_and(|words| words.ends_with("and 2 more")));
    }

    #[test]
    fn a_revision_is_told_by_its_module_and_its_number() {
        let titles = BTreeMap::from([("halyard/offering".to_owned(), "What we sell".to_owned())]);
        let known = Known { titles, ..Known::default() };
        let live = |module: &str, number: u32| json!({ "module": module, "revision": number, "change": "material" });
        let words = words(&json!([live("halyard/offering", 2), live("halyard/gone", 1)]), &known);
        assert_eq!(words.as_deref(), Some("What we sell (revision 2), halyard/gone (revision 1)"));
    }
}
