//! The item watch: questions that able people get wrong are asked no more until somebody has looked.

use std::collections::BTreeMap;

use domain::assessment::Subject;
use domain::assessment::analysis::Flag;
use domain::assessment::watch::Watch;
use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::catalog::QuestionRef;
use domain::id::{AttemptId, AuditEventId};
use domain::identity::Role;
use services::assessment::health::{HealthFilter, overview, question_health};
use services::assessment::{lift_suspension, start_exam, suspend_question};
use services::learning::open_notices;
use services::ports::Ports;
use store::Event;

use crate::assessment::{MODULES, learn_all, scope, sit_mixed};
use crate::kit::Kit;

/// As if 29 people had met every question, and almost nobody had got it right.
async fn all_suspect(kit: &Kit) {
    let material = kit.services.material();
    let modules = MODULES.map(|module| material.catalog.module(&module.parse().unwrap()).unwrap());
    let watch = Watch { answers: 29, observed: 2.0, expected: 22.0, variance: 5.0 };
    let seen: BTreeMap<_, _> = modules
        .iter()
        .flat_map(|module| &module.questions)
        .map(|question| (question.version.clone(), (question.reference.clone(), watch)))
        .collect();
    let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let tx = kit.store().begin(&permit, kit.services.now()).await.unwrap();
    store::assessment::watch_answers(&tx, &seen).await.unwrap();
    let id = AuditEventId(Ports::system().entropy.uuid());
    let event = Event { id, object_kind: "question", object: "all".to_owned(), detail: serde_json::json!({}) };
    tx.commit(event).await.unwrap();
}

async fn asked(kit: &Kit, id: AttemptId) -> Vec<domain::assessment::Drawn> {
    let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let items = store::assessment::items(kit.store(), &permit, id).await.unwrap();
    items.into_iter().filter(|item| item.mark.is_some()).map(|item| item.drawn).collect()
}

async fn sits(kit: &Kit, name: &str) -> AttemptId {
    let rep = kit.add(name, Role::Rep, None).await;
    learn_all(&kit.services, &rep).await;
    let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
    sit_mixed(&kit.services, &rep, exam, 10).await;
    exam
}

#[tokio::test]
async fn a_suspect_is_suspended_by_the_exam_that_makes_thirty_and_stays_out_until_somebody_has_looked() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    all_suspect(&kit).await;
    let operate = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let suspended = async || store::questions::suspended_versions(kit.store(), &operate).await.unwrap();
    assert!(suspended().await.is_empty(), "29 are one too few");
    let first = asked(&kit, sits(&kit, "ada").await).await;
    let out = suspended().await;
    assert_eq!(out.len(), first.len(), "all that this exam asked");
    let told = open_notices(services, &admin).await.unwrap();
    assert!(told[0].words.contains("Is its key the right one?"), "{}", told[0].words);
    let second = asked(&kit, sits(&kit, "bob").await).await;
    assert!(second.iter().all(|drawn| !out.contains(&drawn.version)), "no exam asks them");
    // Somebody looks at one and finds nothing wrong: that is the last word about this version.
    let looked = &first[0];
    lift_suspension(services, &admin, &looked.question, &looked.version, "The key is right.").await.unwrap();
    for name in ["cyn", "dee", "eve", "fay"] {
        sits(&kit, name).await;
    }
    assert!(!suspended().await.contains(&looked.version));
}

#[tokio::test]
async fn a_suspension_by_hand_was_about_something_else() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let by_hand = kit.services.material().catalog.module(&MODULES[0].parse().unwrap()).unwrap().questions.clone();
    let by_hand: Vec<_> = by_hand.into_iter().filter(|question| question.critical).collect();
    for question in &by_hand {
        suspend_question(services, &admin, &question.reference, &question.version, "A typing error.").await.unwrap();
        lift_suspension(services, &admin, &question.reference, &question.version, "It is mended.").await.unwrap();
    }
    all_suspect(&kit).await;
    sits(&kit, "ada").await;
    let operate = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let out = store::questions::suspended_versions(kit.store(), &operate).await.unwrap();
    assert!(!by_hand.is_empty() && by_hand.iter().all(|question| out.contains(&question.version)));
    let flagged = async |reference: &QuestionRef| {
        let page = question_health(services, &admin, reference, None).await.unwrap();
        page.figures[0].flags.contains(&Flag::WorseThanExpected)
    };
    let one = &by_hand[0];
    assert!(flagged(&one.reference).await);
    lift_suspension(services, &admin, &one.reference, &one.version, "The key is right.").await.unwrap();
    assert!(!flagged(&one.reference).await, "somebody has looked");
}

#[tokio::test]
async fn a_suspect_is_shown_before_it_is_suspended_and_in_exams_only() {
    let kit = Kit::new().await;
    let admin = kit.add("admin", Role::Admin, None).await;
    all_suspect(&kit).await;
    let shown = async |answers: Option<Subject>| {
        let filter = HealthFilter { subject: answers, ..HealthFilter::default() };
        let found = overview(&kit.services, &admin, &filter).await.unwrap();
        found.matching.iter().filter(|row| row.flags.contains(&Flag::WorseThanExpected)).count()
    };
    let exam = shown(None).await;
    assert!(exam > 0);
    assert_eq!(shown(Some(Subject::Quiz(MODULES[0].parse().unwrap()))).await, 0);
    let question = kit.services.material().catalog.module(&MODULES[0].parse().unwrap()).unwrap().questions[0].clone();
    let page = question_health(&kit.services, &admin, &question.reference, None).await.unwrap();
    assert_eq!(
        page.figures[0].flags,
        [Flag::WorseThanExpected],
        "nobody's answers are stored: the watch alone says so"
    );
    assert!(page.figures[1].flags.is_empty());
}
