//! Questions that are thrown out or re-keyed after they were asked.

use domain::assessment::correct::Correction;
use domain::assessment::{AttemptState, Item, Response};
use domain::authz::{Actor, Identify, Installation, permit};
use domain::certification::CertificateVerdict;
use domain::clearance::Level;
use domain::id::{AttemptId, CorrectionId};
use domain::identity::Role;
use domain::time::Span;
use services::assessment::{
    AttemptPage, apply_correction, attempt_page, corrections_of, learn_overnight, preview_correction, replay_all,
    start_exam, undo_correction,
};
use services::certification::decide_certificate;
use services::learning::open_notices;
use services::readiness::person_page;
use services::{Error, Services};

use crate::assessment::{code, learn_all, level, scope, sit_mixed};
use crate::content_change::id;
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

/// Another key that fits the question, under which this answer is wrong; none where there was no answer.
fn against(item: &Item) -> Option<Correction> {
    let right = match item.response.clone()? {
        Response::Choices(chosen) if chosen.len() == 1 => Response::choices([u8::from(chosen[0] == 0)]),
        Response::Choices(chosen) => Response::choices([chosen[0]]),
        Response::Number(number) => Response::Number(number + 1e6),
        Response::Order(order) => Response::Order(order.into_iter().rev().collect()),
        Response::Pairs(mut pairs) => {
            pairs.rotate_left(1);
            Response::Pairs(pairs)
        }
        Response::Text(_) => Response::text("something else"),
    };
    Some(Correction::ReKey(right))
}

/// The versions that an exam has asked.
async fn asked(kit: &Kit, exam: AttemptId) -> Vec<String> {
    let answered = items(kit, exam).await.into_iter().filter(|item| item.mark.is_some());
    answered.map(|item| item.drawn.version).collect()
}

/// Corrects one question after the other until the exam has turned; gives the corrections, and the versions.
async fn turn(
    kit: &Kit,
    admin: &Actor,
    (owner, exam): (&Actor, AttemptId),
    correction: impl Fn(&Item) -> Option<Correction>,
) -> (Vec<CorrectionId>, Vec<String>) {
    let services = &kit.services;
    let before = result(services, owner, exam).await.0;
    let (mut made, mut versions) = (Vec::new(), Vec::new());
    for item in items(kit, exam).await.iter().filter(|item| item.mark.is_some()) {
        let Some(correction) = correction(item) else { continue };
        let (question, version) = (&item.drawn.question, &item.drawn.version);
        let id = apply_correction(services, admin, question, version, correction, "It was wrong.").await.unwrap();
        made.push(id);
        versions.push(version.clone());
        if result(services, owner, exam).await.0 != before {
            return (made, versions);
        }
    }
    panic!("it never turns");
}

fn only_wrong(item: &Item) -> Option<Correction> {
    item.mark.filter(|mark| !mark.is_right()).map(|_| Correction::ThrowOut)
}

async fn passes(kit: &Kit, actor: &Actor) -> AttemptId {
    let exam = start_exam(&kit.services, actor, &scope()).await.unwrap();
    sit_mixed(&kit.services, actor, exam, 10).await;
    assert!(result(&kit.services, actor, exam).await.0);
    exam
}

#[tokio::test]
async fn a_re_keyed_question_takes_a_certificate_away_and_is_not_asked_again() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = passes(&kit, &rep).await;
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo);
    let (_, corrected) = turn(&kit, &admin, (&rep, exam), against).await;
    assert_eq!(level(services, "ada@halyard.example").await, Level::Blocked);
    assert!(services::certification::own_certificates(services, &rep).await.unwrap().is_empty());
    let refused = start_exam(services, &rep, &scope()).await.unwrap_err();
    assert!(matches!(refused, Error::TooSoon { .. } | Error::Refused { .. } | Error::Locked(_)), "{refused:?}");
    let first = items(&kit, exam).await.into_iter().find(|item| item.drawn.version == corrected[0]).unwrap();
    let question = &first.drawn.question;
    let twice = apply_correction(services, &admin, question, &corrected[0], Correction::ThrowOut, "Again.").await;
    assert_eq!(code(&twice.unwrap_err()), "already-corrected");
    assert_eq!(corrections_of(services, &admin, question).await.unwrap().len(), 1);
    let bob = kit.add("bob", Role::Rep, None).await;
    learn_all(services, &bob).await;
    let other = start_exam(services, &bob, &scope()).await.unwrap();
    let asked = items(&kit, other).await;
    assert!(asked.iter().all(|item| !corrected.contains(&item.drawn.version)));
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
    learn_overnight(services).await.unwrap();
}

