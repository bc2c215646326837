//! Every write is audited, or nothing happened.

use domain::authz::{Actor, Installation, ManageTeams, Permit, ReadAudit, permit};
use domain::id::{AuditEventId, TeamId};
use domain::identity::Team;
use domain::time::Timestamp;
use store::identity::{insert_team, team_by_name};
use store::{Error, Event, Store};
use uuid::Uuid;

use crate::database::fresh;

fn manage() -> Permit<ManageTeams> {
    permit(&Actor::System, &Installation).unwrap()
}

fn event(n: u128) -> Event {
    Event {
        id: AuditEventId(Uuid::from_u128(n)),
        object_kind: "team",
        object: n.to_string(),
        detail: serde_json::json!({}),
    }
}

fn team(n: u128, name: &str) -> Team {
    Team { id: TeamId(Uuid::from_u128(n)), name: name.to_owned(), parent: None }
}

async fn audited(store: &Store) -> usize {
    let read: Permit<ReadAudit> = permit(&Actor::System, &Installation).unwrap();
    store::audit::recent(store, &read, &store::audit::AuditFilter::default(), 100).await.unwrap().unwrap().len()
}

async fn exists(store: &Store, name: &str) -> bool {
    let identify = permit(&Actor::System, &Installation).unwrap();
    team_by_name(store, &identify, name).await.unwrap().is_some()
}

#[tokio::test]
async fn a_commit_writes_the_change_and_its_audit_row() {
    let db = fresh().await;
    let tx = db.store.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
    insert_team(&tx, &team(1, "North")).await.unwrap();
    tx.commit(event(1)).await.unwrap();
    assert!(exists(&db.store, "North").await);
    assert_eq!(audited(&db.store).await, 1);
}

#[tokio::test]
async fn without_a_commit_nothing_happened() {
    let db = fresh().await;
    let tx = db.store.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
    insert_team(&tx, &team(1, "North")).await.unwrap();
    drop(tx);
    assert!(!exists(&db.store, "North").await);
    assert_eq!(audited(&db.store).await, 0);
}

#[tokio::test]
async fn an_audit_row_that_cannot_be_written_takes_the_change_with_it() {
    let db = fresh().await;
    let tx = db.store.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
    insert_team(&tx, &team(1, "North")).await.unwrap();
    tx.commit(event(1)).await.unwrap();
    let tx = db.store.begin(&manage(), Timestamp::from_millis(2)).await.unwrap();
    insert_team(&tx, &team(2, "South")).await.unwrap();
    assert!(matches!(tx.commit(event(1)).await, Err(Error::Conflict(_))), "the event's id is taken");
    assert!(!exists(&db.store, "South").await);
}

#[tokio::test]
async fn concurrent_writers_wait_for_each_other() {
    let db = fresh().await;
    let writers = (0..20_u128).map(|n| {
        let store = db.store.clone();
        tokio::spawn(async move {
            let tx = store.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
            insert_team(&tx, &team(n, &format!("team {n}"))).await.unwrap();
            tx.commit(event(n)).await.unwrap();
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(audited(&db.store).await, 20);
}

#[tokio::test]
async fn a_second_process_on_the_same_file_waits_too() {
    let db = fresh().await;
    let other = Store::open(&db.url).await.unwrap();
    let tx = db.store.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
    insert_team(&tx, &team(1, "North")).await.unwrap();
    let waiting = tokio::spawn(async move {
        let tx = other.begin(&manage(), Timestamp::from_millis(1)).await.unwrap();
        insert_team(&tx, &team(2, "South")).await.unwrap();
        tx.commit(event(2)).await.unwrap();
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    tx.commit(event(1)).await.unwrap();
    waiting.await.unwrap();
    assert!(exists(&db.store, "South").await);
}
