//! What somebody hears about an objection, and where it leads them.

use domain::identity::Role;
use serde_json::json;

use crate::app::{Browser, TestApp};
use crate::learner::{MODULES, answer_once, finish, finish_modules, read_module, start, unescape};

/// Decides the one objection that is open, as its page does.
async fn decide(admin: &Browser<'_>, verdict: &str) {
    let list = admin.call("load-questions", &json!({ "filter": { "show": "objected" } })).await.json();
    let path = list["rows"][0]["href"].as_str().unwrap().to_owned();
    let reference = path.strip_prefix("/questions/").unwrap();
    let one = admin.call("load-question", &json!({ "question": reference, "version": null })).await.json();
    let appeal = one["objections"][0]["id"].as_str().unwrap().to_owned();
    let fields = [("appeal", appeal.as_str()), ("verdict", verdict), ("answer", "We looked at it.")];
    assert_eq!(admin.form(&path, "decide-appeal", &fields).await.location(), path);
}

/// What the latest notice says and where it leads.
async fn notice(rep: &Browser<'_>) -> (String, Option<String>) {
    let home = rep.call("home", &json!({})).await.json();
    let latest = &home["notices"][0];
    (latest["words"].as_str().unwrap().to_owned(), latest["link"]["href"].as_str().map(str::to_owned))
}

async fn object(rep: &Browser<'_>, attempt: &str, position: &str) {
    let fields = [("attempt", attempt), ("position", position), ("words", "Two are right.")];
    rep.form(&format!("/attempts/{attempt}"), "raise-appeal", &fields).await;
}

#[tokio::test]
async fn the_answer_about_a_quiz_names_the_question_and_leads_to_it() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    read_module(&app, &rep, MODULES[0]).await;
    let quiz = start(&rep, "start-quiz", "module", MODULES[0]).await;
    let first = crate::learner::shown(&rep, &quiz).await["open"]["prompt_html"].as_str().unwrap().to_owned();
    answer_once(&app, &rep, &quiz, false).await;
    object(&rep, &quiz, "0").await;
    decide(&admin, "upheld").await;
    let (words, link) = notice(&rep).await;
    let named = services::assessment::plain_text(&first).split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!("You were right to object to “{named}")), "{words} {first}");
    // The quiz is at another question by now.
    let link = link.unwrap();
    assert_eq!(link, format!("/attempts/{quiz}?shown=0"));
    assert!(unescape(&rep.page(&link).await).contains(&first));

    answer_once(&app, &rep, &quiz, false).await;
    object(&rep, &quiz, "1").await;
    finish(&app, &rep, &quiz, false).await;
    app.kit.clock.forward(domain::time::Span::minutes(1));
    decide(&admin, "kept").await;
    let (words, link) = notice(&rep).await;
    assert!(words.contains("It stays as it is. We looked at it."), "{words}");
    let link = link.unwrap();
    assert_eq!(link, format!("/attempts/{quiz}/transcript#question-2"));
    let transcript = rep.page(&format!("/attempts/{quiz}/transcript")).await;
    assert!(transcript.contains("id=\"question-2\""), "{transcript}");
    assert!(rep.page("/home").await.contains("To the question"));
}

#[tokio::test]
async fn the_answer_about_an_exam_names_the_exam_alone() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    finish_modules(&app, &rep).await;
    let exam = start(&rep, "start-exam", "scope", "outbound").await;
    object(&rep, &exam, "0").await;
    decide(&admin, "upheld").await;
    let (words, link) = notice(&rep).await;
    assert!(words.starts_with("You were right to object to a question of the exam “Outbound calls”."), "{words}");
    assert_eq!(link, None, "the exam runs, at whatever question");
}
