//! What a replay finds: whatever is stored otherwise than it was decided, and nothing that only happens meanwhile.

use domain::assessment::correct::Correction;
use domain::assessment::{Attempt, Item};
use domain::authz::{Actor, Identify, Installation, permit};
use domain::id::AttemptId;
use domain::identity::Role;
use services::Services;
use services::assessment::{apply_correction, replay_all, replay_attempt, start_exam, start_quiz};

use crate::assessment::{learn_all, module, read, scope, sit, sit_mixed};
use crate::kit::Kit;
use crate::sql::execute;

async fn differences(services: &Services) -> Vec<String> {
    replay_all(services).await.unwrap().differences
}

/// Changes a column of the attempts of this kind, expects one difference with these words, and changes it back.
async fn found(kit: &Kit, kind: &str, (column, to, back): (&str, &str, &str), words: &str) {
    let set = async |to: &str| execute(kit, &format!("UPDATE attempt SET {column} = {to} WHERE kind = '{kind}'")).await;
    set(to).await;
    let differences = differences(&kit.services).await;
    let [one] = differences.as_slice() else { panic!("{column} = {to}: {differences:?}") };
    assert!(one.contains(words), "{column} = {to}: {one}");
    set(back).await;
}

/// A longer reason, and the one that there was.
const OTHER_REASON: (&str, &str, &str) = ("reason", "reason || ' x'", "substr(reason, 1, length(reason) - 2)");
const MORE_RIGHT: (&str, &str, &str) = ("right_marks", "right_marks + 1", "right_marks - 1");

#[tokio::test]
async fn a_decision_that_was_changed_is_found() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let bob = kit.add("bob", Role::Rep, None).await;
    read(services, &bob, &module(0)).await;
    let quiz = start_quiz(services, &bob, &module(0)).await.unwrap();
    sit(services, &bob, quiz, 60, false).await;
    let replayed = replay_all(services).await.unwrap();
    assert_eq!((replayed.attempts, replayed.decisions, replayed.differences.len()), (1, 1, 0));
    found(&kit, "quiz", ("state", "'passed'", "'not-yet'"), "passed is stored, not-yet comes out").await;
    found(&kit, "quiz", ("state", "'open'", "'not-yet'"), "open is stored, not-yet comes out").await;
    found(&kit, "quiz", MORE_RIGHT, "1 right is stored, 0 comes out").await;
    found(&kit, "quiz", ("right_marks", "NULL", "0"), "none right is stored, 0 comes out").await;
    found(&kit, "quiz", OTHER_REASON, "the reason below-standard x is stored, below-standard comes out").await;
    found(&kit, "quiz", ("reason", "NULL", "'below-standard'"), "the reason none is stored").await;
    found(&kit, "quiz", ("probability", "0.5", "NULL"), "P = 0.5 is stored, P = none comes out").await;
    found(&kit, "quiz", ("drawn", "drawn + 1", "drawn - 1"), "questions are drawn").await;
    assert_eq!(differences(services).await, Vec::<String>::new(), "all is as it was");

    let ada = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 3, true).await;
    found(&kit, "exam", ("state", "'passed'", "'open'"), "it should have gone on").await;
    sit_mixed(services, &ada, exam, 3).await;
    found(&kit, "exam", ("state", "'passed'", "'not-yet'"), "passed is stored, not-yet comes out").await;
    found(&kit, "exam", ("state", "'open'", "'not-yet'"), "open is stored, not-yet comes out").await;
    found(&kit, "exam", MORE_RIGHT, "right is stored").await;
    found(&kit, "exam", OTHER_REASON, "the reason").await;
    found(&kit, "exam", ("probability", "probability + 0.001", "probability - 0.001"), "P = ").await;
    assert_eq!(differences(services).await, Vec::<String>::new(), "all is as it was");
}

async fn attempt(kit: &Kit, id: AttemptId) -> Attempt {
    let permit = permit::<Identify>(&Actor::System, &Installation).unwrap();
    store::assessment::attempt_by_id(kit.store(), &permit, id).await.unwrap().unwrap()
}

async fn first(kit: &Kit, id: AttemptId) -> Item {
    let permit = permit::<Identify>(&Actor::System, &Installation).unwrap();
    store::assessment::items(kit.store(), &permit, id).await.unwrap().remove(0)
}

#[tokio::test]
async fn what_happens_while_it_is_read_is_no_difference() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let ada = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 3, true).await;
    let before = attempt(&kit, exam).await;
    sit(services, &ada, exam, 1, true).await;
    assert_eq!(replay_attempt(services, &before).await.unwrap(), None, "an answer was given");
    sit(services, &ada, exam, 60, true).await;
    assert_eq!(replay_attempt(services, &before).await.unwrap(), None, "it was decided");
    let decided = attempt(&kit, exam).await;
    let drawn = first(&kit, exam).await.drawn;
    apply_correction(services, &admin, &drawn.question, &drawn.version, Correction::ThrowOut, "Unfair.").await.unwrap();
    assert_ne!(attempt(&kit, exam).await, decided);
    assert_eq!(replay_attempt(services, &decided).await.unwrap(), None, "a question was thrown out");

    execute(&kit, "UPDATE attempt SET asked = asked + 1 WHERE kind = 'exam'").await;
    for read in [&before, &decided, &attempt(&kit, exam).await] {
        let difference = replay_attempt(services, read).await.unwrap();
        assert!(difference.as_ref().is_some_and(|words| words.contains("answers are counted")), "{difference:?}");
    }
}
