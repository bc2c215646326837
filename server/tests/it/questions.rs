//! Question health in the browser: who sees it, what is in the file, and that an objection gives no key away.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use domain::assessment::{AttemptState, Subject};
use domain::catalog::{Key, Question};
use domain::identity::Role;
use serde_json::json;

use crate::app::{Browser, TestApp};
use crate::assessment::draft;
use crate::learner::{MODULES, finish_modules, read_module, shown, start};

fn choices(app: &TestApp) -> Vec<Question> {
    let material = app.kit.services.material();
    let module = material.catalog.module(&MODULES[0].parse().unwrap()).unwrap();
    module.questions.iter().filter(|question| matches!(question.key, Key::Single(_))).cloned().collect()
}

/// Thirty first exams of five questions; the third one's key seems to be wrong.
async fn examined(app: &TestApp) -> Vec<Question> {
    let questions = choices(app);
    for person in 0..30 {
        let rep = app.kit.add(&format!("rep{person}"), Role::Rep, None).await;
        let able = person % 3;
        let right = |at: usize| if at == 2 { able == 0 } else { able > at % 3 };
        let answers: Vec<(&Question, bool)> = (0..5).map(|at| (&questions[at], right(at))).collect();
        app.kit.sat(&rep, &Subject::Exam("outbound".parse().unwrap()), &answers, AttemptState::NotYet).await;
    }
    questions
}

#[tokio::test]
async fn an_admin_sees_what_needs_a_look_and_does_something_about_it() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let empty = admin.page("/questions").await;
    assert!(empty.contains("no answers yet") && empty.contains("Not enough data yet"), "{empty}");
    let questions = examined(&app).await;
    let list = admin.page("/questions").await;
    for words in ["1 of ", "need", "Probably wrong", "A wrong answer wins", "30 first attempts", "Internal consistency"]
    {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(!list.contains("rep0") && !list.contains("rep29"), "nobody’s name is in an analysis");
    let none = admin.page("/questions?show=suspended").await;
    assert!(none.contains("No question fits this filter"), "{none}");
    assert_eq!(admin.get("/questions?answers=exam:nowhere").await.status, StatusCode::NOT_FOUND);

    let question = &questions[2];
    let path = format!("/questions/{}", question.reference);
    let page = admin.page(&path).await;
    for words in ["Probably wrong", "Discrimination index", "33 %", "Top third", "Nobody objects", "asked today"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let reference = question.reference.to_string();
    let fields = [("question", reference.as_str()), ("version", &question.version), ("reason", "")];
    let refused = admin.form(&path, "suspend-question", &fields).await;
    assert_eq!(refused.location(), path);
    let page = admin.get(&path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Say why, in 1 to 1000 characters"), "{}", page.body);
    let fields = [("question", reference.as_str()), ("version", &question.version), ("reason", "The key is wrong.")];
    admin.form(&path, "suspend-question", &fields).await;
    let page = admin.page(&path).await;
    assert!(page.contains("The key is wrong.") && page.contains("Lift the suspension"), "{page}");
    admin.form(&path, "lift-suspension", &fields).await;
    assert!(admin.page(&path).await.contains("Suspend the question"));
}

#[tokio::test]
async fn the_file_holds_the_list_and_no_formula() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let questions = examined(&app).await;
    let file = admin.get("/questions.csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(file.headers[CONTENT_DISPOSITION].to_str().unwrap().contains("questions.csv"));
    let mut reader = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows[0][at("question")], questions[2].reference.to_string(), "as the page has them");
    assert_eq!((&rows[0][at("answers")], &rows[0][at("facility")]), ("30", "0.3333"));
    assert!(rows[0][at("discrimination")].starts_with('-'), "a number is a number: {:?}", &rows[0]);
    assert!(rows[0][at("flags")].starts_with("probably-wrong"));
    let texts = ["question", "module", "prompt", "flags", "lessons_first"].map(at);
    let formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(rows.iter().all(|row| texts.iter().all(|&column| !formula(&row[column]))));
    assert_eq!(admin.get("/questions.csv?show=look").await.body.lines().count(), 2);
}

#[tokio::test]
async fn nobody_but_admins_gets_anything_of_it() {
    let app = TestApp::new().await;
    let questions = choices(&app);
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, None).await;
    let nobody = app.browser();
    let question = format!("/questions/{}", questions[0].reference);
    for path in ["/questions", "/questions?show=look", "/questions.csv", &question] {
        for browser in [&rep, &manager] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!answer.body.contains(&questions[0].prompt_html), "{path}");
        }
        let answer = nobody.get(path).await;
        let sent_off = answer.status == StatusCode::UNAUTHORIZED || answer.location().starts_with("/sign-in");
        assert!(sent_off, "{path}: {}", answer.status);
    }
    assert!(!rep.page("/home").await.contains("/questions"), "nor is it in their navigation");
}

