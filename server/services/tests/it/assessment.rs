//! Attempts over time: terms, restarts, exams beside quizzes.

use std::sync::LazyLock;

use domain::authz::Actor;
use domain::catalog::{Key, ModuleRef};
use domain::clearance::Level;
use domain::id::AttemptId;
use domain::identity::Role;
use domain::time::Span;
use services::assessment::{
    AnswerInput, AttemptPage, BriefStanding, OpenAttempt, answer, attempt_page, exam_brief, replay_all, save,
    settle_overdue, start_exam, start_quiz, transcript,
};
use services::catalog::Material;
use services::identity::add_team;
use services::learning::mark_read;
use services::{Error, Services, clearance};

use crate::kit::{Kit, material};

pub const MODULES: [&str; 4] =
    ["halyard/offering", "halyard/sales-process", "halyard/lead-nurturing", "halyard/customer-relationships"];

pub fn module(at: usize) -> ModuleRef {
    MODULES[at].parse().unwrap()
}

pub fn scope() -> domain::catalog::Slug {
    "outbound".parse().unwrap()
}

pub async fn open(services: &Services, actor: &Actor, id: AttemptId) -> Option<Box<OpenAttempt>> {
    match attempt_page(services, actor, id, None).await.unwrap() {
        AttemptPage::Open(open) => Some(open),
        AttemptPage::Finished(_) => None,
    }
}

/// The answer to what is shown, by the key of the shipped material; a wrong one is worth nothing.
pub fn solve(shown: &OpenAttempt, right: bool) -> AnswerInput {
    // Read once: it takes longer than everything else here.
    static MATERIAL: LazyLock<Material> = LazyLock::new(material);
    let modules = MATERIAL.catalog.packs.values().flat_map(|pack| pack.modules.values());
    let mut known = modules.flat_map(|module| &module.questions);
    let fits = |question: &&domain::catalog::Question| {
        question.prompt_html == shown.prompt_html
            && question.key.choices().iter().all(|choice| shown.options.contains(&choice.html))
    };
    solution(&known.find(fits).unwrap().key, shown, right)
}

/// The answer to what is shown by its key.
pub fn solution(key: &Key, shown: &OpenAttempt, right: bool) -> AnswerInput {
    let is_right = |html: &String| key.choices().iter().any(|choice| &choice.html == html && choice.right);
    let places = (0..).zip(&shown.options).filter(|(_, html)| is_right(html) == right).map(|(place, _)| place);
    let position = |words: &String| (0..).zip(&shown.options).find(|(_, option)| *option == words).unwrap().0;
    let picks = |picks: Vec<u8>| AnswerInput { picks: picks.into_iter().map(Some).collect(), ..AnswerInput::default() };
    match key {
        Key::Numeric(numeric) => {
            let off = if right { 0.0 } else { numeric.tolerance + 7.0 };
            AnswerInput { number: (numeric.value + off).to_string(), ..AnswerInput::default() }
        }
        Key::Multiple(_) if right => AnswerInput { choices: places.collect(), ..AnswerInput::default() },
        Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_) => {
            AnswerInput { choices: places.take(1).collect(), ..AnswerInput::default() }
        }
        Key::Ordering(steps) => {
            let place = |html: &String| (0_u8..).zip(steps).find(|(_, step)| step.html == *html).unwrap().0;
            let last = u8::try_from(steps.len() - 1).unwrap();
            picks(shown.options.iter().map(place).map(|place| if right { place } else { last - place }).collect())
        }
        Key::Matching(matching) => {
            let options = matching.options.len();
            let option = |&(_, option): &(String, u8)| {
                let option = usize::from(option);
                position(&matching.options[if right { option } else { (option + 1) % options }])
            };
            picks(matching.rows.iter().map(option).collect())
        }
        Key::ShortText(key) => {
            let text = if right { key.accepted[0].clone() } else { "no idea".to_owned() };
            AnswerInput { text, ..AnswerInput::default() }
        }
    }
}

