//! An admin can be a candidate, too: while their own exam runs, the questions and their keys rest.

use domain::assessment::{AttemptKind, AttemptState};
use domain::authz::{Actor, Installation, Permit, ReadQuestions, permit};

use crate::{Error, Result, Services};

/// The permit to read questions, unless the actor sits an exam right now.
///
/// # Errors
/// [`Error::Refused`] with code `exam-open`; [`Error::Denied`].
pub(in crate::assessment) async fn read_permit(services: &Services, actor: &Actor) -> Result<Permit<ReadQuestions>> {
    let permit = permit::<ReadQuestions>(actor, &Installation)?;
    if let Actor::Person(person) = actor {
        let kind = AttemptKind::Exam;
        let exams = store::assessment::attempts_of(services.store(), &permit, &[person.id], kind).await?;
        // Also past its deadline: it is decided within seconds, and nothing may change before it is.
        if exams.values().flatten().any(|exam| exam.state == AttemptState::Open) {
            return Err(Error::refused(
                "exam-open",
                "Your exam is running. Questions and their keys rest until it is over.",
            ));
        }
    }
    Ok(permit)
}