/// What the objection says to the rep, in every way it can be said.
async fn everything_about(browser: &Browser<'_>, exam: &str, objections: &[(&str, &str)]) -> Vec<String> {
    let path = format!("/attempts/{exam}");
    let mut bodies = vec![browser.get(&path).await.body];
    for (position, words) in objections {
        let fields = [("attempt", exam), ("position", position), ("words", words)];
        bodies.push(browser.post("raise-appeal", &fields).await.body);
        browser.form(&path, "raise-appeal", &fields).await;
        bodies.push(browser.get(&path).await.body);
    }
    bodies.push(browser.call("load-attempt", &json!({ "id": exam, "shown": null })).await.body);
    bodies.push(browser.get("/home").await.body);
    bodies
}

#[tokio::test]
async fn an_objection_in_an_exam_gives_no_key_away_and_changes_nothing() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    finish_modules(&app, &rep).await;
    let exam = start(&rep, "start-exam", "scope", "outbound").await;
    let before = shown(&rep, &exam).await;
    let objections = [("0", ""), ("0", "Two are right."), ("0", "Once more."), ("5", "Not asked yet."), ("99", "x")];
    let bodies = everything_about(&rep, &exam, &objections).await;
    let material = app.kit.services.material();
    let all =
        material.catalog.packs.values().flat_map(|pack| pack.modules.values()).flat_map(|module| &module.questions);
    for question in all {
        let feedback = question.key.choices().iter().filter_map(|choice| choice.feedback_html.as_ref());
        for body in &bodies {
            assert!(!body.contains(&question.version), "a version is named: {body}");
            assert!(!body.contains("\"right\":"), "{body}");
            for told in feedback.clone().chain(question.explanation_html.as_ref()) {
                assert!(!body.contains(told.trim()), "feedback is shown: {told}");
            }
        }
    }
    assert!(bodies[3].contains("Thank you") || bodies[4].contains("Thank you"), "it was taken");
    assert!(bodies.iter().any(|body| body.contains("already")), "a second one is refused kindly");
    let mut after = shown(&rep, &exam).await;
    assert_eq!(after["open"]["objected"], true);
    after["open"]["objected"] = json!(false);
    after["open"]["clock"] = before["open"]["clock"].clone();
    assert_eq!(after, before, "the attempt goes on as it was");
    let given = json!({ "attempt": exam, "position": 0, "draft": draft(&app, &before["open"], true) });
    assert_eq!(rep.call("give-answer", &given).await.status, StatusCode::OK);

    // The admin sees who, what they say and what they answered, and tells them.
    let list = admin.page("/questions").await;
    assert!(list.contains("1 objection waits for an answer"), "{list}");
    let view = admin.call("load-questions", &json!({ "filter": { "show": "objected" } })).await.json();
    let path = view["rows"][0]["href"].as_str().unwrap().to_owned();
    let page = admin.page(&path).await;
    assert!(page.contains("ada") && page.contains("Two are right.") && page.contains("Answered "), "{page}");
    let reference = path.strip_prefix("/questions/").unwrap();
    let one = admin.call("load-question", &json!({ "question": reference, "version": null })).await.json();
    let appeal = one["objections"][0]["id"].as_str().unwrap().to_owned();
    let decision = [("appeal", appeal.as_str()), ("verdict", "kept"), ("answer", "We looked at it. It stays.")];
    assert_eq!(rep.post("decide-appeal", &decision).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.form(&path, "decide-appeal", &decision).await.location(), path);
    assert!(admin.page(&path).await.contains("The question stays"));

    let home = rep.page("/home").await;
    assert!(home.contains("We looked at it. It stays.") && home.contains("Put it away"), "{home}");
    let home = rep.call("home", &json!({})).await.json();
    let notice = home["notices"][0]["id"].as_str().unwrap().to_owned();
    rep.form("/home", "put-away-notice", &[("notice", &notice)]).await;
    assert!(!rep.page("/home").await.contains("We looked at it."));
}