#[tokio::test]
async fn a_new_key_must_fit_its_question() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = passes(&kit, &rep).await;
    let single = |item: &Item| matches!(&item.response, Some(Response::Choices(chosen)) if chosen.len() == 1);
    let item = items(&kit, exam).await.into_iter().find(single).unwrap().drawn;
    for right in [Response::choices([]), Response::choices([9]), Response::Number(1.0)] {
        let wrong = Correction::ReKey(right);
        let preview = preview_correction(services, &admin, &item.version, &wrong).await;
        assert!(matches!(preview, Err(Error::Invalid(_))));
        let applied = apply_correction(services, &admin, &item.question, &item.version, wrong, "x").await;
        assert!(matches!(applied, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn a_renewal_that_is_corrected_away_leaves_the_certificate_before_it() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let first = passes(&kit, &rep).await;
    let seen = asked(&kit, first).await;
    kit.clock.forward(Span::days(320));
    let renewal = passes(&kit, &rep).await;
    let held = async || services::certification::own_certificates(services, &rep).await.unwrap().len();
    assert_eq!(held().await, 2);
    let unseen = |item: &Item| against(item).filter(|_| !seen.contains(&item.drawn.version));
    let (made, _) = turn(&kit, &admin, (&rep, renewal), unseen).await;
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo, "the first one still holds");
    assert_eq!(held().await, 1);
    for id in made {
        undo_correction(services, &admin, id).await.unwrap();
    }
    assert_eq!(held().await, 2);
    kit.clock.forward(Span::days(60));
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo, "into the second term");
}

#[tokio::test]
async fn what_somebody_decided_about_a_certificate_outlives_the_correction_of_its_exam() {
    for verdict in [CertificateVerdict::Suspend, CertificateVerdict::Revoke] {
        let kit = Kit::new().await;
        let services = &kit.services;
        let admin = kit.add("admin", Role::Admin, None).await;
        let rep = kit.add("ada", Role::Rep, None).await;
        learn_all(services, &rep).await;
        let first = passes(&kit, &rep).await;
        let seen = asked(&kit, first).await;
        kit.clock.forward(Span::days(320));
        let renewal = passes(&kit, &rep).await;
        let decided = services::certification::own_certificates(services, &rep).await.unwrap()[0].id;
        decide_certificate(services, &admin, decided, verdict, "Promised a discount.").await.unwrap();
        let unseen = |item: &Item| against(item).filter(|_| !seen.contains(&item.drawn.version));
        turn(&kit, &admin, (&rep, renewal), unseen).await;
        assert_eq!(level(services, "ada@halyard.example").await, Level::Blocked, "{verdict}");
        let page = person_page(services, &admin, id(&rep)).await.unwrap();
        assert_eq!(page.certificates.len(), 2, "and whoever may lift it still sees it");
    }
}

#[tokio::test]
async fn an_exam_that_is_passed_after_all_holds_from_its_own_day_on() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let (rep, missed) = narrowly_missed(&kit).await;
    let address = format!("{}@halyard.example", name_of(services, &rep).await);
    kit.clock.forward(Span::days(400));
    turn(&kit, &admin, (&rep, missed), only_wrong).await;
    assert_eq!(level(services, &address).await, Level::Blocked, "what it would have earned is over");
}

