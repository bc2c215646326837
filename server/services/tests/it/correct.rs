//! Questions that are thrown out or re-keyed after they were asked.

use domain::assessment::correct::Correction;
use domain::assessment::{AttemptState, Item, Response};
use domain::authz::{Actor, Identify, Installation, permit};
use domain::clearance::Level;
use domain::id::AttemptId;
use domain::identity::Role;
use services::Services;
use services::assessment::{
    AttemptPage, apply_correction, attempt_page, corrections_of, learn_overnight, preview_correction, replay_all,
    settle_overdue, start_exam, undo_correction,
};
use services::learning::open_notices;

use crate::assessment::{code, learn_all, level, scope, sit_mixed};
use crate::kit::Kit;

async fn items(kit: &Kit, id: AttemptId) -> Vec<Item> {
    let permit = permit::<Identify>(&Actor::System, &Installation).unwrap();
    store::assessment::items(kit.store(), &permit, id).await.unwrap()
}

async fn result(services: &Services, actor: &Actor, id: AttemptId) -> (bool, f64) {
    match attempt_page(services, actor, id, None).await.unwrap() {
        AttemptPage::Finished(outcome) => (outcome.passed, outcome.probability.unwrap()),
        AttemptPage::Open(_) => panic!("it is open"),
    }
}

/// Somebody whose exam was close: not passed, and with wrong answers that could have been right.
async fn narrowly_missed(kit: &Kit) -> (Actor, AttemptId) {
    for at in 0..12 {
        let rep = kit.add(&format!("rep{at}"), Role::Rep, None).await;
        learn_all(&kit.services, &rep).await;
        let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
        sit_mixed(&kit.services, &rep, exam, 7).await;
        let (passed, p) = result(&kit.services, &rep, exam).await;
        if !passed && p > 0.2 {
            return (rep, exam);
        }
    }
    panic!("nobody was close");
}

#[tokio::test]
async fn a_question_is_thrown_out_and_that_is_taken_back() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let (rep, exam) = narrowly_missed(&kit).await;
    let Actor::Person(person) = &rep else { panic!("a person") };
    let address = format!("{}@halyard.example", name_of(services, &rep).await);
    let before = result(services, &rep, exam).await;
    assert_eq!(level(services, &address).await, Level::Blocked);
    let all = items(&kit, exam).await;
    let mut made = Vec::new();
    for wrong in all.iter().filter(|item| item.mark.is_some_and(|mark| !mark.is_right())) {
        let version = &wrong.drawn.version;
        let preview = preview_correction(services, &admin, version, &Correction::ThrowOut).await.unwrap();
        let mine = preview.iter().find(|change| change.person == person.id).unwrap();
        let flips = mine.flips();
        let expected = mine.after;
        let question = &wrong.drawn.question;
        made.push(
            apply_correction(services, &admin, question, version, Correction::ThrowOut, "Two are right.")
                .await
                .unwrap(),
        );
        let after = result(services, &rep, exam).await;
        assert_eq!((after.0, Some(after.1)), (expected.0 == AttemptState::Passed, expected.1), "as the preview said");
        if flips {
            break;
        }
    }
    assert!(result(services, &rep, exam).await.0, "without its wrong answers the exam is passed");
    assert_eq!(level(services, &address).await, Level::Solo);
    let told = open_notices(services, &rep).await.unwrap();
    assert!(told[0].words.ends_with("With that you have passed."), "{}", told[0].words);
    let replayed = replay_all(services).await.unwrap();
    assert_eq!(replayed.differences, Vec::<String>::new(), "what was decided is what was stored");
    let question = &all[0].drawn.question;
    let again = apply_correction(services, &admin, question, "no such version", Correction::ThrowOut, "x").await;
    assert!(matches!(again, Err(services::Error::NotFound(_))));
    for id in made.iter().rev() {
        undo_correction(services, &admin, *id).await.unwrap();
        assert_eq!(code(&undo_correction(services, &admin, *id).await.unwrap_err()), "already-undone");
    }
    assert_eq!(result(services, &rep, exam).await, before, "all as it was");
    assert_eq!(level(services, &address).await, Level::Blocked);
    // And once more, which gives the same certificate back.
    for item in all.iter().filter(|item| item.mark.is_some_and(|mark| !mark.is_right())).take(made.len()) {
        let (question, version) = (&item.drawn.question, &item.drawn.version);
        apply_correction(services, &admin, question, version, Correction::ThrowOut, "They are, after all.")
            .await
            .unwrap();
    }
    assert_eq!(level(services, &address).await, Level::Solo);
    let held = services::certification::own_certificates(services, &rep).await.unwrap();
    assert_eq!(held.len(), 1);
}

