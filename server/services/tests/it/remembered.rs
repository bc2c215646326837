//! What was read for a check is kept, and never a moment too long.

use std::sync::Arc;

use domain::authz::{Actor, Denied};
use domain::clearance::Level;
use domain::identity::Role;
use domain::time::Span;
use services::certification::{decide_certificate, own_certificates};
use services::clearance::{check, check_at};
use services::identity::{PersonDetails, change_person, close_account};
use services::integration::{authenticate_key, create_key, revoke_key};
use services::ports::{Clock, Ports};
use services::{Error, Services};

use domain::certification::CertificateVerdict::{Reinstate, Suspend};

use crate::assessment::{learn_all, level, scope, sit_mixed};
use crate::kit::{Kit, material};

const ADA: &str = "ada@halyard.example";
/// So often something is asked until it must be kept.
const OFTEN: usize = 4;

#[tokio::test]
async fn what_another_process_commits_counts_for_the_next_check() {
    let kit = Kit::new().await;
    let (services, elsewhere) = (&kit.services, kit.elsewhere(material()).await);
    let ada = kit.add("ada", Role::Rep, None).await;
    let admin = kit.add("root", Role::Admin, None).await;
    learn_all(services, &ada).await;
    let exam = services::assessment::start_exam(services, &ada, &scope()).await.unwrap();
    sit_mixed(services, &ada, exam, 10).await;
    let certificate = own_certificates(services, &ada).await.unwrap()[0].id;
    for _ in 0..20 {
        for _ in 0..OFTEN {
            assert_eq!(level(services, ADA).await, Level::Solo);
        }
        decide_certificate(&elsewhere, &admin, certificate, Suspend, "Promised a discount.").await.unwrap();
        for _ in 0..OFTEN {
            assert_eq!(level(services, ADA).await, Level::Blocked);
        }
        decide_certificate(&elsewhere, &admin, certificate, Reinstate, "A mistake.").await.unwrap();
    }
    let Actor::Person(person) = &ada else { panic!("a person") };
    let details =
        PersonDetails { name: "Ada".into(), email: "lovelace@halyard.example".into(), external_id: String::new() };
    change_person(&elsewhere, &admin, person.id, &details).await.unwrap();
    let old = check(services, &Actor::System, ADA, "outbound").await;
    assert!(matches!(old, Err(Error::NotFound(_))), "{old:?}");
}

#[tokio::test]
async fn a_key_that_another_process_revokes_opens_nothing_more() {
    let kit = Kit::new().await;
    let scopes = ["clearance:read".to_owned()];
    let (key, text) = create_key(&kit.services, &Actor::System, "dialler", &scopes, "").await.unwrap();
    for _ in 0..OFTEN {
        assert_eq!(authenticate_key(&kit.services, &text).await.unwrap().0.id, key.id);
    }
    revoke_key(&kit.elsewhere(material()).await, &Actor::System, key.id).await.unwrap();
    let shown = authenticate_key(&kit.services, &text).await;
    assert!(matches!(shown, Err(Error::Denied(Denied::SignIn))), "{shown:?}");
}

#[tokio::test]
async fn what_is_kept_answers_nothing_without_the_database() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    for _ in 0..OFTEN {
        assert_eq!(level(&kit.services, ADA).await, Level::Blocked);
    }
    kit.cut().await;
    let answer = check(&kit.services, &Actor::System, ADA, "outbound").await;
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
}

#[tokio::test]
async fn an_operator_may_let_answers_be_some_seconds_old_and_no_older() {
    let kit = Kit::new().await;
    let stale = some_seconds_old(&kit);
    let admin = kit.add("root", Role::Admin, None).await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let scopes = ["clearance:read".to_owned()];
    let (key, text) = create_key(&kit.services, &Actor::System, "dialler", &scopes, "").await.unwrap();
    authenticate_key(&stale, &text).await.unwrap();
    assert_eq!(level(&stale, ADA).await, Level::Blocked);
    revoke_key(&kit.services, &Actor::System, key.id).await.unwrap();
    let Actor::Person(person) = &ada else { panic!("a person") };
    close_account(&kit.services, &admin, person.id).await.unwrap();
    let reasons =
        async |services: &Services| check(services, &Actor::System, ADA, "outbound").await.unwrap().clearance.reasons;
    let before = reasons(&stale).await;
    kit.clock.forward(Span::millis(9_999));
    assert_eq!(authenticate_key(&stale, &text).await.unwrap().0.id, key.id, "as it was ten seconds ago");
    assert_eq!(reasons(&stale).await, before);
    assert_ne!(reasons(&kit.services).await, before);
    kit.clock.forward(Span::millis(1));
    assert!(authenticate_key(&stale, &text).await.is_err());
    assert!(authenticate_key(&kit.services, &text).await.is_err());
    assert_ne!(reasons(&stale).await, before);
}

#[tokio::test]
async fn what_may_be_some_seconds_old_needs_no_database_for_so_long() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    let scopes = ["clearance:read".to_owned()];
    let (_, text) = create_key(&kit.services, &Actor::System, "dialler", &scopes, "").await.unwrap();
    let stale = some_seconds_old(&kit);
    // As the phone system asks.
    let asks = async || {
        let (key, moment) = authenticate_key(&stale, &text).await?;
        check_at(&stale, moment, &key.actor(), ADA, "outbound").await
    };
    let read = asks().await.unwrap();
    kit.cut().await;
    assert_eq!(asks().await.unwrap(), read, "it was read a moment ago");
    kit.clock.forward(Span::seconds(10));
    let answer = asks().await;
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
}

/// Services whose answers may be ten seconds old.
fn some_seconds_old(kit: &Kit) -> Services {
    let ports = Ports { clock: Arc::clone(&kit.clock) as Arc<dyn Clock>, ..Ports::system() };
    Services::stale_for(kit.store().clone(), ports, material(), Span::seconds(10))
}
