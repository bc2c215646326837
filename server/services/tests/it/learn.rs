//! Learning difficulties from answers, night by night.

use domain::assessment::mastery::learn::{Assumptions, Before, Learned, Learning};
use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::id::{AttemptId, AuditEventId};
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
    sat(kit, name, right_of_ten).await.0
}

async fn sat(kit: &Kit, name: &str, right_of_ten: u32) -> (Actor, AttemptId) {
    let rep = kit.add(name, Role::Rep, None).await;
    learn_all(&kit.services, &rep).await;
    let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
    sit_mixed(&kit.services, &rep, exam, right_of_ten).await;
    (rep, exam)
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

/// What is to be learned from one exam, and how far it was when the node that began it was gone: after so many iterations.
struct Interrupted {
    basis: String,
    learned: Learned,
    end: Learned,
}

async fn interrupted(kit: &Kit, exam: AttemptId, iterations: u32) -> Interrupted {
    let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let stored = store::assessment::latest_parameters(kit.store(), &permit, &scope()).await.unwrap().unwrap();
    let items = stored.parameters.items().unwrap();
    let before: Vec<Before> =
        items.values().map(|item| Before { difficulty: item.panel, guessing: item.guessing }).collect();
    let places: Vec<&String> = items.keys().collect();
    let place = |version: &String| places.iter().position(|known| *known == version).unwrap();
    let asked = store::assessment::items(kit.store(), &permit, exam).await.unwrap();
    let answers =
        asked.iter().filter_map(|item| Some((place(&item.drawn.version), item.mark?.value()))).collect::<Vec<_>>();
    let people = [answers];
    let learning = Learning::new(&before, &people, Assumptions::default());
    let learned = (0..iterations).fold(learning.begin(), |learned, _| learning.step(&learned));
    assert!(!learned.settled && learned.iterations == iterations);
    let end = learning.run(learned.clone());
    Interrupted { basis: stored.basis, learned, end }
}

/// A node that begins a night, says how far it is, and is gone; then the night of another node. Gives what that one came to after each stride.
async fn night_after(kit: &Kit, progress: &str) -> Vec<u32> {
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let day: String = services.now().to_string().chars().take(10).collect();
    let (job, occasion) = ("learn-difficulties", format!("{} {day}", scope()));
    let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let tx = kit.store().begin(&permit, services.now()).await.unwrap();
    store::jobs::begin_run(&tx, job, &occasion).await.unwrap();
    assert!(store::jobs::beat(&tx, (job, &occasion), services.now(), progress, false).await.unwrap());
    let event = Event {
        id: AuditEventId(Ports::system().entropy.uuid()),
        object_kind: "job",
        object: job.to_owned(),
        detail: serde_json::json!({}),
    };
    tx.commit(event).await.unwrap();
    assert_eq!(night(services).await, Night::Elsewhere, "it may still be at it");
    kit.clock.forward(Span::minutes(6));
    assert_eq!(night(services).await, Night::Learned(2));
    let log = services::audit::recent(services, &admin, &services::audit::AuditFilter::default()).await.unwrap().rows;
    let strides = log.into_iter().rev().filter(|row| row.object_kind == "job").flat_map(|row| row.detail);
    strides.filter(|(word, _)| word == "iterations").map(|(_, iterations)| iterations.parse().unwrap()).collect()
}

/// Strides of ten from there to the end.
fn strides(from: u32, to: u32) -> Vec<u32> {
    (from..to).step_by(10).map(|begun| (begun + 10).min(to)).collect()
}

#[tokio::test]
async fn a_night_that_was_interrupted_is_gone_on_with() {
    let kit = Kit::new().await;
    let exam = sat(&kit, "ada", 8).await.1;
    let Interrupted { basis, learned, end } = interrupted(&kit, exam, 3).await;
    assert!(end.iterations > 10, "{}", end.iterations);
    let progress = serde_json::json!({ "basis": basis, "learned": learned }).to_string();
    assert_eq!(night_after(&kit, &progress).await, strides(3, end.iterations));
}

#[tokio::test]
async fn a_night_that_cannot_be_gone_on_with_begins_anew() {
    for readable in [true, false] {
        let kit = Kit::new().await;
        let exam = sat(&kit, "ada", 8).await.1;
        let Interrupted { learned, end, .. } = interrupted(&kit, exam, 3).await;
        let other = serde_json::json!({ "basis": "of other questions", "learned": learned }).to_string();
        let progress = if readable { other.as_str() } else { "{" };
        assert_eq!(night_after(&kit, progress).await, strides(0, end.iterations), "{progress}");
    }
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
