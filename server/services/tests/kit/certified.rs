//! People who have finished modules and hold certificates, without the work of it.

use domain::assessment::{AttemptState, Subject};
use domain::authz::{Actor, Installation, OperateSystem, Permit, permit};
use domain::catalog::{ModuleRef, Question, Slug};
use domain::certification::Certificate;
use domain::id::{AuditEventId, CertificateId, PersonId};
use domain::time::Span;
use services::ports::Ports;
use store::Event;

use super::Kit;

impl Kit {
    /// Finishes these modules, as by their quizzes.
    pub async fn finish(&self, rep: &Actor, modules: &[ModuleRef]) {
        let live = self.services.material();
        for module in modules {
            let question = &live.catalog.module(module).unwrap().questions[0];
            let attempt =
                self.sat(rep, &Subject::Quiz(module.clone()), &[(question, true)], AttemptState::Passed).await;
            let tx = self.store().begin(&operate(), self.services.now()).await.unwrap();
            store::learning::insert_module_pass(&tx, id(rep), module, attempt).await.unwrap();
            self.services.commit(tx, event("attempt")).await.unwrap();
        }
    }

    /// Passes the exam with a question of each of these modules, and earns a certificate for so many days.
    pub async fn certify(&self, rep: &Actor, modules: &[ModuleRef], days: i64) -> CertificateId {
        let live = self.services.material();
        let first = |module| (&live.catalog.module(module).unwrap().questions[0], true);
        let answers: Vec<(&Question, bool)> = modules.iter().map(first).collect();
        let scope: Slug = "outbound".parse().unwrap();
        let attempt = self.sat(rep, &Subject::Exam(scope.clone()), &answers, AttemptState::Passed).await;
        let tx = self.store().begin(&operate(), self.services.now()).await.unwrap();
        let term = store::certification::last_term(&tx, &operate(), id(rep), &scope).await.unwrap() + 1;
        let certificate = CertificateId(Ports::system().entropy.uuid());
        let new = Certificate {
            id: certificate,
            person: id(rep),
            scope,
            policy_number: 1,
            attempt,
            term,
            granted_at: tx.now(),
            expires_at: tx.now() + Span::days(days),
            revoked_at: None,
            suspended_at: None,
        };
        store::certification::insert_certificate(&tx, &new).await.unwrap();
        self.services.commit(tx, event("certificate")).await.unwrap();
        certificate
    }
}

fn operate() -> Permit<OperateSystem> {
    permit(&Actor::System, &Installation).unwrap()
}

fn id(actor: &Actor) -> PersonId {
    let Actor::Person(person) = actor else { panic!("{actor:?}") };
    person.id
}

fn event(kind: &'static str) -> Event {
    let id = AuditEventId(Ports::system().entropy.uuid());
    Event { id, object_kind: kind, object: "test".to_owned(), detail: serde_json::json!({}) }
}
