//! Holes that quiz software is known for, each tried through the API and found closed.
//!
//! The list follows the security advisories of learning management systems of the last twenty years: what a page hides, its endpoint
//! often gave.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::StatusCode;
use domain::authz::Actor;
use domain::id::PersonId;
use domain::identity::Role;
use domain::time::Span;
use serde_json::{Value, json};
use services::catalog::Material;
use services::identity::close_account;

use crate::app::{Browser, TestApp};
use crate::assessment::draft;
use crate::kit::PASSWORD;
use crate::learner::{MODULES, answer_once, finish, finish_modules, may_call, phone_key, read_module, shown, start};

async fn at_the_exam<'a>(app: &'a TestApp, name: &str) -> (PersonId, Browser<'a>, String) {
    let (rep, browser) = app.sign_in(name, Role::Rep, None).await;
    finish_modules(app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    (rep, browser, exam)
}

fn given(app: &TestApp, attempt: &str, view: &Value, position: u32) -> Value {
    json!({ "attempt": attempt, "position": position, "draft": draft(app, &view["open"], true) })
}

async fn sign_in_again(browser: &Browser<'_>, name: &str) {
    let email = format!("{name}@halyard.example");
    browser.form("/sign-in", "sign-in", &[("email", &email), ("password", PASSWORD)]).await;
}

#[tokio::test]
async fn the_sequence_holds_where_the_page_is_not_asked() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    let locked = browser.post("start-quiz", &[("module", MODULES[1])]).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN, "a module comes before it: {}", locked.body);
    let locked = browser.post("start-exam", &[("scope", "outbound")]).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN, "all modules come before it: {}", locked.body);
    let locked = browser.post("mark-read", &[("lesson", "halyard/sales-process/10-six-stages")]).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN, "{}", locked.body);
    read_module(&app, &browser, MODULES[0]).await;
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    let view = shown(&browser, &quiz).await;
    for position in [1, 7, 8, u32::MAX] {
        for endpoint in ["give-answer", "save-answer"] {
            let answer = browser.call(endpoint, &given(&app, &quiz, &view, position)).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{endpoint} {position}: {}", answer.body);
        }
    }
    answer_once(&app, &browser, &quiz, true).await;
    let back = browser.call("give-answer", &given(&app, &quiz, &view, 0)).await;
    assert_eq!(back.status, StatusCode::CONFLICT, "nobody goes back");
}

#[tokio::test]
async fn the_timer_is_the_server_s() {
    let app = TestApp::new().await;
    let (rep, browser, exam) = at_the_exam(&app, "ada").await;
    let view = shown(&browser, &exam).await;
    app.kit.clock.forward(Span::minutes(60));
    for endpoint in ["give-answer", "save-answer"] {
        let late = browser.call(endpoint, &given(&app, &exam, &view, 0)).await;
        assert_eq!((late.status, late.json()["code"].as_str().unwrap()), (StatusCode::CONFLICT, "past-deadline"));
    }
    let outcome = &shown(&browser, &exam).await["finished"];
    assert_eq!(outcome["passed"], false, "{outcome}");
    let key = phone_key(&app).await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
}

#[tokio::test]
async fn nobody_moves_their_own_due_date() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, Some(team)).await;
    let (_, manager) = app.sign_in("max", Role::Manager, Some(team)).await;
    // A day of one's own goes before the team's, so it comes last here.
    for (to, due) in [(format!("team:{team}"), "2027-06-30"), (format!("person:{rep}"), "2027-12-31")] {
        let fields = [("path", "halyard/outbound-onboarding"), ("to", to.as_str()), ("due", due)];
        let before = browser.call("home", &json!({})).await.body;
        let answer = browser.post("assign", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{to}: {}", answer.body);
        assert_eq!(browser.call("home", &json!({})).await.body, before, "{to}");
        let answer = manager.post("assign", &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{to}: {}", answer.body);
        assert_ne!(browser.call("home", &json!({})).await.body, before, "{to}: whoever may moves it");
    }
}

#[tokio::test]
async fn a_question_from_elsewhere_runs_no_script() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    let bank = "halyard/modules/offering/questions.md";
    let text = String::from_utf8(files.get(bank).unwrap().to_vec()).unwrap();
    let hostile = "## What <script>alert(1)</script> now? {#of-999 objective=services ratings=\"0.7 0.7 0.7\"}\n\
        <img src=x onerror=alert(1)> <svg onload=alert(1)>\n\n\
        - [x] Yes <b onclick=alert(1)>bold</b>\n  > Because <iframe src=\"//evil.example\"></iframe>\n\
        - [ ] No <a href=\"data:text/html,x\">x</a>\n  > Because\n\
        - [ ] Never\n  > Because\n\n";
    // A link that runs something does not get in at all …
    files.insert(bank, format!("{}{text}", hostile.replace("<svg", "[click](javascript:alert(1)) <svg")));
    let faults = Material::from_files(files.clone()).unwrap_err();
    assert!(faults.iter().any(|fault| fault.code == "link"), "{faults:?}");
    // … and what is no Markdown is left out, and its author told.
    files.insert(bank, format!("{hostile}{text}"));
    let (material, warnings) = Material::from_files(files).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert!(!warnings.is_empty(), "its author hears of it");
    let question = material.catalog.question(&"halyard/offering/of-999".parse().unwrap()).unwrap();
    let mut shown = vec![question.prompt_html.clone(), question.situation_html.clone()];
    shown.extend(question.key.choices().iter().map(|choice| choice.html.clone()));
    shown.extend(question.key.choices().iter().filter_map(|choice| choice.feedback_html.clone()));
    for html in shown {
        for bad in ["<script", "onerror", "onload", "onclick", "javascript:", "<iframe", "data:text"] {
            assert!(!html.contains(bad), "{html}");
        }
    }
}

