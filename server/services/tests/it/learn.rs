//! Learning difficulties from answers, night by night.

use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::id::AuditEventId;
use domain::identity::Role;
use domain::time::Span;
use services::Services;
use services::assessment::{Night, learn_overnight, replay_all, start_exam};
use services::ports::Ports;

use store::Event;

use crate::assessment::{learn_all, scope, sit, sit_mixed};
use crate::kit::Kit;

async fn night(services: &Services) -> Night {
    learn_overnight(services).await.unwrap().remove(&scope()).unwrap()
}

async fn sits(kit: &Kit, name: &str, right_of_ten: u32) -> Actor {
    let rep = kit.add(name, Role::Rep, None).await;
    learn_all(&kit.services, &rep).await;
    let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
    sit_mixed(&kit.services, &rep, exam, right_of_ten).await;
    rep
}

#[tokio::test]
async fn answers_make_a_new_version_once_a_night() {
    let kit = Kit::new().await;
    let services = &kit.services;
    assert_eq!(night(services).await, Night::NothingNew, "nobody has sat it");
    kit.clock.forward(Span::days(1));
    sits(&kit, "ada", 8).await;
    sits(&kit, "bob", 6).await;
    let cyn = kit.add("cyn", Role::Rep, None).await;
    learn_all(services, &cyn).await;
    let open = start_exam(services, &cyn, &scope()).await.unwrap();
    sit(services, &cyn, open, 5, true).await;
    assert_eq!(night(services).await, Night::Learned(2), "1 was the panel's");
    assert_eq!(night(services).await, Night::Elsewhere, "once a night");
    kit.clock.forward(Span::minutes(1));
    sit_mixed(services, &cyn, open, 9).await;
    let replayed = replay_all(services).await.unwrap();
    assert_eq!(replayed.differences, Vec::<String>::new(), "an open attempt kept its version");
    kit.clock.forward(Span::days(1));
    assert_eq!(night(services).await, Night::Learned(3));
    kit.clock.forward(Span::days(1));
    assert_eq!(night(services).await, Night::NothingNew);
    sits(&kit, "dee", 7).await;
    let replayed = replay_all(services).await.unwrap();
    assert_eq!((replayed.differences, replayed.decisions), (Vec::<String>::new(), 4 * 4 + 4));
}

#[tokio::test]
async fn a_night_that_was_interrupted_is_gone_on_with() {
    let kit = Kit::new().await;
    let services = &kit.services;
    sits(&kit, "ada", 8).await;
    let day: String = services.now().to_string().chars().take(10).collect();
    let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    // A node that begins, and is gone.
    let tx = kit.store().begin(&permit, services.now()).await.unwrap();
    store::jobs::begin_run(&tx, "learn-difficulties", &format!("{} {day}", scope())).await.unwrap();
    let event = Event {
        id: AuditEventId(Ports::system().entropy.uuid()),
        object_kind: "job",
        object: "learn-difficulties".to_owned(),
        detail: serde_json::json!({}),
    };
    tx.commit(event).await.unwrap();
    assert_eq!(night(services).await, Night::Elsewhere, "it may still be at it");
    kit.clock.forward(Span::minutes(6));
    assert_eq!(night(services).await, Night::Learned(2));
}

#[tokio::test]
async fn two_nodes_learn_once() {
    let kit = Kit::new().await;
    sits(&kit, "ada", 8).await;
    let other = kit.restarted(crate::kit::material());
    let nights = futures::join!(night(&kit.services), night(&other));
    let learned = [nights.0, nights.1].iter().filter(|night| matches!(night, Night::Learned(_))).count();
    assert_eq!(learned, 1, "{nights:?}");
}

#[tokio::test]
async fn the_standard_is_the_panel_s_and_admins_see_what_it_rests_on() {
    let kit = Kit::new().await;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = sits(&kit, "ada", 8).await;
    let standards = services::certification::standards(&kit.services, &admin).await.unwrap();
    let [standard] = standards.as_slice() else { panic!("{standards:?}") };
    assert!(standard.panel.cut > 0.6 && standard.panel.cut < 0.9, "{:?}", standard.panel);
    assert_eq!((standard.panel.judges, standard.panel.unrated, standard.by_counts), (3, 0, false));
    assert_eq!(standard.parameters.map(|used| (used.number, used.reps)), Some((1, 0)));
    assert_eq!(night(&kit.services).await, Night::Learned(2));
    let later = services::certification::standards(&kit.services, &admin).await.unwrap();
    assert_eq!(later[0].parameters.map(|used| (used.number, used.reps)), Some((2, 1)));
    assert_eq!(later[0].panel, standard.panel, "answers never move it");
    assert!(services::certification::standards(&kit.services, &rep).await.is_err());
}
