//! What people see of an exam that was corrected.

use domain::assessment::correct::Correction;
use domain::assessment::{AttemptState, Item};
use domain::authz::{Actor, Identify, Installation, permit};
use domain::clearance::Level;
use domain::id::{AttemptId, CorrectionId};
use domain::identity::Role;
use domain::time::Span;
use services::Services;
use services::assessment::{
    AttemptPage, Outcome, apply_correction, attempt_page, preview_correction, preview_undo, replay_all, settle_overdue,
    start_exam, undo_correction,
};
use services::identity::add_team;
use services::learning::open_notices;

use crate::assessment::{learn_all, level, open, scope, sit, sit_mixed};
use crate::kit::Kit;
use crate::versions::edited;

async fn items(kit: &Kit, id: AttemptId) -> Vec<Item> {
    let permit = permit::<Identify>(&Actor::System, &Installation).unwrap();
    store::assessment::items(kit.store(), &permit, id).await.unwrap()
}

async fn shown(services: &Services, actor: &Actor, id: AttemptId) -> Box<Outcome> {
    match attempt_page(services, actor, id, None).await.unwrap() {
        AttemptPage::Finished(outcome) => outcome,
        AttemptPage::Open(_) => panic!("it is open"),
    }
}

/// Ada has learned everything and begins the exam; an admin is there, too.
async fn ada_sits() -> (Kit, Actor, Actor, AttemptId) {
    let kit = Kit::new().await;
    let admin = kit.add("admin", Role::Admin, None).await;
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(&kit.services, &rep).await;
    let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
    (kit, admin, rep, exam)
}

async fn throw_out(services: &Services, admin: &Actor, item: &Item) -> CorrectionId {
    let (question, version) = (&item.drawn.question, &item.drawn.version);
    apply_correction(services, admin, question, version, Correction::ThrowOut, "Unfair.").await.unwrap()
}

#[tokio::test]
async fn a_pass_that_stays_one_gives_no_reason_why_not() {
    let (kit, admin, rep, exam) = ada_sits().await;
    let services = &kit.services;
    sit_mixed(services, &rep, exam, 10).await;
    let before = shown(services, &rep, exam).await;
    throw_out(services, &admin, &items(&kit, exam).await[0]).await;
    let after = shown(services, &rep, exam).await;
    assert!(after.passed && after.probability < before.probability);
    assert_eq!((before.reason, after.reason), (None, None));
}

#[tokio::test]
async fn whoever_manages_somebody_hears_that_their_exam_has_turned() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let above = add_team(services, &Actor::System, "All", None).await.unwrap();
    let team = add_team(services, &Actor::System, "North", Some(above)).await.unwrap();
    let (boss, manager) =
        (kit.add("boss", Role::Manager, Some(above)).await, kit.add("max", Role::Manager, Some(team)).await);
    let rep = kit.add("ada", Role::Rep, Some(team)).await;
    learn_all(services, &rep).await;
    let exam = start_exam(services, &rep, &scope()).await.unwrap();
    sit_mixed(services, &rep, exam, 10).await;
    for item in items(&kit, exam).await.iter().filter(|item| item.mark.is_some()) {
        let id = throw_out(services, &admin, item).await;
        if !shown(services, &rep, exam).await.passed {
            let (made, back) = preview_undo(services, &admin, id).await.unwrap();
            assert_eq!((made.id, back[0].after.0), (id, AttemptState::Passed));
            undo_correction(services, &admin, id).await.unwrap();
            assert!(preview_undo(services, &admin, id).await.is_err());
            break;
        }
    }
    for actor in [&manager, &boss] {
        let told: Vec<String> =
            open_notices(services, actor).await.unwrap().into_iter().map(|told| told.words).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("is passed after all") && told[1].contains("is not passed any more"), "{told:?}");
    }
    assert!(open_notices(services, &admin).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_thrown_out_explains_nothing_and_has_nothing_to_read() {
    let (kit, admin, rep, exam) = ada_sits().await;
    let services = &kit.services;
    sit(services, &rep, exam, 40, false).await;
    let before = shown(services, &rep, exam).await;
    assert!(before.reason.as_deref().is_some_and(|reason| reason.starts_with("critical-wrong")));
    assert!(!before.to_read.is_empty());
    let mut made = Vec::new();
    for item in items(&kit, exam).await.iter().filter(|item| item.mark.is_some()) {
        made.push(throw_out(services, &admin, item).await);
    }
    let after = shown(services, &rep, exam).await;
    assert_eq!(
        (after.passed, after.reason.as_deref()),
        (false, Some("corrected too-few-answers")),
        "nothing counts any more"
    );
    assert!(after.to_read.is_empty() && after.objectives.iter().all(|objective| objective.asked == 0));
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
    for id in made.into_iter().rev() {
        undo_correction(services, &admin, id).await.unwrap();
    }
    let again = shown(services, &rep, exam).await;
    assert_eq!(again.reason, before.reason);
    let titles = |outcome: &Outcome| outcome.to_read.iter().map(|lesson| lesson.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&again), titles(&before));
}

