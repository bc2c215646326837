//! What is read again before an exam is taken again.

use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::clearance::{ExamStanding, ReasonCode};
use domain::id::{AttemptId, PersonId};
use domain::identity::Role;
use domain::time::Span;
use services::assessment::{
    AttemptPage, Brief, BriefStanding, Outcome, attempt_page, exam_brief, settle_overdue, start_exam,
};
use services::catalog::Material;
use services::learning::{AfterReading, home, lesson, mark_read};
use services::{Error, Services, clearance};

use crate::assessment::{learn_all, read_again, scope, sit, sit_mixed};
use crate::kit::Kit;
use crate::sql::execute;

async fn brief(services: &Services, actor: &Actor) -> Brief {
    exam_brief(services, actor, &scope()).await.unwrap()
}

async fn outcome(services: &Services, actor: &Actor, id: AttemptId) -> Outcome {
    match attempt_page(services, actor, id, None).await.unwrap() {
        AttemptPage::Finished(outcome) => *outcome,
        AttemptPage::Open(_) => panic!("it is open"),
    }
}

/// Somebody who did not pass their first exam.
async fn missed(kit: &Kit, name: &str) -> (Actor, AttemptId) {
    let rep = kit.add(name, Role::Rep, None).await;
    learn_all(&kit.services, &rep).await;
    let exam = start_exam(&kit.services, &rep, &scope()).await.unwrap();
    sit_mixed(&kit.services, &rep, exam, 3).await;
    (rep, exam)
}

async fn reason(services: &Services, reference: &str) -> (ReasonCode, String) {
    let answer = clearance::check(services, &Actor::System, reference, "outbound").await.unwrap();
    let reason = answer.clearance.reasons.into_iter().next().unwrap();
    (reason.code, reason.message)
}

#[tokio::test]
async fn an_exam_opens_again_when_it_is_time_and_everything_given_is_read() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let (ada, exam) = missed(&kit, "ada").await;
    let decided = services.now();
    let given = outcome(services, &ada, exam).await.to_read;
    assert!((1..=5).contains(&given.len()) && given.iter().all(|given| !given.read), "{given:?}");
    assert_eq!(brief(services, &ada).await.to_read, given, "the brief shows the same");
    let standing = brief(services, &ada).await.standing;
    assert!(matches!(standing, BriefStanding::Remedial(Some(until)) if until == decided + Span::hours(24)));
    let (code, message) = reason(services, "ada@halyard.example").await;
    assert_eq!(code, ReasonCode::ExamRemedial);
    assert!(message.starts_with(&format!("{} lessons are to be read again; then the exam opens on", given.len())));

    kit.clock.forward(Span::hours(24));
    let refused = start_exam(services, &ada, &scope()).await.unwrap_err();
    let Error::Locked(first) = refused else { panic!("{refused:?}") };
    assert_eq!(first.len(), given.len(), "time alone does not open it");
    assert_eq!(home(services, &ada).await.unwrap().reading[0].lessons, given);

    for (at, lesson_to_read) in given.iter().enumerate() {
        let page = lesson(services, &ada, &lesson_to_read.lesson).await.unwrap();
        assert_eq!(page.again.map(|again| again.left.len()), Some(given.len() - at));
        let next = mark_read(services, &ada, &lesson_to_read.lesson).await.unwrap();
        let expected = given.get(at + 1).map(|next| AfterReading::Lesson(next.lesson.clone()));
        assert_eq!(next, expected.unwrap_or(AfterReading::Exam(scope())));
        let page = lesson(services, &ada, &lesson_to_read.lesson).await.unwrap();
        assert_eq!(page.again, None, "once is enough");
    }
    assert!(outcome(services, &ada, exam).await.to_read.iter().all(|given| given.read));
    assert!(home(services, &ada).await.unwrap().reading.is_empty());
    assert_eq!(reason(services, "ada@halyard.example").await.0, ReasonCode::ExamOpen);
    start_exam(services, &ada, &scope()).await.unwrap();
}