#[tokio::test]
async fn results_that_the_page_hides_are_hidden_by_the_api() {
    let app = TestApp::new().await;
    let (_, browser, exam) = at_the_exam(&app, "ada").await;
    finish(&app, &browser, &exam, false).await;
    for position in [None, Some(0), Some(1), Some(39)] {
        let answer = browser.call("load-attempt", &json!({ "id": exam, "shown": position })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let outcome = answer.json();
        assert_eq!(outcome["finished"]["passed"], false, "{outcome}");
        assert!(outcome.get("open").is_none(), "a decided exam shows no question: {outcome}");
        for word in ["prompt_html", "options", "\"chosen\"", "explanation", "\"version\"", "position"] {
            assert!(!answer.body.contains(word), "{word}: {}", answer.body);
        }
    }
    let next = browser.call("next-question", &json!({ "attempt": exam })).await;
    assert_eq!(next.status, StatusCode::OK, "{}", next.body);
    assert!(next.json()["attempt"].is_null(), "{}", next.body);
}

#[tokio::test]
async fn other_teams_reports_stay_theirs() {
    let app = TestApp::new().await;
    let (north, south) = (app.team("North").await, app.team("South").await);
    let (rep, browser) = app.sign_in("ada", Role::Rep, Some(north)).await;
    read_module(&app, &browser, MODULES[0]).await;
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    finish(&app, &browser, &quiz, true).await;
    let (_, own) = app.sign_in("mia", Role::Manager, Some(north)).await;
    let (_, stranger) = app.sign_in("max", Role::Manager, Some(south)).await;
    let (_, colleague) = app.sign_in("bob", Role::Rep, Some(north)).await;
    for other in [&stranger, &colleague] {
        assert_eq!(other.get(&format!("/attempts/{quiz}")).await.status, StatusCode::NOT_FOUND);
        let answer = other.call("load-attempt", &json!({ "id": quiz, "shown": null })).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(other.get(&format!("/people/{rep}")).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!stranger.page("/board").await.contains("ada"), "nor on the board");
    // What is hidden from the others is there.
    browser.page(&format!("/attempts/{quiz}")).await;
    shown(&own, &quiz).await;
    own.page(&format!("/people/{rep}")).await;
    assert!(own.page("/board").await.contains("ada"));
}

#[tokio::test]
async fn rights_that_are_gone_are_gone_in_the_middle_of_an_attempt() {
    let app = TestApp::new().await;
    let (rep, browser, exam) = at_the_exam(&app, "ada").await;
    let view = shown(&browser, &exam).await;
    close_account(&app.kit.services, &Actor::System, rep).await.unwrap();
    let answer = browser.call("give-answer", &given(&app, &exam, &view, 0)).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.body);
    app.kit.clock.forward(Span::hours(2));
    services::assessment::settle_overdue(&app.kit.services).await.unwrap();
    let key = phone_key(&app).await;
    assert_eq!(may_call(&app, &key, rep).await, "0", "and nothing is earned");
}

#[tokio::test]
async fn the_limit_of_attempts_holds_under_a_race() {
    let app = TestApp::new().await;
    let (_, browser, first) = at_the_exam(&app, "ada").await;
    let mut attempts = BTreeSet::from([first]);
    for _ in 0..5 {
        for attempt in &attempts {
            if shown(&browser, attempt).await.get("open").is_some() {
                finish(&app, &browser, attempt, false).await;
            }
        }
        for lesson in remedial(&app) {
            browser.form(&format!("/learn/{lesson}"), "mark-read", &[("lesson", &lesson)]).await;
        }
        app.kit.clock.forward(Span::hours(25));
        sign_in_again(&browser, "ada").await;
        let starts = (0..6).map(|_| browser.form("/exam/outbound", "start-exam", &[("scope", "outbound")]));
        for answer in futures::future::join_all(starts).await {
            if let Some(id) = answer.location().strip_prefix("/attempts/") {
                attempts.insert(id.to_owned());
            }
        }
    }
    assert_eq!(attempts.len(), 3, "three attempts, whatever is clicked");
}

/// Every lesson there is: what is to be read again is among them.
fn remedial(app: &TestApp) -> Vec<String> {
    let material = app.kit.services.material();
    let modules = MODULES.map(|module| material.catalog.module(&module.parse().unwrap()).unwrap());
    modules.iter().flat_map(|module| module.lessons.iter().map(|lesson| lesson.reference.to_string())).collect()
}

#[tokio::test]
async fn nobody_answers_for_somebody_else() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (_, browser, exam) = at_the_exam(&app, "ada").await;
    let view = shown(&browser, &exam).await;
    let (_, other) = app.sign_in("bob", Role::Rep, Some(team)).await;
    let (_, manager) = app.sign_in("max", Role::Manager, Some(team)).await;
    let (_, admin) = app.sign_in("eve", Role::Admin, None).await;
    let nobody = app.browser();
    for (who, expected) in [
        (&other, StatusCode::NOT_FOUND),
        (&manager, StatusCode::NOT_FOUND),
        (&admin, StatusCode::FORBIDDEN),
        (&nobody, StatusCode::UNAUTHORIZED),
    ] {
        for endpoint in ["give-answer", "save-answer"] {
            assert_eq!(who.call(endpoint, &given(&app, &exam, &view, 0)).await.status, expected, "{endpoint}");
        }
        let page = who.call("next-question", &json!({ "attempt": exam })).await;
        assert_eq!(page.status, expected, "nor sees the question: {}", page.body);
    }
    assert_eq!(shown(&browser, &exam).await, view, "nothing has changed");
    let answer = browser.call("give-answer", &given(&app, &exam, &view, 0)).await;
    assert_eq!(answer.status, StatusCode::OK, "whose it is answers it: {}", answer.body);
}

