//! Lessons in order, on direct addresses too.

use axum::http::StatusCode;
use domain::identity::Role;
use serde_json::json;

use crate::app::TestApp;
use crate::learner::{MODULES, assign_outbound, finish, read_module, start};

#[tokio::test]
async fn a_locked_lesson_says_what_comes_first() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    let material = app.kit.services.material();
    let module = material.catalog.module(&MODULES[0].parse().unwrap()).unwrap();
    let third = format!("/learn/{}", module.lessons[2].reference);
    let answer = browser.get(&third).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains(&format!("/learn/{}", module.lessons[0].reference)), "it links to the first lesson");
    let skipped = browser.form(&third, "mark-read", &[("lesson", &module.lessons[2].reference.to_string())]).await;
    assert_eq!(skipped.location(), third, "marking it as read is refused too");
    assert_eq!(browser.get(&third).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_has_no_path_is_told_who_gives_them_one() {
    let app = TestApp::new().await;
    for (name, role, words) in [
        ("ada", Role::Rep, "Your manager assigns your first path."),
        ("max", Role::Manager, "Whoever leads needs no path."),
        ("root", Role::Admin, "Whoever leads needs no path."),
    ] {
        let (_, browser) = app.sign_in(name, role, None).await;
        let home = browser.page("/home").await;
        assert!(home.contains(words), "{name}: {home}");
        assert_eq!(home.contains("Your manager"), role == Role::Rep, "{name}: {home}");
    }
}

#[tokio::test]
async fn a_locked_module_and_its_quiz_stay_shut() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    assert_eq!(browser.get(&format!("/learn/{}", MODULES[1])).await.status, StatusCode::FORBIDDEN);
    let quiz =
        browser.call("load-attempt", &json!({ "id": "00000000-0000-0000-0000-000000000000", "shown": null })).await;
    assert_eq!(quiz.status, StatusCode::NOT_FOUND);
    let start = browser.form("/home", "start-quiz", &[("module", MODULES[0])]).await;
    assert_eq!(start.location(), "/home", "lessons come before the quiz");
    let exam = browser.form("/exam/outbound", "start-exam", &[("scope", "outbound")]).await;
    assert_eq!(exam.location(), "/exam/outbound", "modules come before the exam");
}

#[tokio::test]
async fn what_is_locked_is_named_with_when_it_opens_and_not_linked() {
    let app = TestApp::new().await;
    let (ada, browser) = app.sign_in("ada", Role::Rep, None).await;
    let (root, admin) = app.sign_in("root", Role::Admin, None).await;
    assign_outbound(&admin, ada).await;
    assign_outbound(&admin, root).await;
    let material = app.kit.services.material();
    let first = &material.catalog.module(&MODULES[0].parse().unwrap()).unwrap().title;
    let locked = |module: &str| format!("href=\"/learn/{module}\"");
    for page in ["/home", "/exam/outbound"] {
        let shown = browser.page(page).await;
        assert!(shown.contains(&locked(MODULES[0])), "{page} leads to what is open: {shown}");
        assert!(shown.contains(&format!("Opens after “{first}”")), "{page}: {shown}");
        for module in &MODULES[1..] {
            assert!(!shown.contains(&locked(module)), "{page} leads to {module}: {shown}");
        }
        // Whoever answers for the material opens it in any order.
        assert!(admin.page(page).await.contains(&locked(MODULES[1])), "{page}");
    }
}

#[tokio::test]
async fn the_brief_of_an_exam_says_what_the_standard_is_and_what_is_allowed() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    let brief = browser.page("/exam/outbound").await;
    for words in
        ["80 % sure is enough", "just good enough would get right, as a panel set it", "you may look things up"]
    {
        assert!(brief.contains(words), "{words}: {brief}");
    }
    assert!(brief.contains("<th scope=\"col\">Module") && !brief.contains(">Objective"), "{brief}");
}

#[tokio::test]
async fn reading_goes_on_to_the_next_lesson_and_then_to_the_module() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    let material = app.kit.services.material();
    let module = material.catalog.module(&MODULES[0].parse().unwrap()).unwrap();
    let first = module.lessons[0].reference.to_string();
    let answer = browser.form(&format!("/learn/{first}"), "mark-read", &[("lesson", &first)]).await;
    assert_eq!(answer.location(), format!("/learn/{}", module.lessons[1].reference));
    read_module(&app, &browser, MODULES[0]).await;
    let last = module.lessons.last().unwrap().reference.to_string();
    let answer = browser.form(&format!("/learn/{last}"), "mark-read", &[("lesson", &last)]).await;
    assert_eq!(answer.location(), format!("/learn/{}", MODULES[0]));
}

#[tokio::test]
async fn a_quiz_that_was_not_passed_says_so_until_it_is() {
    let app = TestApp::new().await;
    let (ada, browser) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    assign_outbound(&admin, ada).await;
    read_module(&app, &browser, MODULES[0]).await;
    let module = format!("/learn/{}", MODULES[0]);
    assert!(!browser.page(&module).await.contains("Last try"));
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    assert!(browser.page(&format!("/attempts/{quiz}")).await.contains("aria-valuetext=\"0 of 8 answered\""));
    finish(&app, &browser, &quiz, false).await;
    for page in ["/home", module.as_str()] {
        let shown = browser.page(page).await;
        assert!(shown.contains("Last try: 0 of 8") && shown.contains("What to read again"), "{page}: {shown}");
        assert!(shown.contains(&format!("href=\"/attempts/{quiz}\"")), "{page}: {shown}");
    }
    let quiz = start(&browser, "start-quiz", "module", MODULES[0]).await;
    finish(&app, &browser, &quiz, true).await;
    for page in ["/home", module.as_str()] {
        assert!(!browser.page(page).await.contains("Last try"), "{page}");
    }
}

#[tokio::test]
async fn managers_read_in_any_order() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (_, browser) = app.sign_in("maya", Role::Manager, Some(team)).await;
    let material = app.kit.services.material();
    let module = material.catalog.module(&MODULES[3].parse().unwrap()).unwrap();
    browser.page(&format!("/learn/{}", module.lessons[2].reference)).await;
}

#[tokio::test]
async fn pictures_of_a_module_run_nothing() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    let picture = "/material/halyard/offering/images/ramp.svg";
    assert_eq!(app.browser().get(picture).await.status, StatusCode::SEE_OTHER, "it is for those who may read");
    let answer = browser.get(picture).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "image/svg+xml");
    assert!(answer.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(
        browser.get("/material/halyard/offering/images/..%2f..%2fpack.toml").await.status,
        StatusCode::NOT_FOUND
    );
}