/// Answers so many questions, or all.
pub async fn sit(services: &Services, actor: &Actor, id: AttemptId, questions: usize, right: bool) {
    for _ in 0..questions {
        let Some(shown) = open(services, actor, id).await else { return };
        answer(services, actor, id, shown.position, &solve(&shown, right)).await.unwrap();
    }
}

pub async fn read(services: &Services, actor: &Actor, module: &ModuleRef) {
    let material = services.material();
    for lesson in &material.catalog.module(module).unwrap().lessons {
        mark_read(services, actor, &lesson.reference).await.unwrap();
    }
}

/// Reads what the last exam gave to read.
pub async fn read_again(services: &Services, actor: &Actor) {
    for given in exam_brief(services, actor, &scope()).await.unwrap().to_read {
        mark_read(services, actor, &given.lesson).await.unwrap();
    }
}

pub async fn learn_all(services: &Services, actor: &Actor) {
    for at in 0..MODULES.len() {
        read(services, actor, &module(at)).await;
        let quiz = start_quiz(services, actor, &module(at)).await.unwrap();
        sit(services, actor, quiz, 60, true).await;
    }
}

pub async fn level(services: &Services, reference: &str) -> Level {
    clearance::check(services, &Actor::System, reference, "outbound").await.unwrap().clearance.level
}

pub fn code(error: &Error) -> &str {
    match error {
        Error::Refused { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_pass_stands_until_the_renewal_window_opens() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = &kit.services;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 60, true).await;
    let granted = services.now();
    for days in [0, 1, 300] {
        kit.clock.forward(granted + Span::days(days) - services.now());
        let refused = start_exam(services, &ada, &scope()).await.unwrap_err();
        assert_eq!(code(&refused), "already-passed", "after {days} days");
        let standing = exam_brief(services, &ada, &scope()).await.unwrap().standing;
        let BriefStanding::Passed(Some(from)) = standing else { panic!("{standing:?}") };
        assert_eq!(from, granted + Span::days(305));
    }
    kit.clock.forward(granted + Span::days(305) - services.now());
    let renewal = start_exam(services, &ada, &scope()).await.unwrap();
    assert_ne!(renewal, exam);
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo, "the certificate holds meanwhile");
    let home = services::learning::home(services, &ada).await.unwrap();
    let running = home.running_exams.first().map(|running| running.attempt);
    assert_eq!(running, Some(renewal), "and home says that an exam is running");
    sit(services, &ada, renewal, 60, true).await;
    kit.clock.forward(granted + Span::days(400) - services.now());
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo, "into the second term");
}

#[tokio::test]
async fn a_quiz_rests_while_an_exam_asks_the_same_questions() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = &kit.services;
    learn_all(services, &ada).await;
    let before = start_quiz(services, &ada, &module(1)).await.unwrap();
    sit(services, &ada, before, 2, true).await;
    let shown = open(services, &ada, before).await.unwrap();
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    let refusals = [
        start_quiz(services, &ada, &module(0)).await.unwrap_err(),
        attempt_page(services, &ada, before, None).await.unwrap_err(),
        attempt_page(services, &ada, before, Some(0)).await.unwrap_err(),
        answer(services, &ada, before, shown.position, &solve(&shown, true)).await.unwrap_err(),
        save(services, &ada, before, shown.position, &solve(&shown, true)).await.unwrap_err(),
    ];
    assert_eq!(refusals.iter().map(code).collect::<Vec<_>>(), ["exam-open"; 5]);
    sit(services, &ada, exam, 60, true).await;
    sit(services, &ada, before, 60, true).await;
    assert!(open(services, &ada, before).await.is_none(), "afterwards it goes on where it was");
}

#[tokio::test]
async fn an_exam_is_decided_as_of_its_deadline_however_late() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = &kit.services;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    let deadline = open(services, &ada, exam).await.unwrap().deadline.unwrap();
    kit.clock.forward(Span::days(3));
    assert_eq!(settle_overdue(services).await.unwrap(), 1);
    assert_eq!(settle_overdue(services).await.unwrap(), 0);
    let AttemptPage::Finished(outcome) = attempt_page(services, &ada, exam, None).await.unwrap() else { panic!() };
    assert_eq!((outcome.finished_at, outcome.passed), (Some(deadline), false));
    start_exam(services, &ada, &scope()).await.expect("the cooldown ran from the deadline");
}

