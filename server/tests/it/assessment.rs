//! Attempts: the frozen draw, durable answers, nothing that leaks, limits under races.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::catalog::{Key, Numeric, Question, ShortText};
use domain::identity::Role;
use domain::time::Span;
use serde_json::json;

use crate::app::{Browser, TestApp};
use crate::kit::PASSWORD;
use crate::learner::{
    MODULES, answer_once, answer_to, finish, finish_modules, may_call, phone_key, read_again, read_module, shown,
    start, unescape,
};

#[tokio::test]
async fn the_whole_line_turns_the_answer_from_no_to_yes() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
    finish_modules(&app, &browser).await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    finish(&app, &browser, &exam, true).await;
    assert!(browser.page(&format!("/attempts/{exam}")).await.contains("You may take"), "the result says so");
    assert_eq!(may_call(&app, &key, rep).await, "1");
    app.kit.clock.forward(Span::days(364));
    assert_eq!(may_call(&app, &key, rep).await, "1");
    app.kit.clock.forward(Span::days(1));
    assert_eq!(may_call(&app, &key, rep).await, "0", "the certificate has run out");
}

#[tokio::test]
async fn an_exam_that_goes_wrong_cools_down_and_runs_out() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    finish_modules(&app, &browser).await;
    for attempt in 1..=3 {
        let exam = start(&browser, "start-exam", "scope", "outbound").await;
        finish(&app, &browser, &exam, false).await;
        let again = browser.form("/exam/outbound", "start-exam", &[("scope", "outbound")]).await;
        assert!(!again.location().starts_with("/attempts/"), "attempt {attempt}: {}", again.location());
        read_again(&browser).await;
        app.kit.clock.forward(Span::hours(25));
        // Sessions end when nobody comes for half a day.
        let form = [("email", "ada@halyard.example"), ("password", crate::kit::PASSWORD)];
        browser.form("/sign-in", "sign-in", &form).await;
    }
    let refused = browser.form("/exam/outbound", "start-exam", &[("scope", "outbound")]).await;
    assert_eq!(refused.location(), "/exam/outbound");
    assert_eq!(browser.get("/exam/outbound").await.status, StatusCode::CONFLICT, "all attempts are used");
    assert_eq!(may_call(&app, &key, rep).await, "0");
}

#[tokio::test]
async fn two_starts_at_once_make_one_attempt() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    finish_modules(&app, &browser).await;
    let starts = (0..8).map(|_| start(&browser, "start-exam", "scope", "outbound"));
    let attempts: BTreeSet<String> = futures::future::join_all(starts).await.into_iter().collect();
    assert_eq!(attempts.len(), 1);
}

#[tokio::test]
async fn an_answer_twice_is_one_answer() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    read_module(&app, &browser, MODULES[0]).await;
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    let view = shown(&browser, &quiz).await;
    let draft = draft(&app, &view["open"], true);
    let arguments = json!({ "attempt": quiz, "position": 0, "draft": draft });
    let give = || browser.call("give-answer", &arguments);
    let answers = futures::future::join_all([give(), give(), give()]).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::OK).count(), 1);
    assert_eq!(shown(&browser, &quiz).await["open"]["position"], 1);
    // A save that was still on its way says the same, so there is nothing wrong with it; another answer is too late.
    assert_eq!(browser.call("save-answer", &arguments).await.status, StatusCode::OK);
    let other = json!({ "attempt": quiz, "position": 0, "draft": self::draft(&app, &view["open"], false) });
    assert_eq!(browser.call("save-answer", &other).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_answer_to_a_question_that_was_answered_elsewhere_is_told_so_without_script() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    read_module(&app, &browser, MODULES[0]).await;
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    let view = shown(&browser, &quiz).await;
    let give = async |right: bool| {
        let mut fields = vec![("attempt".to_owned(), quiz.clone()), ("position".to_owned(), "0".to_owned())];
        fields.extend(answer_to(&app.kit.services, &view["open"], right));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.form(&format!("/attempts/{quiz}"), "answer", &fields).await.location().to_owned()
    };
    let words = "You already answered that question in another tab or on another device. That answer counts.";
    let first = give(true).await;
    assert_eq!(first, format!("/attempts/{quiz}?shown=0"));
    assert_eq!(give(true).await, first, "the same answer once more, as by a second click");
    assert!(!browser.page(&first).await.contains(words));
    let stale = give(false).await;
    assert_eq!(stale, format!("/attempts/{quiz}?shown=0&elsewhere=1"));
    assert!(browser.page(&stale).await.contains(words));
    finish(&app, &browser, &quiz, true).await;
    let stale = give(false).await;
    assert!(browser.page(&stale).await.contains(words), "{stale}");
}