#[tokio::test]
async fn another_pass_carries_somebody_whose_exam_is_corrected_away() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let (rep, missed) = narrowly_missed(&kit).await;
    let address = format!("{}@halyard.example", name_of(services, &rep).await);
    kit.clock.forward(Span::hours(25));
    read_again(services, &rep).await;
    let passed = passes(&kit, &rep).await;
    turn(&kit, &admin, (&rep, missed), only_wrong).await;
    let held = async || services::certification::own_certificates(services, &rep).await.unwrap();
    assert_eq!(held().await.len(), 1, "one pass, one certificate");
    let seen = asked(&kit, missed).await;
    turn(&kit, &admin, (&rep, passed), |item| against(item).filter(|_| !seen.contains(&item.drawn.version))).await;
    assert_eq!(level(services, &address).await, Level::Solo, "by the exam before");
    assert_eq!(held().await.iter().map(|held| held.attempt).collect::<Vec<_>>(), [missed]);
}

/// Reads everything once more: what the last result names is among it.
async fn read_again(services: &Services, actor: &Actor) {
    for at in 0..crate::assessment::MODULES.len() {
        crate::assessment::read(services, actor, &crate::assessment::MODULES[at].parse().unwrap()).await;
    }
}

#[tokio::test]
async fn nobody_makes_themselves_pass() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    learn_all(services, &admin).await;
    let exam = start_exam(services, &admin, &scope()).await.unwrap();
    let refused = preview_correction(services, &admin, "v", &Correction::ThrowOut).await.unwrap_err();
    assert_eq!(code(&refused), "exam-open", "nor looks while it runs");
    let drawn = items(&kit, exam).await.remove(0).drawn;
    let refused = apply_correction(services, &admin, &drawn.question, &drawn.version, Correction::ThrowOut, "x").await;
    assert_eq!(code(&refused.unwrap_err()), "exam-open", "nor takes a question out of it");
    assert_eq!(code(&undo_correction(services, &admin, Default::default()).await.unwrap_err()), "exam-open");
    sit_mixed(services, &admin, exam, 7).await;
    assert!(!result(services, &admin, exam).await.0);
    let mut refused = None;
    for item in items(&kit, exam).await.iter().filter(|item| only_wrong(item).is_some()) {
        let (question, version) = (&item.drawn.question, &item.drawn.version);
        let made = apply_correction(services, &admin, question, version, Correction::ThrowOut, "Unfair to me.").await;
        if let Err(error) = made {
            refused = Some(code(&error).to_owned());
            break;
        }
    }
    assert_eq!(refused.as_deref(), Some("own-result"));
    assert!(!result(services, &admin, exam).await.0);
}

#[tokio::test]
async fn an_exam_that_is_open_is_corrected_when_it_is_decided() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = start_exam(services, &rep, &scope()).await.unwrap();
    crate::assessment::sit(services, &rep, exam, 8, true).await;
    let first = items(&kit, exam).await.remove(0).drawn;
    apply_correction(services, &admin, &first.question, &first.version, Correction::ThrowOut, "Unfair.").await.unwrap();
    sit_mixed(services, &rep, exam, 10).await;
    let permit = permit::<Identify>(&Actor::System, &Installation).unwrap();
    let stored = store::assessment::attempt_by_id(kit.store(), &permit, exam).await.unwrap().unwrap();
    let (decided, p) = stored.decided.unwrap();
    assert_eq!((decided, stored.state), (AttemptState::Passed, AttemptState::Passed));
    assert!(stored.probability.unwrap() < p.unwrap(), "one right answer counts for nothing");
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo);
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
}

#[tokio::test]
async fn only_admins_correct() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let rep = kit.add("ada", Role::Rep, None).await;
    let manager = kit.add("max", Role::Manager, None).await;
    for actor in [&rep, &manager, &Actor::Nobody] {
        let denied = |error: Error| assert!(matches!(error, Error::Denied(_)), "{error:?}");
        let question = "halyard/offering/of-001".parse().unwrap();
        denied(preview_correction(services, actor, "v", &Correction::ThrowOut).await.unwrap_err());
        denied(apply_correction(services, actor, &question, "v", Correction::ThrowOut, "x").await.unwrap_err());
        denied(undo_correction(services, actor, Default::default()).await.unwrap_err());
        denied(corrections_of(services, actor, &question).await.unwrap_err());
    }
}