async fn name_of(services: &Services, actor: &Actor) -> String {
    let Actor::Person(person) = actor else { panic!("a person") };
    services::identity::read_person(services, actor, person.id).await.unwrap().name.to_string()
}

#[tokio::test]
async fn a_re_keyed_question_takes_a_certificate_away_and_is_not_asked_again() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = start_exam(services, &rep, &scope()).await.unwrap();
    sit_mixed(services, &rep, exam, 10).await;
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo);
    let all = items(&kit, exam).await;
    // Nobody answers by no option at all, so whatever was answered is wrong now.
    let nothing = Correction::ReKey(Response::choices([]));
    let answered: Vec<&Item> = all.iter().filter(|item| item.mark.is_some()).collect();
    let mut corrected = Vec::new();
    for item in &answered {
        let (question, version) = (&item.drawn.question, &item.drawn.version);
        apply_correction(services, &admin, question, version, nothing.clone(), "Wrong key.").await.unwrap();
        corrected.push(version.clone());
        if !result(services, &rep, exam).await.0 {
            break;
        }
    }
    assert!(corrected.len() < answered.len(), "it does not take all of them");
    assert_eq!(level(services, "ada@halyard.example").await, Level::Blocked);
    let twice = apply_correction(services, &admin, &answered[0].drawn.question, &corrected[0], nothing, "Again.").await;
    assert_eq!(code(&twice.unwrap_err()), "already-corrected");
    assert_eq!(corrections_of(services, &admin, &answered[0].drawn.question).await.unwrap().len(), 1);
    let bob = kit.add("bob", Role::Rep, None).await;
    learn_all(services, &bob).await;
    let other = start_exam(services, &bob, &scope()).await.unwrap();
    let asked = items(&kit, other).await;
    assert!(asked.iter().all(|item| !corrected.contains(&item.drawn.version)));
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
    learn_overnight(services).await.unwrap();
}

#[tokio::test]
async fn an_exam_that_is_open_is_corrected_when_it_is_decided() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = start_exam(services, &rep, &scope()).await.unwrap();
    crate::assessment::sit(services, &rep, exam, 11, true).await;
    let first = items(&kit, exam).await.remove(0).drawn;
    apply_correction(services, &admin, &first.question, &first.version, Correction::ThrowOut, "Unfair.").await.unwrap();
    kit.clock.forward(domain::time::Span::hours(2));
    settle_overdue(services).await.unwrap();
    let (passed, p) = result(services, &rep, exam).await;
    assert!(!passed, "ten answers are too few, were they right or not");
    let replayed = replay_all(services).await.unwrap();
    assert_eq!(replayed.differences, Vec::<String>::new(), "{p}");
}

#[tokio::test]
async fn only_admins_correct() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let rep = kit.add("ada", Role::Rep, None).await;
    let manager = kit.add("max", Role::Manager, None).await;
    for actor in [&rep, &manager, &Actor::Nobody] {
        assert!(preview_correction(services, actor, "v", &Correction::ThrowOut).await.is_err());
        let question = "halyard/offering/of-001".parse().unwrap();
        assert!(apply_correction(services, actor, &question, "v", Correction::ThrowOut, "x").await.is_err());
        assert!(undo_correction(services, actor, Default::default()).await.is_err());
        assert!(corrections_of(services, actor, &question).await.is_err());
    }
}