/// An exam whose last critical question nobody got to: all right as far as it went, and over.
async fn over_before_the_last_critical_question(kit: &Kit) -> (Actor, AttemptId, Item) {
    let services = &kit.services;
    // Six critical questions of one module, which has every fourth place.
    services.replace_material(edited("halyard/modules/offering/questions.md", |bank| {
        let names = ["of-001", "of-002", "of-003", "of-004"];
        names.iter().fold(bank, |bank, name| bank.replace(&format!("{{#{name} "), &format!("{{#{name} critical=true ")))
    }));
    let rep = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &rep).await;
    let exam = start_exam(services, &rep, &scope()).await.unwrap();
    let catalog = services.material();
    let critical = |item: &Item| {
        let modules = catalog.catalog.packs.values().flat_map(|pack| pack.modules.values());
        let found = modules.flat_map(|module| &module.questions).find(|found| found.reference == item.drawn.question);
        found.is_some_and(|question| question.critical)
    };
    let last = items(kit, exam).await.into_iter().rfind(critical).unwrap();
    sit(services, &rep, exam, usize::try_from(last.position).unwrap(), true).await;
    assert!(last.position >= 12 && open(services, &rep, exam).await.is_some(), "it waits for {last:?}");
    (rep, exam, last)
}

#[tokio::test]
async fn a_critical_question_nobody_got_to_stops_holding_back_when_it_is_thrown_out() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let (rep, exam, last) = over_before_the_last_critical_question(&kit).await;
    kit.clock.forward(Span::minutes(61));
    assert_eq!(settle_overdue(services).await.unwrap(), 1);
    assert_eq!(shown(services, &rep, exam).await.reason.as_deref(), Some("critical-unanswered"));
    let preview = preview_correction(services, &admin, &last.drawn.version, &Correction::ThrowOut).await.unwrap();
    assert_eq!(
        preview.iter().map(|change| (change.attempt, change.after.0)).collect::<Vec<_>>(),
        [(exam, AttemptState::Passed)]
    );
    let id = throw_out(services, &admin, &last).await;
    assert!(shown(services, &rep, exam).await.passed);
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo);
    let told = open_notices(services, &rep).await.unwrap();
    assert!(told[0].words.starts_with("A question that you did not get to of your exam"), "{}", told[0].words);
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
    undo_correction(services, &admin, id).await.unwrap();
    assert_eq!(shown(services, &rep, exam).await.reason.as_deref(), Some("critical-unanswered"));
    assert_eq!(level(services, "ada@halyard.example").await, Level::Blocked);
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
}

#[tokio::test]
async fn a_correction_before_the_end_is_taken_back_like_any_other() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    let (rep, exam, last) = over_before_the_last_critical_question(&kit).await;
    let id = throw_out(services, &admin, &last).await;
    kit.clock.forward(Span::minutes(61));
    settle_overdue(services).await.unwrap();
    assert!(shown(services, &rep, exam).await.passed);
    undo_correction(services, &admin, id).await.unwrap();
    assert!(!shown(services, &rep, exam).await.passed);
    assert_eq!(level(services, "ada@halyard.example").await, Level::Blocked);
    assert_eq!(replay_all(services).await.unwrap().differences, Vec::<String>::new());
}

#[tokio::test]
async fn who_sat_while_a_question_was_corrected_is_told_once_it_is_decided() {
    let (kit, admin, rep, exam) = ada_sits().await;
    let services = &kit.services;
    sit(services, &rep, exam, 1, true).await;
    let all = items(&kit, exam).await;
    // One that was answered, and one that nobody will get to.
    for item in [&all[0], &all[all.len() - 1]] {
        throw_out(services, &admin, item).await;
    }
    assert!(open_notices(services, &rep).await.unwrap().is_empty());
    sit_mixed(services, &rep, exam, 10).await;
    let told = open_notices(services, &rep).await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].words.starts_with("A question of your exam “"), "{}", told[0].words);
}

#[tokio::test]
async fn nobody_corrects_between_their_deadline_and_their_result() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("admin", Role::Admin, None).await;
    learn_all(services, &admin).await;
    let exam = start_exam(services, &admin, &scope()).await.unwrap();
    sit(services, &admin, exam, 5, false).await;
    kit.clock.forward(Span::minutes(61));
    let first = &items(&kit, exam).await[0].drawn;
    let made = apply_correction(services, &admin, &first.question, &first.version, Correction::ThrowOut, "Now.").await;
    assert_eq!(crate::assessment::code(&made.unwrap_err()), "exam-open");
    settle_overdue(services).await.unwrap();
    throw_out(services, &admin, &items(&kit, exam).await[0]).await;
}