#[tokio::test]
async fn an_objection_to_a_quiz_is_raised_from_its_feedback() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    read_module(&app, &rep, MODULES[0]).await;
    let quiz = start(&rep, "start-quiz", "module", MODULES[0]).await;
    let view = shown(&rep, &quiz).await;
    let given = json!({ "attempt": quiz, "position": 0, "draft": draft(&app, &view["open"], false) });
    rep.call("give-answer", &given).await;
    let path = format!("/attempts/{quiz}?shown=0");
    let page = rep.page(&path).await;
    assert!(page.contains("I disagree with this question") && page.contains("Not quite"), "{page}");
    let long = "x".repeat(1_001);
    let refused = rep.form(&path, "raise-appeal", &[("attempt", &quiz), ("position", "0"), ("words", &long)]).await;
    assert_eq!(refused.location(), path);
    let page = rep.get(&path).await.body;
    assert!(page.contains("in 1 to 1000 characters") && page.contains(&long), "what was typed is still there");
    rep.form(&path, "raise-appeal", &[("attempt", &quiz), ("position", "0"), ("words", "It is <b>right</b>.")]).await;
    let page = rep.page(&path).await;
    assert!(page.contains("You have objected to this question") && page.contains("Thank you"), "{page}");
    let (_, other) = app.sign_in("bob", Role::Rep, None).await;
    let foreign = other.post("raise-appeal", &[("attempt", &quiz), ("position", "0"), ("words", "x")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let view = admin.call("load-questions", &json!({ "filter": {} })).await.json();
    let path = view["objections"][0][0]["href"].as_str().unwrap().to_owned();
    let page = admin.page(&path).await;
    assert!(page.contains("It is &lt;b&gt;right&lt;/b&gt;.") && !page.contains("<b>right</b>"), "words stay words");
}

#[tokio::test]
async fn a_form_on_a_page_that_is_stale_is_refused_with_what_was_typed() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    read_module(&app, &rep, MODULES[0]).await;
    let quiz = start(&rep, "start-quiz", "module", MODULES[0]).await;
    let words = [("attempt", quiz.as_str()), ("position", "0"), ("words", "Two are right.")];
    rep.form(&format!("/attempts/{quiz}"), "raise-appeal", &words).await;
    let view = admin.call("load-questions", &json!({ "filter": {} })).await.json();
    let page = view["objections"][0][0]["href"].as_str().unwrap().to_owned();
    let reference = page.strip_prefix("/questions/").unwrap();
    let one = admin.call("load-question", &json!({ "question": reference, "version": null })).await.json();
    let (version, appeal) = (one["version"].as_str().unwrap(), one["objections"][0]["id"].as_str().unwrap());
    let preview = format!("{page}/correct?version={version}&right=");
    let of = |reason: &'static str| [("question", reference), ("version", version), ("right", ""), ("reason", reason)];
    let decide = |answer: &'static str| [("appeal", appeal), ("verdict", "kept"), ("answer", answer)];
    for (path, endpoint, first, second, told) in [
        (&page, "suspend-question", &of("First.")[..], &of("The second’s reason.")[..], "is suspended already"),
        (&page, "lift-suspension", &of("First."), &of("The second’s reason."), "is not suspended any more"),
        (
            &page,
            "decide-appeal",
            &decide("First."),
            &decide("The second’s reason."),
            "has decided this objection already",
        ),
        (&preview, "apply-correction", &of("First."), &of("The second’s reason."), "has been corrected already"),
    ] {
        admin.form(path, endpoint, first).await;
        assert_eq!(admin.form(path, endpoint, second).await.location(), path);
        let answer = admin.get(path).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{endpoint}");
        for words in [told, "You had typed:", "The second’s reason.", "role=\"alert\""] {
            assert!(answer.body.contains(words), "{endpoint}: {words} is missing in {}", answer.body);
        }
        assert!(answer.body.contains(&page), "{endpoint}: the question is one click away");
        assert!(!admin.get(path).await.body.contains("You had typed:"), "{endpoint}");
    }
}