#[tokio::test]
async fn reading_does_not_shorten_the_cooldown_and_what_was_read_before_does_not_count() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let (ada, exam) = missed(&kit, "ada").await;
    assert!(outcome(services, &ada, exam).await.to_read.iter().all(|given| !given.read), "all lessons were read once");
    read_again(services, &ada).await;
    assert!(matches!(brief(services, &ada).await.standing, BriefStanding::CoolingDown(_)));
    assert!(matches!(start_exam(services, &ada, &scope()).await, Err(Error::TooSoon { .. })));
    let again = outcome(services, &ada, exam).await.again;
    assert!(matches!(again, Some(ExamStanding::CoolingDown { .. })), "{again:?}");
    assert_eq!(brief(services, &ada).await.attempts_left, 2);

    // The second time other lessons may be given, and the first result is history.
    kit.clock.forward(Span::hours(24));
    let second = start_exam(services, &ada, &scope()).await.unwrap();
    sit_mixed(services, &ada, second, 3).await;
    assert_eq!(outcome(services, &ada, exam).await.again, None);
    assert!(outcome(services, &ada, second).await.to_read.iter().all(|given| !given.read));
    kit.clock.forward(Span::hours(24));
    assert!(matches!(start_exam(services, &ada, &scope()).await, Err(Error::Locked(_))), "again for each try");
}

#[tokio::test]
async fn an_exam_that_its_time_ran_out_for_gives_to_read_too() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 4, false).await;
    kit.clock.forward(Span::hours(2));
    settle_overdue(services).await.unwrap();
    assert!(!outcome(services, &ada, exam).await.to_read.is_empty());
}

#[tokio::test]
async fn what_is_given_and_the_decision_are_one() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 4, false).await;
    kit.clock.forward(Span::hours(2));
    execute(&kit, "ALTER TABLE remedial_lesson RENAME TO elsewhere").await;
    settle_overdue(services).await.unwrap_err();
    let operate = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
    let known = store::assessment::attempt_by_id(kit.store(), &operate, exam).await.unwrap().unwrap();
    assert_eq!(known.finished_at, None, "nothing is decided without what is to be read");
    execute(&kit, "ALTER TABLE elsewhere RENAME TO remedial_lesson").await;
    assert_eq!(settle_overdue(services).await.unwrap(), 1);
    let given = store::assessment::remedial_of(kit.store(), &operate, &[exam]).await.unwrap();
    assert!(!given[&exam].is_empty());
}

#[tokio::test]
async fn a_lesson_that_is_gone_does_not_block() {
    let kit = Kit::new().await;
    let (ada, exam) = missed(&kit, "ada").await;
    let given = outcome(&kit.services, &ada, exam).await.to_read;
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let files = Material::read_files(&packs).unwrap();
    let mut material = Material::from_files(files).unwrap().0;
    for lesson in &given {
        let pack = material.catalog.packs.get_mut(&lesson.lesson.pack).unwrap();
        let module = pack.modules.get_mut(&lesson.lesson.module).unwrap();
        module.lessons.retain(|found| found.reference != lesson.lesson);
    }
    let services = kit.restarted(material);
    kit.clock.forward(Span::hours(24));
    assert_eq!(brief(&services, &ada).await.to_read, []);
    start_exam(&services, &ada, &scope()).await.unwrap();
}

#[tokio::test]
async fn nobody_reads_for_somebody_else() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let (ada, exam) = missed(&kit, "ada").await;
    let (bob, _) = missed(&kit, "bob").await;
    read_again(services, &bob).await;
    assert!(outcome(services, &ada, exam).await.to_read.iter().all(|given| !given.read));
    let id = match &ada {
        Actor::Person(person) => person.id,
        _ => PersonId::default(),
    };
    let admin = kit.add("root", Role::Admin, None).await;
    let page = services::readiness::person_page(services, &admin, id).await.unwrap();
    let reason = &page.clearances[0].clearance.reasons[0];
    assert_eq!(reason.code, ReasonCode::ExamRemedial, "whoever answers for them sees why");
}