#[tokio::test]
async fn a_finished_attempt_stays_finished() {
    let app = TestApp::new().await;
    let (_, browser, exam) = at_the_exam(&app, "ada").await;
    let view = shown(&browser, &exam).await;
    finish(&app, &browser, &exam, false).await;
    let before = shown(&browser, &exam).await;
    for position in 0..40 {
        let answer = browser.call("give-answer", &given(&app, &exam, &view, position)).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{position}: {}", answer.body);
        // A save that says what was given anyway is told that it is; it writes nothing. One that fits no question there is invalid.
        let save = browser.call("save-answer", &given(&app, &exam, &view, position)).await;
        let told = [StatusCode::OK, StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY];
        assert!(told.contains(&save.status), "{position}: {} {}", save.status, save.body);
    }
    assert_eq!(shown(&browser, &exam).await, before);
    assert_eq!(services::assessment::replay_all(&app.kit.services).await.unwrap().differences, Vec::<String>::new());
}

#[tokio::test]
async fn another_policy_does_not_reach_an_open_attempt() {
    let mut app = TestApp::new().await;
    let (exam, view) = {
        let (_, browser, exam) = at_the_exam(&app, "ada").await;
        let view = shown(&browser, &exam).await;
        (exam, view)
    };
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    let policy = "halyard/certifications/outbound.toml";
    let text = String::from_utf8(files.get(policy).unwrap().to_vec()).unwrap();
    // A policy under which the first right answer passes, and time never ends.
    let easy = text
        .replace("min_items = 12", "min_items = 1")
        .replace("certify_at = 0.975", "certify_at = 0.30")
        .replace("final_at = 0.80", "final_at = 0.20")
        .replace("time_limit_minutes = 60", "time_limit_minutes = 1440");
    assert_ne!(text, easy);
    files.insert(policy, easy);
    app.restart(Material::from_files(files).unwrap().0);
    let browser = app.browser();
    sign_in_again(&browser, "ada").await;
    for _ in 0..3 {
        answer_once(&app, &browser, &exam, true).await;
    }
    let now = shown(&browser, &exam).await;
    assert_eq!(now["open"]["position"], 3, "it goes on: {now}");
    assert_eq!(now["open"]["clock"]["deadline"], view["open"]["clock"]["deadline"]);
    app.kit.clock.forward(Span::minutes(61));
    assert_eq!(shown(&browser, &exam).await["finished"]["passed"], false, "by the rules it began with");
    assert_eq!(services::assessment::replay_all(&app.kit.services).await.unwrap().differences, Vec::<String>::new());
}
