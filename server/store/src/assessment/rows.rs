//! Rows of attempts and their items as the domain knows them.

use domain::assessment::{Attempt, AttemptKind, AttemptState, Drawn, Item, Mark, Response, Seed, Subject};
use domain::id::{AttemptId, PersonId};

use crate::Error;
use crate::entity::{attempt, attempt_item};
use crate::rows::{number, read, time};

pub(crate) fn to_attempt(row: &attempt::Model) -> Result<Attempt, Error> {
    let kind: AttemptKind = read("attempt", "kind", &row.kind)?;
    let subject = Subject::from_stored(kind, &row.subject).map_err(|_| Error::Corrupt {
        table: "attempt",
        column: "subject",
        value: row.subject.clone(),
    })?;
    let decided = (read("attempt", "state", &row.state)?, row.probability);
    let corrected: Option<AttemptState> =
        row.corrected_state.as_deref().map(|state| read("attempt", "corrected_state", state)).transpose()?;
    let (state, probability) = corrected.map_or(decided, |state| (state, row.corrected_probability));
    Ok(Attempt {
        id: AttemptId(row.id),
        person: PersonId(row.person_id),
        subject,
        state,
        decided: corrected.map(|_| decided),
        seed: Seed::from_stored(row.seed),
        started_at: time(row.started_at),
        deadline: row.deadline_at.map(time),
        finished_at: row.finished_at.map(time),
        drawn: number("attempt", "drawn", row.drawn)?,
        asked: number("attempt", "asked", row.asked)?,
        probability,
        cut: row.cut,
        policy_number: row.policy_number.map(|n| number("attempt", "policy_number", n)).transpose()?,
        parameters_number: row.parameters_number.map(|n| number("attempt", "parameters_number", n)).transpose()?,
    })
}

pub(super) fn to_item(row: &attempt_item::Model) -> Result<Item, Error> {
    let positions: Option<Vec<u8>> =
        row.option_order.split(',').filter(|p| !p.is_empty()).map(|p| p.parse().ok()).collect();
    let option_order = positions.ok_or_else(|| Error::Corrupt {
        table: "attempt_item",
        column: "option_order",
        value: row.option_order.clone(),
    })?;
    let response = row.response.as_deref().map(|text| {
        Response::from_stored(text).map_err(|_| Error::Corrupt {
            table: "attempt_item",
            column: "response",
            value: text.to_owned(),
        })
    });
    Ok(Item {
        position: number("attempt_item", "position", row.position)?,
        drawn: Drawn {
            question: read("attempt_item", "question", &row.question)?,
            version: row.version.clone(),
            cell: read("attempt_item", "cell", &row.cell)?,
            option_order,
        },
        response: response.transpose()?,
        saved_at: row.saved_at.map(time),
        answered_at: row.answered_at.map(time),
        mark: row.mark.map(Mark::new),
    })
}