#[tokio::test]
async fn an_open_attempt_survives_a_restart_and_another_pack() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    read(&kit.services, &ada, &module(0)).await;
    let quiz = start_quiz(&kit.services, &ada, &module(0)).await.unwrap();
    sit(&kit.services, &ada, quiz, 3, true).await;
    let before = open(&kit.services, &ada, quiz).await.unwrap();

    // Every question is reworded, every key turned round, and the quiz asks for everything.
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    let edit = |path: &str, edit: &dyn Fn(String) -> String, files: &mut content::Files| {
        let text = String::from_utf8(files.get(path).unwrap().to_vec()).unwrap();
        files.insert(path, edit(text));
    };
    let turned = |line: &str| match line {
        line if line.starts_with("## ") => line.replacen("## ", "## Now: ", 1),
        line if line.starts_with("- [x]") => line.replacen("- [x]", "- [ ]", 1),
        line if line.starts_with("- [ ]") => line.replacen("- [ ]", "- [x]", 1),
        line => line.to_owned(),
    };
    let reworded = |text: String| text.lines().map(|line| turned(line) + "\n").collect();
    edit("halyard/modules/offering/questions.md", &reworded, &mut files);
    edit("halyard/modules/offering/module.toml", &|text| text + "\n[quiz]\nitems = 8\npass = 1.0\n", &mut files);
    let (changed, _) = Material::from_files(files).unwrap();
    let services = kit.restarted(changed);

    let after = open(&services, &ada, quiz).await.unwrap();
    assert_eq!((&after.prompt_html, &after.options), (&before.prompt_html, &before.options));
    answer(&services, &ada, quiz, after.position, &solve(&after, false)).await.unwrap();
    sit(&services, &ada, quiz, 60, true).await;
    let AttemptPage::Finished(outcome) = attempt_page(&services, &ada, quiz, None).await.unwrap() else { panic!() };
    assert_eq!((outcome.right, outcome.needed, outcome.passed), (Some(7), Some(6), true), "by the share it began with");
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = &kit.services;
    learn_all(services, &ada).await;
    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit(services, &ada, exam, 3, true).await;
    if !kit.fill_disk(true).await {
        return;
    }
    // Whatever is left in the pages that are there is filled up; a last answer or two may be smaller than a team.
    let mut teams = 0;
    while add_team(services, &Actor::System, &format!("Team {teams}"), None).await.is_ok() {
        teams += 1;
        assert!(teams < 1_000, "the disk never fills up");
    }
    let mut answered = 3;
    let refused = loop {
        let shown = open(services, &ada, exam).await.unwrap();
        match answer(services, &ada, exam, shown.position, &solve(&shown, true)).await {
            Ok(_) => answered += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::DiskFull(_)), "{refused:?}");
    assert!(refused.to_string().contains("no room"), "{refused}");
    assert_eq!(open(services, &ada, exam).await.unwrap().position, answered, "what was acknowledged is there");
    kit.fill_disk(false).await;
    sit(services, &ada, exam, 60, true).await;
    assert_eq!(level(services, "ada@halyard.example").await, Level::Solo);
}

/// Sits an exam with answers of which the given share of ten is right.
pub async fn sit_mixed(services: &Services, actor: &Actor, id: AttemptId, right_of_ten: u32) {
    let mut place = 0;
    while let Some(shown) = open(services, actor, id).await {
        // Spread out, so that no run of one kind ends the exam early.
        let right = place * right_of_ten % 10 < right_of_ten;
        answer(services, actor, id, shown.position, &solve(&shown, right)).await.unwrap();
        place += 1;
    }
}

/// The shipped material with other words in every question.
fn reworded() -> Material {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    for module in MODULES {
        let bank = format!("{}/modules/{}/questions.md", &module[..7], &module[8..]);
        let text = String::from_utf8(files.get(&bank).unwrap().to_vec()).unwrap();
        files.insert(bank, text.replace("\n## ", "\n## Reworded: "));
    }
    Material::from_files(files).unwrap().0
}

