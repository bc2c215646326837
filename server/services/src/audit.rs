//! The audit log, as people read it: ids with their names.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Actor, Installation, ReadAudit, permit};
use domain::id::{AuditEventId, PersonId};
use domain::time::Timestamp;
use serde_json::Value;
use store::audit::AuditRow;
use store::identity as table;

use crate::identity::list_teams;
use crate::integration::list_keys;
use crate::{Error, Result, Services, identify};

/// Rows on one page.
const PAGE: usize = 50;

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The rows, newest first.
    pub rows: Vec<AuditEntry>,
    /// The row after which the next page begins; none on the last page.
    pub older: Option<AuditEventId>,
}

/// One row of the log, with names in the place of ids where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it: a name, or `Canoe`, `An API key`, `Not signed in`.
    pub who: String,
    /// What was done: the verb's word, such as `invite-person`.
    pub verb: String,
    /// To what kind of object.
    pub object_kind: String,
    /// Which one: its name, else its id.
    pub object: String,
    /// What else is worth knowing, a word and its value.
    pub detail: Vec<(String, String)>,
}

/// A page of the log: the newest rows, or those older than `before`.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins; [`Error::NotFound`] where there is no row `before`.
pub async fn recent(services: &Services, actor: &Actor, before: Option<AuditEventId>) -> Result<AuditPage> {
    let permit = permit::<ReadAudit>(actor, &Installation)?;
    // One more than a page, to know whether there is another.
    let limit = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let rows = store::audit::recent(services.store(), &permit, before, limit).await?;
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
    let ids: BTreeSet<PersonId> = parsed.iter().flat_map(|(row, detail)| mentioned(row, detail)).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let people = table::person_names(services.store(), &identify(actor)?, &ids).await?;
    let mut names: BTreeMap<String, String> = people.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    if parsed.iter().any(|(row, detail)| row.object_kind == "team" || !detail["team"].is_null()) {
        let teams = list_teams(services, actor).await?;
        names.extend(teams.into_iter().map(|row| (row.team.id.to_string(), row.team.name)));
    }
    if parsed.iter().any(|(row, _)| row.object_kind == "api-key") {
        let keys = list_keys(services, actor).await?;
        names.extend(keys.into_iter().map(|key| (key.id.to_string(), key.name)));
    }
    let rows = parsed.iter().map(|(row, detail)| entry(row, detail, &names)).collect();
    Ok(AuditPage { rows, older })
}

/// Everybody a row may speak of. Ids of other things among them are found to be nobody's.
fn mentioned(row: &AuditRow, detail: &Value) -> Vec<PersonId> {
    let in_detail = detail.as_object().into_iter().flat_map(|fields| fields.values()).filter_map(Value::as_str);
    let ids = in_detail.chain([row.object.as_str()]).filter_map(|text| text.parse().ok());
    ids.chain(row.actor_id.filter(|_| row.actor_kind == "person").map(PersonId)).collect()
}

fn entry(row: &AuditRow, detail: &Value, names: &BTreeMap<String, String>) -> AuditEntry {
    let named = |text: &str| names.get(text).cloned();
    let who = match (row.actor_kind.as_str(), row.actor_id) {
        ("person", Some(id)) => named(&id.to_string()).unwrap_or_else(|| id.to_string()),
        ("key", _) => "An API key".to_owned(),
        ("system", _) => "Canoe".to_owned(),
        _ => "Not signed in".to_owned(),
    };
    let words = |value: &Value| match value {
        Value::String(text) => named(text).unwrap_or_else(|| text.clone()),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    };
    let detail = match detail {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), words(value)))
            .collect(),
        Value::Null => Vec::new(),
        other => vec![("detail".to_owned(), words(other))],
    };
    AuditEntry {
        at: row.at,
        who,
        verb: row.verb.clone(),
        object_kind: row.object_kind.clone(),
        object: named(&row.object).unwrap_or_else(|| row.object.clone()),
        detail,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_become_names_and_the_unknown_stays_as_it_is() {
        let (ada, team) = (PersonId(uuid::Uuid::from_u128(1)), uuid::Uuid::from_u128(2));
        let row = AuditRow {
            id: AuditEventId(uuid::Uuid::nil()),
            at: Timestamp::from_millis(0),
            actor_kind: "person".to_owned(),
            actor_id: Some(ada.0),
            verb: "manage-teams".to_owned(),
            object_kind: "team".to_owned(),
            object: team.to_string(),
            detail: String::new(),
        };
        let detail = json!({ "person": ada, "belongs": true, "parent": null });
        assert_eq!(mentioned(&row, &detail), vec![ada, PersonId(team), ada]);
        let names = BTreeMap::from([(ada.to_string(), "Ada".to_owned())]);
        let entry = entry(&row, &detail, &names);
        assert_eq!((entry.who.as_str(), entry.object), ("Ada", team.to_string()));
        let detail: BTreeMap<_, _> = entry.detail.into_iter().collect();
        assert_eq!(
            detail,
            BTreeMap::from([("belongs".to_owned(), "yes".to_owned()), ("person".to_owned(), "Ada".to_owned())])
        );
    }
}
