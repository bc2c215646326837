//! Attempts without the work of sitting them.

use domain::assessment::{Attempt, AttemptState, Drawn, Mark, Response, Seed, Subject};
use domain::authz::{Actor, PersonScope, TakeAttempt, permit};
use domain::catalog::{ModuleRef, Question};
use domain::id::{AttemptId, AuditEventId};
use domain::time::Span;
use services::ports::Ports;
use store::Event;
use store::assessment::Decision;

use super::Kit;

impl Kit {
    /// Puts an attempt with these answers, right or wrong, into the database as it would stand there, and lets a minute pass.
    pub async fn sat(
        &self,
        actor: &Actor,
        subject: &Subject,
        answers: &[(&Question, bool)],
        state: AttemptState,
    ) -> AttemptId {
        let store = &self.store;
        let Actor::Person(person) = actor else { panic!("{actor:?}") };
        let person = person.id;
        let permit = permit::<TakeAttempt>(actor, &PersonScope { id: person, teams: Vec::new() }).unwrap();
        let entropy = Ports::system().entropy;
        let id = AttemptId(entropy.uuid());
        let tx = store.begin(&permit, self.services.now()).await.unwrap();
        let attempt = Attempt {
            id,
            person,
            subject: subject.clone(),
            state: AttemptState::Open,
            seed: Seed(1),
            started_at: self.services.now(),
            deadline: matches!(subject, Subject::Exam(_)).then(|| self.services.now() + Span::minutes(60)),
            finished_at: None,
            drawn: u32::try_from(answers.len()).unwrap(),
            asked: 0,
            probability: None,
            cut: Some(0.75),
            policy_number: None,
            parameters_number: None,
            decided: None,
        };
        let drawn = |question: &Question| Drawn {
            question: question.reference.clone(),
            version: question.version.clone(),
            cell: ModuleRef { pack: question.reference.pack.clone(), module: question.reference.module.clone() },
            option_order: (0..u8::try_from(question.key.choices().len()).unwrap()).collect(),
        };
        let draw: Vec<(Drawn, String)> =
            answers.iter().map(|(question, _)| (drawn(question), question.objective.to_string())).collect();
        let questions: Vec<&Question> = answers.iter().map(|(question, _)| *question).collect();
        store::catalog::store_questions(&tx, &questions).await.unwrap();
        store::assessment::insert_attempt(&tx, &attempt, None, &draw).await.unwrap();
        for (position, (question, right)) in (0..).zip(answers) {
            let place = question.key.choices().iter().position(|choice| choice.right == *right).unwrap();
            let response = Response::choices([u8::try_from(place).unwrap()]);
            let mark = if *right { Mark::RIGHT } else { Mark::WRONG };
            store::assessment::save_answer(&tx, id, position, &response, Some(mark)).await.unwrap();
        }
        if state != AttemptState::Open {
            let decision = Decision { state, at: tx.now(), right: 0.0, probability: None, reason: None };
            store::assessment::finish_attempt(&tx, &attempt, &decision).await.unwrap();
        }
        let event = Event {
            id: AuditEventId(entropy.uuid()),
            object_kind: "attempt",
            object: id.to_string(),
            detail: serde_json::json!({}),
        };
        self.services.commit(tx, event).await.unwrap();
        self.clock.forward(Span::minutes(1));
        id
    }
}
