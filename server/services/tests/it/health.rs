//! Question health: figures of first attempts, exposure, suspensions by hand, objections.

use domain::assessment::analysis::Flag;
use domain::assessment::{AttemptState, Response, Subject};
use domain::authz::{Actor, Installation, ReadQuestions, permit};
use domain::catalog::{ModuleRef, Question, QuestionRef, Slug};
use domain::id::AttemptId;
use domain::identity::Role;
use domain::time::Span;
use services::assessment::health::{HealthFilter, Overview, Show, Sort, overview, question_health, rows};
use services::assessment::{
    AttemptPage, answer, attempt_page, decide_appeal, lift_suspension, raise_appeal, start_quiz, suspend_question,
};
use services::learning::{home, mark_read, put_away};
use services::{Error, Services};

use crate::assessment::solve;
use crate::kit::{Kit, material};

fn offering() -> ModuleRef {
    "halyard/offering".parse().unwrap()
}

fn outbound() -> Slug {
    "outbound".parse().unwrap()
}

fn code(error: &Error) -> &str {
    match error {
        Error::Refused { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

/// Questions of the first module that are answered by one choice.
fn choices() -> Vec<Question> {
    let material = material();
    let questions = &material.catalog.module(&offering()).unwrap().questions;
    questions.iter().filter(|question| matches!(question.key, domain::catalog::Key::Single(_))).cloned().collect()
}

/// Thirty people and their first exam: five questions, of which the third one's key seems to be wrong. One of them sits it
/// again, and one is still at it.
async fn examined(kit: &Kit) -> (Actor, Vec<Question>) {
    let questions = choices();
    let admin = kit.add("root", Role::Admin, None).await;
    let subject = Subject::Exam(outbound());
    for person in 0..30 {
        let rep = kit.add(&format!("rep{person}"), Role::Rep, None).await;
        let able = person % 3;
        let right = |at: usize| if at == 2 { able == 0 } else { able > at % 3 };
        let answers: Vec<(&Question, bool)> = (0..5).map(|at| (&questions[at], right(at))).collect();
        kit.sat(&rep, &subject, &answers, AttemptState::NotYet).await;
        if person == 0 {
            kit.sat(&rep, &subject, &[(&questions[2], true), (&questions[5], true)], AttemptState::Passed).await;
        }
    }
    let late = kit.add("late", Role::Rep, None).await;
    kit.sat(&late, &subject, &[(&questions[2], true)], AttemptState::Open).await;
    (admin, questions)
}

async fn seen(services: &Services, actor: &Actor, filter: HealthFilter) -> Overview {
    overview(services, actor, &filter).await.unwrap()
}

#[tokio::test]
async fn figures_are_of_first_attempts_and_what_needs_a_look_comes_first() {
    let kit = Kit::new().await;
    let (admin, questions) = examined(&kit).await;
    let found = seen(&kit.services, &admin, HealthFilter::default()).await;
    assert_eq!(found.shown.as_ref().unwrap().subject, Subject::Exam(outbound()), "the first exam is shown");
    let whole = found.whole.as_ref().unwrap();
    assert_eq!((whole.attempts, whole.answers), (30, 150), "neither the repeat nor the open one counts");
    assert!(whole.consistency.told().is_some());
    let first = &found.matching[0];
    assert_eq!(first.question, questions[2].reference);
    assert_eq!(first.flags, [Flag::ProbablyWrong, Flag::DistractorOverKey, Flag::Inefficient]);
    let figures = first.figures.as_ref().unwrap();
    assert_eq!((figures.facility.told(), figures.facility.n), (Some(1.0 / 3.0), 30));
    // Exposure is of all attempts that there were.
    let exposed = first.recently.unwrap();
    assert_eq!((exposed.asked, exposed.attempts), (32, 32));
    assert_eq!(first.ever, first.recently);
    assert_eq!(found.highest[0].question.as_ref(), Some(&questions[2].reference));
    let unseen = found.matching.iter().find(|row| row.question == questions[6].reference).unwrap();
    assert!(unseen.figures.is_none() && unseen.flags.is_empty());
    assert_eq!(unseen.recently.unwrap().asked, 0);

    let one_more = kit.add("more", Role::Rep, None).await;
    kit.sat(&one_more, &Subject::Exam(outbound()), &[(&questions[2], true)], AttemptState::Passed).await;
    let found = seen(&kit.services, &admin, HealthFilter::default()).await;
    assert_eq!(found.whole.as_ref().unwrap().attempts, 31, "what is decided since counts at once");

    kit.clock.forward(Span::days(120));
    let found = seen(&kit.services, &admin, HealthFilter::default()).await;
    let row = found.matching.iter().find(|row| row.question == questions[2].reference).unwrap();
    assert_eq!((row.recently.unwrap().attempts, row.ever.unwrap().asked), (0, 33));
    assert_eq!(found.highest[0].question, None);

    let hardest = HealthFilter { sort: Sort::Facility, ..HealthFilter::default() };
    let found = seen(&kit.services, &admin, hardest.clone()).await;
    let facilities: Vec<f64> = found
        .matching
        .iter()
        .map_while(|row| row.figures.as_ref().and_then(|figures| figures.facility.told()))
        .collect();
    assert_eq!(facilities.len(), 5);
    assert!(facilities.is_sorted(), "{facilities:?}");
    let look = HealthFilter { show: Show::NeedsLook, ..hardest };
    let found = seen(&kit.services, &admin, look).await;
    assert_eq!(
        (found.matching.len(), found.need_look),
        (found.matching.iter().filter(|row| row.needs_look()).count(), 1)
    );
    let (page, pages) = rows(&found, &HealthFilter { page: 9, ..HealthFilter::default() });
    assert_eq!((page.len(), pages), (1, 1), "a page that is not there is the last one");
    let elsewhere = HealthFilter { module: Some("halyard/sales-process".parse().unwrap()), ..HealthFilter::default() };
    assert!(seen(&kit.services, &admin, elsewhere).await.matching.iter().all(|row| row.figures.is_none()));
    let unknown =
        HealthFilter { subject: Some(Subject::Exam("inbound-x".parse().unwrap())), ..HealthFilter::default() };
    assert!(matches!(overview(&kit.services, &admin, &unknown).await, Err(Error::NotFound(_))));

    let page = question_health(&kit.services, &admin, &questions[2].reference, None).await.unwrap();
    assert!(page.current && page.versions.len() == 1 && page.versions[0].answers == 31);
    let exam = &page.figures[0];
    assert_eq!((exam.flags.first(), exam.beaten_by.is_some()), (Some(&Flag::ProbablyWrong), true));
    assert_eq!(page.figures[1].subject, Subject::Quiz(offering()), "quizzes are analysed apart");
    assert!(page.figures[1].figures.is_none());
}

#[tokio::test]
async fn the_page_of_a_question_counts_what_the_list_counts() {
    let kit = Kit::new().await;
    let (admin, questions) = examined(&kit).await;
    kit.clock.forward(Span::days(100));
    let again = kit.add("again", Role::Rep, None).await;
    let answers = [(&questions[2], true), (&questions[3], false)];
    kit.sat(&again, &Subject::Exam(outbound()), &answers, AttemptState::NotYet).await;
    let list = seen(&kit.services, &admin, HealthFilter::default()).await.matching;
    let permit = permit::<ReadQuestions>(&Actor::System, &Installation).unwrap();
    for (at, expected) in [(2, (1, 33)), (3, (1, 31)), (5, (0, 1)), (6, (0, 0))] {
        let reference = &questions[at].reference;
        let row = list.iter().find(|row| &row.question == reference).unwrap();
        let page = question_health(&kit.services, &admin, reference, None).await.unwrap();
        let exam = &page.figures[0];
        assert_eq!((exam.recently, exam.ever), (row.recently, row.ever), "{reference}");
        assert_eq!((exam.recently.unwrap().asked, exam.ever.unwrap().asked), expected, "{reference}");
        let read = store::questions::exposure_of(kit.store(), &permit, &outbound(), None, reference).await.unwrap();
        assert!(read.asked.keys().all(|read| read == reference), "no other question is read: {read:?}");
    }
}

#[tokio::test]
async fn a_changed_question_is_another_one_and_its_old_version_stays() {
    let kit = Kit::new().await;
    let (admin, questions) = examined(&kit).await;
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = services::catalog::Material::read_files(&packs).unwrap();
    let bank = "halyard/modules/offering/questions.md";
    let text = String::from_utf8(files.get(bank).unwrap().to_vec()).unwrap();
    files.insert(bank, text.replace("## ", "## Reworded: "));
    let services = kit.restarted(services::catalog::Material::from_files(files).unwrap().0);
    let reference = &questions[2].reference;
    let page = question_health(&services, &admin, reference, None).await.unwrap();
    assert!(page.current && page.question.prompt_html.starts_with("Reworded"));
    assert!(page.figures.iter().all(|found| found.figures.is_none()), "nobody has answered it yet");
    let lines: Vec<(bool, u32)> = page.versions.iter().map(|line| (line.current, line.answers)).collect();
    assert_eq!(lines, [(true, 0), (false, 30)]);
    let old = question_health(&services, &admin, reference, Some(&questions[2].version)).await.unwrap();
    assert!(!old.current && old.figures[0].figures.is_some());
    assert_eq!(old.question.prompt_html, questions[2].prompt_html);
    let unknown = question_health(&services, &admin, reference, Some("ffff")).await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_question_that_many_miss_in_the_quiz_points_at_its_lesson() {
    let kit = Kit::new().await;
    let admin = kit.add("root", Role::Admin, None).await;
    let questions = choices();
    let subject = Subject::Quiz(offering());
    for person in 0..10 {
        let rep = kit.add(&format!("rep{person}"), Role::Rep, None).await;
        let answers = [(&questions[0], person < 4), (&questions[1], true)];
        kit.sat(&rep, &subject, &answers, AttemptState::NotYet).await;
    }
    let filter = HealthFilter { subject: Some(subject), ..HealthFilter::default() };
    let found = seen(&kit.services, &admin, filter).await;
    let first = &found.matching[0];
    assert_eq!((&first.question, first.flags.as_slice()), (&questions[0].reference, &[Flag::LessonFirst][..]));
    assert!(!first.lessons.is_empty() && first.lessons[0].link.starts_with("/learn/halyard/offering/"));
    assert!(first.recently.is_none(), "exposure is for exams");
}

#[tokio::test]
async fn a_version_is_suspended_by_hand_with_a_reason_and_lifted_with_one() {
    let kit = Kit::new().await;
    let admin = kit.add("root", Role::Admin, None).await;
    let services = &kit.services;
    let question = &choices()[0];
    let (reference, version) = (&question.reference, question.version.as_str());
    let suspend = async |reason: &str| suspend_question(services, &admin, reference, version, reason).await;
    assert!(matches!(suspend("  ").await, Err(Error::Invalid(_))));
    suspend("The price list has changed.").await.unwrap();
    assert_eq!(code(&suspend("Again.").await.unwrap_err()), "already-suspended");
    let page = question_health(services, &admin, reference, None).await.unwrap();
    assert!(page.suspended && page.versions[0].suspended);
    assert_eq!(page.suspensions[0].by.as_deref(), Some("root"));
    let listed = HealthFilter { show: Show::Suspended, ..HealthFilter::default() };
    assert_eq!(seen(services, &admin, listed).await.matching.len(), 1);
    lift_suspension(services, &admin, reference, version, "It is right.").await.unwrap();
    let again = lift_suspension(services, &admin, reference, version, "It is right.").await.unwrap_err();
    assert_eq!(code(&again), "not-suspended");
    let page = question_health(services, &admin, reference, None).await.unwrap();
    assert!(!page.suspended && page.suspensions[0].suspension.lifted.is_some());
    let none = suspend_question(services, &admin, reference, "ffff", "No such version.").await;
    assert!(matches!(none, Err(Error::NotFound(_))));
    let log = services::audit::recent(services, &admin, &services::audit::AuditFilter::default()).await.unwrap().rows;
    let about = log.iter().filter(|row| row.object == reference.to_string() && row.verb == "manage-questions");
    assert_eq!(about.count(), 2);
}

#[tokio::test]
async fn question_health_is_for_admins() {
    let kit = Kit::new().await;
    let rep = kit.add("ada", Role::Rep, None).await;
    let manager = kit.add("grace", Role::Manager, None).await;
    let services = &kit.services;
    let question = &choices()[0];
    let (reference, version) = (&question.reference, question.version.as_str());
    for actor in [rep, manager, Actor::Nobody] {
        let denied = [
            overview(services, &actor, &HealthFilter::default()).await.unwrap_err(),
            question_health(services, &actor, reference, None).await.unwrap_err(),
            suspend_question(services, &actor, reference, version, "No.").await.unwrap_err(),
            lift_suspension(services, &actor, reference, version, "No.").await.unwrap_err(),
        ];
        assert!(denied.iter().all(|error| matches!(error, Error::Denied(_))), "{denied:?}");
    }
}

/// A quiz that `actor` has begun, with one question answered.
async fn begun_quiz(services: &Services, actor: &Actor) -> AttemptId {
    let material = services.material();
    for lesson in &material.catalog.module(&offering()).unwrap().lessons {
        mark_read(services, actor, &lesson.reference).await.unwrap();
    }
    let quiz = start_quiz(services, actor, &offering()).await.unwrap();
    let AttemptPage::Open(open) = attempt_page(services, actor, quiz, None).await.unwrap() else { panic!() };
    let input = solve(&open, true);
    answer(services, actor, quiz, 0, &input).await.unwrap();
    quiz
}

async fn question_at(
    services: &Services,
    actor: &Actor,
    reference: &QuestionRef,
) -> Vec<(String, bool, Option<Response>)> {
    let page = question_health(services, actor, reference, None).await.unwrap();
    page.objections.into_iter().map(|line| (line.who, line.mine_to_decide, line.answered)).collect()
}

#[tokio::test]
async fn an_objection_is_raised_once_decided_by_another_and_answered() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let bob = kit.add("bob", Role::Rep, None).await;
    let admin = kit.add("root", Role::Admin, None).await;
    let services = &kit.services;
    let quiz = begun_quiz(services, &ada).await;
    let object =
        async |actor: &Actor, position: u32, words: &str| raise_appeal(services, actor, quiz, position, words).await;
    assert!(matches!(object(&ada, 0, " ").await, Err(Error::Invalid(_))));
    assert!(matches!(object(&bob, 0, "Not mine.").await, Err(Error::Denied(_))));
    assert_eq!(code(&object(&ada, 2, "Not asked yet.").await.unwrap_err()), "not-shown");
    let before = attempt_page(services, &ada, quiz, Some(0)).await.unwrap();
    object(&ada, 0, "Two of these are right.").await.unwrap();
    assert_eq!(code(&object(&ada, 0, "And another thing.").await.unwrap_err()), "already-objected");
    object(&ada, 1, "Nobody says it like that.").await.unwrap();
    let AttemptPage::Open(after) = attempt_page(services, &ada, quiz, Some(0)).await.unwrap() else { panic!() };
    let AttemptPage::Open(before) = before else { panic!() };
    assert!(after.objected && !before.objected);
    assert_eq!((after.position, after.drawn, after.kind), (before.position, before.drawn, before.kind), "it goes on");

    let found = seen(services, &admin, HealthFilter::default()).await;
    assert_eq!(found.objections.len(), 2);
    let reference = found.objections.iter().map(|(question, _)| question.clone());
    let mut lines = Vec::new();
    for reference in reference {
        lines.push((reference.clone(), question_at(services, &admin, &reference).await));
    }
    assert!(lines.iter().all(|(_, lines)| lines.len() == 1 && lines[0].0 == "ada" && lines[0].1));
    assert!(lines.iter().any(|(_, lines)| lines[0].2.is_some()) && lines.iter().any(|(_, lines)| lines[0].2.is_none()));

    let page = question_health(services, &admin, &lines[0].0, None).await.unwrap();
    let appeal = page.objections[0].appeal.id;
    assert!(matches!(decide_appeal(services, &bob, appeal, "upheld", "Yes.").await, Err(Error::Denied(_))));
    assert!(matches!(decide_appeal(services, &admin, appeal, "maybe", "Yes.").await, Err(Error::Invalid(_))));
    assert!(matches!(decide_appeal(services, &admin, appeal, "upheld", "").await, Err(Error::Invalid(_))));
    assert!(home(services, &ada).await.unwrap().notices.is_empty());
    decide_appeal(services, &admin, appeal, "upheld", "The second one is right, too. We will reword it.")
        .await
        .unwrap();
    let twice = decide_appeal(services, &admin, appeal, "kept", "No.").await.unwrap_err();
    assert_eq!(code(&twice), "already-decided");
    let notices = home(services, &ada).await.unwrap().notices;
    assert_eq!(notices.len(), 1);
    assert!(notices[0].words.contains("You were right") && notices[0].words.contains("reword it"), "{notices:?}");
    put_away(services, &bob, notices[0].id).await.unwrap();
    assert_eq!(home(services, &ada).await.unwrap().notices.len(), 1, "only its owner puts it away");
    put_away(services, &ada, notices[0].id).await.unwrap();
    put_away(services, &ada, notices[0].id).await.unwrap();
    assert!(home(services, &ada).await.unwrap().notices.is_empty());
    assert_eq!(seen(services, &admin, HealthFilter::default()).await.objections.len(), 1);
}

#[tokio::test]
async fn nobody_decides_about_their_own_objection_or_their_own_question() {
    let kit = Kit::new().await;
    let author = kit.add("author", Role::Admin, None).await;
    let other = kit.add("other", Role::Admin, None).await;
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = services::catalog::Material::read_files(&packs).unwrap();
    let path = "halyard/modules/offering/module.toml";
    let text = String::from_utf8(files.get(path).unwrap().to_vec()).unwrap();
    files.insert(path, format!("authors = [\"author@halyard.example\"]\n{text}"));
    let services = kit.restarted(services::catalog::Material::from_files(files).unwrap().0);
    let quiz = begun_quiz(&services, &other).await;
    raise_appeal(&services, &other, quiz, 0, "I do not think so.").await.unwrap();
    let found = seen(&services, &author, HealthFilter::default()).await;
    let reference = found.objections[0].0.clone();
    let page = question_health(&services, &author, &reference, None).await.unwrap();
    assert!(!page.objections[0].mine_to_decide);
    let id = page.objections[0].appeal.id;
    let refused = decide_appeal(&services, &author, id, "kept", "I wrote it.").await.unwrap_err();
    assert_eq!(code(&refused), "own-question");
    let own = decide_appeal(&services, &other, id, "upheld", "I said so.").await;
    assert!(matches!(own, Err(Error::Denied(domain::authz::Denied::Forbidden))), "{own:?}");
}

#[tokio::test]
async fn keys_rest_while_an_admin_sits_an_exam_and_exams_are_objected_to_while_they_run() {
    let kit = Kit::new().await;
    let (admin, questions) = (kit.add("root", Role::Admin, None).await, choices());
    let answers = [(&questions[0], true), (&questions[1], true)];
    let exam = kit.sat(&admin, &Subject::Exam(outbound()), &answers, AttemptState::Open).await;
    let services = &kit.services;
    let refused = [
        overview(services, &admin, &HealthFilter::default()).await.unwrap_err(),
        question_health(services, &admin, &questions[0].reference, None).await.unwrap_err(),
    ];
    assert_eq!(refused.iter().map(code).collect::<Vec<_>>(), ["exam-open"; 2]);
    raise_appeal(services, &admin, exam, 1, "I disagree.").await.unwrap();
    kit.clock.forward(Span::minutes(61));
    let late = raise_appeal(services, &admin, exam, 0, "I disagree.").await.unwrap_err();
    assert_eq!(code(&late), "exam-over");
    let before = overview(services, &admin, &HealthFilter::default()).await.unwrap_err();
    assert_eq!(code(&before), "exam-open", "until it is decided");
}
