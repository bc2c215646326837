//! A version is suspended once at a time, and drawn again once that is lifted.

use domain::authz::{Actor, Identify, Installation, ManageQuestions, OperateSystem, Permit, permit};
use domain::id::{AuditEventId, SuspensionId};
use domain::time::Timestamp;
use store::questions::{Evidence, Suspension, lift, open_suspension, suspend, suspended_versions, suspensions_of};
use store::{Error, Event};
use uuid::Uuid;

use crate::database::fresh;

fn at(n: i64) -> Timestamp {
    Timestamp::from_millis(n)
}

fn event(n: u128) -> Event {
    let detail = serde_json::json!({});
    Event { id: AuditEventId(Uuid::from_u128(n)), object_kind: "question", object: n.to_string(), detail }
}

fn suspension(n: u128, evidence: Option<Evidence>) -> Suspension {
    Suspension {
        id: SuspensionId(Uuid::from_u128(n)),
        question: "halyard/offering/of-001".parse().unwrap(),
        version: "a1".to_owned(),
        at: at(1),
        by: None,
        reason: "The price list has changed.".to_owned(),
        evidence,
        lifted: None,
    }
}

#[tokio::test]
async fn a_version_is_suspended_once_at_a_time() {
    let db = fresh().await;
    let store = &db.store;
    let manage: Permit<ManageQuestions> = permit(&Actor::System, &Installation).unwrap();
    let operate: Permit<OperateSystem> = permit(&Actor::System, &Installation).unwrap();
    let anybody: Permit<Identify> = permit(&Actor::Nobody, &Installation).unwrap();
    let first = suspension(1, Some(Evidence { z: -2.5, answers: 9 }));

    let tx = store.begin(&operate, at(1)).await.unwrap();
    suspend(&tx, &first).await.unwrap();
    tx.commit(event(1)).await.unwrap();
    assert_eq!(open_suspension(store, &anybody, "a1").await.unwrap(), Some(first.clone()));

    let tx = store.begin(&manage, at(2)).await.unwrap();
    assert!(matches!(suspend(&tx, &suspension(2, None)).await, Err(Error::Conflict(_))), "it is suspended already");
    drop(tx);

    assert!(suspended_versions(store, &anybody).await.unwrap().contains("a1"));
    let tx = store.begin(&manage, at(3)).await.unwrap();
    assert!(lift(&tx, "a1", None, "It is right after all.").await.unwrap());
    assert!(!lift(&tx, "a1", None, "Again.").await.unwrap(), "there is nothing left to lift");
    tx.commit(event(3)).await.unwrap();
    assert!(suspended_versions(store, &anybody).await.unwrap().is_empty());

    let tx = store.begin(&manage, at(4)).await.unwrap();
    suspend(&tx, &suspension(4, None)).await.unwrap();
    tx.commit(event(4)).await.unwrap();
    let known = suspensions_of(store, &anybody, &first.question).await.unwrap();
    let lifted: Vec<Option<&str>> =
        known.iter().map(|found| found.lifted.as_ref().map(|lifted| lifted.reason.as_str())).collect();
    assert_eq!(known.len(), 2);
    assert!(lifted.contains(&Some("It is right after all.")) && lifted.contains(&None), "{lifted:?}");
}