async fn outcome(services: &Services, actor: &Actor, id: AttemptId) -> (bool, u32, f64) {
    match attempt_page(services, actor, id, None).await.unwrap() {
        AttemptPage::Finished(outcome) => (outcome.passed, outcome.asked, outcome.probability.unwrap()),
        AttemptPage::Open(_) => panic!("it is open"),
    }
}

#[tokio::test]
async fn an_exam_stops_when_it_is_sure_and_a_retake_remembers() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let services = &kit.services;
    learn_all(services, &ada).await;
    let first = start_exam(services, &ada, &scope()).await.unwrap();
    sit_mixed(services, &ada, first, 3).await;
    let (passed, asked, p) = outcome(services, &ada, first).await;
    assert!(!passed && asked < 20 && p <= 0.05, "clearly below after {asked}: {p}");
    read_again(services, &ada).await;
    kit.clock.forward(Span::hours(24));
    let again = start_exam(services, &ada, &scope()).await.unwrap();
    sit_mixed(services, &ada, again, 10).await;
    let (passed, asked_again, p) = outcome(services, &ada, again).await;
    assert!(passed && p >= 0.975, "{p}");
    let bob = kit.add("bob", Role::Rep, None).await;
    learn_all(services, &bob).await;
    let fresh = start_exam(services, &bob, &scope()).await.unwrap();
    sit_mixed(services, &bob, fresh, 10).await;
    let (passed, asked_fresh, _) = outcome(services, &bob, fresh).await;
    assert!(passed && asked_again > asked_fresh, "{asked_again} after a fall, {asked_fresh} without");
}

#[tokio::test]
async fn every_attempt_replays_after_a_restart_without_its_packs() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let mut expected = Vec::new();
    for (at, right) in [10, 9, 8, 7, 6, 3, 0].into_iter().enumerate() {
        let rep = kit.add(&format!("rep{at}"), Role::Rep, None).await;
        learn_all(services, &rep).await;
        let exam = start_exam(services, &rep, &scope()).await.unwrap();
        sit_mixed(services, &rep, exam, right).await;
        expected.push((rep.clone(), exam, outcome(services, &rep, exam).await));
    }
    // One retake, with a prior of its own, and one exam that is left open and one that its time runs out for.
    kit.clock.forward(Span::hours(24));
    let (last, ..) = expected.last().unwrap().clone();
    read_again(services, &last).await;
    let retake = start_exam(services, &last, &scope()).await.unwrap();
    sit_mixed(services, &last, retake, 8).await;
    let slow = kit.add("slow", Role::Rep, None).await;
    learn_all(services, &slow).await;
    let exam = start_exam(services, &slow, &scope()).await.unwrap();
    sit(services, &slow, exam, 11, true).await;
    let restarted = kit.restarted(Material::default());
    let replayed = replay_all(&restarted).await.unwrap();
    assert_eq!(replayed.differences, Vec::<String>::new());
    assert_eq!((replayed.attempts, replayed.decisions), (8 * 4 + 9, 8 * 4 + 8));
    kit.clock.forward(Span::hours(2));
    settle_overdue(&restarted).await.unwrap();
    let replayed = replay_all(&restarted).await.unwrap();
    assert_eq!((replayed.differences.len(), replayed.decisions), (0, 8 * 4 + 9), "{:?}", replayed.differences);
    // The same to the last word under a pack in which every question says something else.
    let changed = kit.restarted(reworded());
    for (rep, exam, before) in expected {
        assert_eq!(outcome(&restarted, &rep, exam).await, before);
        let seen = transcript(services, &Actor::System, exam).await.unwrap().seen;
        assert_eq!(seen.len(), usize::try_from(before.1).unwrap());
        assert_eq!(transcript(&changed, &Actor::System, exam).await.unwrap().seen, seen);
        assert_eq!(transcript(&restarted, &Actor::System, exam).await.unwrap().seen, seen);
        assert!(transcript(services, &rep, exam).await.is_err(), "an exam's questions are not for those who sat it");
    }
    assert_eq!(replay_all(&changed).await.unwrap().differences, Vec::<String>::new());
}