#[tokio::test]
async fn saved_answers_count_when_the_time_is_over() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    // One short of what decides it; the last one is chosen, but not given for good.
    let mut position = 0;
    while position < 11 {
        answer_once(&app, &browser, &exam, true).await;
        position += 1;
    }
    let view = shown(&browser, &exam).await;
    let saved = json!({ "attempt": exam, "position": position, "draft": draft(&app, &view["open"], true) });
    assert_eq!(browser.call("save-answer", &saved).await.status, StatusCode::OK);
    assert_eq!(shown(&browser, &exam).await["open"]["saved"], saved["draft"], "a reload shows it");
    assert_eq!(may_call(&app, &key, rep).await, "0");
    app.kit.clock.forward(Span::minutes(61));
    assert_eq!(services::assessment::settle_overdue(&app.kit.services).await.unwrap(), 1);
    assert_eq!(may_call(&app, &key, rep).await, "1", "twelve right answers were saved in time");
    let late = browser.call("give-answer", &saved).await;
    assert_eq!((late.status, late.json()["code"].as_str().unwrap()), (StatusCode::CONFLICT, "past-deadline"));
}

#[tokio::test]
async fn a_changed_pack_does_not_change_an_open_attempt() {
    let mut app = TestApp::new().await;
    let (quiz, before) = {
        let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
        read_module(&app, &browser, MODULES[0]).await;
        let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
        let before = shown(&browser, &quiz).await;
        (quiz, before)
    };
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/packs");
    let mut files = services::catalog::Material::read_files(&packs).unwrap();
    let bank = "halyard/modules/offering/questions.md";
    let text = String::from_utf8(files.get(bank).unwrap().to_vec()).unwrap();
    files.insert(bank, text.replace("## ", "## Reworded: "));
    let (changed, _) = services::catalog::Material::from_files(files).unwrap();
    app.restart(changed);
    let browser = app.browser();
    browser.form("/sign-in", "sign-in", &[("email", "ada@halyard.example"), ("password", PASSWORD)]).await;
    assert_eq!(shown(&browser, &quiz).await, before);
}

#[tokio::test]
async fn a_quiz_tells_nothing_while_an_exam_runs() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    finish_modules(&app, &browser).await;
    let quiz = start(&browser, "start-quiz", "module", MODULES[2]).await;
    answer_once(&app, &browser, &quiz, true).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    let view = shown(&browser, &exam).await;
    let refused = [
        browser.get(&format!("/attempts/{quiz}")).await,
        browser.get(&format!("/attempts/{quiz}?shown=0")).await,
        browser.call("load-attempt", &json!({ "id": quiz, "shown": 0 })).await,
        browser.call("next-question", &json!({ "attempt": quiz })).await,
        browser
            .call("give-answer", &json!({ "attempt": quiz, "position": 1, "draft": draft(&app, &view["open"], true) }))
            .await,
        browser.post("start-quiz", &[("module", MODULES[0])]).await,
    ];
    assert!(refused.iter().all(|answer| answer.status == StatusCode::CONFLICT));
    assert!(refused[0].body.contains("rests until the exam is over"), "{}", refused[0].body);
    assert!(browser.page("/home").await.contains("Go on with the exam"));
}

