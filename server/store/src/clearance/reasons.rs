//! Reasons as the database keeps them.

use domain::clearance::{Action, Reason};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::rows::read;

#[derive(Serialize, Deserialize)]
struct Row {
    code: String,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<ActionRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ActionRow {
    ReadModule(String),
    OpenExam(String),
    SeeCertificates,
    AskManager,
}

fn corrupt(value: &str) -> Error {
    Error::Corrupt { table: "clearance_state", column: "reasons", value: value.to_owned() }
}

/// Reasons as JSON.
pub fn to_text(reasons: &[Reason]) -> Result<String, Error> {
    let rows: Vec<Row> = reasons.iter().map(to_row).collect();
    serde_json::to_string(&rows).map_err(|error| corrupt(&error.to_string()))
}

fn to_row(reason: &Reason) -> Row {
    let action = reason.action.as_ref().map(|action| match action {
        Action::ReadModule(module) => ActionRow::ReadModule(module.to_string()),
        Action::OpenExam(scope) => ActionRow::OpenExam(scope.to_string()),
        Action::SeeCertificates => ActionRow::SeeCertificates,
        Action::AskManager => ActionRow::AskManager,
    });
    Row { code: reason.code.to_string(), message: reason.message.clone(), at: reason.at, action }
}

/// Reasons from JSON.
///
/// # Errors
/// [`Error::Corrupt`] for anything that [`to_text`] has not written.
pub fn from_text(text: &str) -> Result<Vec<Reason>, Error> {
    let rows: Vec<Row> = serde_json::from_str(text).map_err(|_| corrupt(text))?;
    rows.into_iter().map(from_row).collect()
}

fn from_row(row: Row) -> Result<Reason, Error> {
    let action = match row.action {
        None => None,
        Some(ActionRow::ReadModule(module)) => Some(Action::ReadModule(read("clearance_state", "reasons", &module)?)),
        Some(ActionRow::OpenExam(scope)) => Some(Action::OpenExam(read("clearance_state", "reasons", &scope)?)),
        Some(ActionRow::SeeCertificates) => Some(Action::SeeCertificates),
        Some(ActionRow::AskManager) => Some(Action::AskManager),
    };
    let code = read("clearance_state", "reasons", &row.code)?;
    Ok(Reason { code, message: row.message, at: row.at, action })
}

#[cfg(test)]
mod tests {
    use domain::clearance::ReasonCode;

    use super::*;

    #[test]
    fn reasons_are_read_back_as_they_were() {
        let reason = |code, at, action| Reason { code, message: format!("“{code}”, said."), at, action };
        let at = Some(Timestamp::from_millis(1_800_000_000_123));
        let reasons = vec![
            reason(ReasonCode::Override, at, Some(Action::AskManager)),
            reason(ReasonCode::ModulesOpen, None, Some(Action::ReadModule("halyard/offering".parse().unwrap()))),
            reason(ReasonCode::ExamCooldown, at, Some(Action::OpenExam("outbound".parse().unwrap()))),
            reason(ReasonCode::Certified, at, Some(Action::SeeCertificates)),
            reason(ReasonCode::PersonInactive, None, None),
        ];
        assert_eq!(from_text(&to_text(&reasons).unwrap()).unwrap(), reasons);
        for text in ["", "{}", r#"[{"code":"solo","message":"Yes."}]"#] {
            assert!(matches!(from_text(text), Err(Error::Corrupt { .. })), "{text}");
        }
    }
}