#[tokio::test]
async fn nothing_of_the_key_leaves_the_server_before_it_may() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    for round in 0..10 {
        let view = shown(&browser, &exam).await;
        crawl(&app, &browser, &exam, &view["open"], round).await;
        answer_once(&app, &browser, &exam, true).await;
    }
}

/// Fetches everything a rep can fetch while the exam is open, and looks for what must not be in it.
async fn crawl(app: &TestApp, browser: &Browser<'_>, exam: &str, open: &serde_json::Value, round: u32) {
    let material = app.kit.services.material();
    let questions: Vec<&Question> = material
        .catalog
        .packs
        .values()
        .flat_map(|pack| pack.modules.values())
        .flat_map(|module| &module.questions)
        .collect();
    let own = unescape(&open.to_string());
    let mut bodies = Vec::new();
    for path in [
        format!("/attempts/{exam}"),
        format!("/attempts/{exam}?shown=0"),
        format!("/attempts/{exam}?shown={round}"),
        "/home".into(),
        "/exam/outbound".into(),
        "/certificates".into(),
        "/account".into(),
        format!("/learn/{}", MODULES[1]),
    ] {
        bodies.push((path.clone(), browser.get(&path).await.body));
    }
    for (endpoint, arguments) in [
        ("load-attempt", json!({ "id": exam, "shown": null })),
        ("load-attempt", json!({ "id": exam, "shown": 0 })),
        ("load-attempt", json!({ "id": exam, "shown": round })),
        ("next-question", json!({ "attempt": exam })),
        ("save-answer", json!({ "attempt": exam, "position": 99, "draft": draft(app, open, true) })),
        ("give-answer", json!({ "attempt": exam, "position": 99, "draft": draft(app, open, true) })),
        ("give-answer", json!({ "attempt": exam, "position": round, "draft": { "choices": [200], "number": "" } })),
        ("save-answer", json!({ "attempt": exam, "position": round, "draft": draft(app, open, false) })),
    ] {
        bodies.push((format!("{endpoint} {arguments}"), browser.call(endpoint, &arguments).await.body));
    }
    for (from, body) in &bodies {
        let plain = unescape(body);
        for question in &questions {
            // One question may well quote another's words.
            if !own.contains(&question.prompt_html) && question.prompt_html.len() > 25 {
                assert!(
                    !plain.contains(&question.prompt_html),
                    "{from} shows a question that is not at hand: {}",
                    question.prompt_html
                );
            }
            for told in feedback_of(&question.key).into_iter().chain(question.explanation_html.as_ref()) {
                assert!(!plain.contains(told.trim()), "{from} shows feedback: {told}");
            }
            assert!(!plain.contains(&question.version), "{from} names a question's version");
        }
        assert!(!plain.contains("\"right\":"), "{from} says what is right: {plain}");
    }
}

/// All feedback that belongs to parts of a key.
fn feedback_of(key: &Key) -> Vec<&String> {
    match key {
        Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices) => {
            choices.iter().filter_map(|choice| choice.feedback_html.as_ref()).collect()
        }
        Key::Numeric(Numeric { feedback_html, .. }) | Key::ShortText(ShortText { feedback_html, .. }) => {
            feedback_html.iter().collect()
        }
        Key::Ordering(steps) => steps.iter().filter_map(|step| step.feedback_html.as_ref()).collect(),
        Key::Matching(_) => Vec::new(),
    }
}

/// The answer as an island sends it.
pub fn draft(app: &TestApp, open: &serde_json::Value, right: bool) -> serde_json::Value {
    let fields = answer_to(&app.kit.services, open, right);
    let typed = |field: &str| fields.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str());
    let choices: Vec<u8> =
        fields.iter().filter(|(name, _)| name.starts_with("choice")).map(|(_, p)| p.parse().unwrap()).collect();
    let picks: Vec<&str> =
        fields.iter().filter(|(name, _)| name.starts_with("picks")).map(|(_, pick)| pick.as_str()).collect();
    json!({ "choices": choices, "number": typed("number"), "picks": picks, "text": typed("text") })
}
