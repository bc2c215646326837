//! The way back to an exam that was not passed, and more time in it, by the pages' own forms.

use axum::http::StatusCode;
use domain::identity::Role;
use domain::time::Span;

use crate::app::TestApp;
use crate::kit::PASSWORD;
use crate::learner::{assign_outbound, finish, finish_modules, start};

#[tokio::test]
async fn what_is_given_to_read_opens_the_exam_again() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(team)).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, Some(team)).await;
    finish_modules(&app, &rep).await;
    let exam = start(&rep, "start-exam", "scope", "outbound").await;
    let running = rep.page("/learn/halyard/offering").await;
    assert!(running.contains("this quiz rests until it is over") && !running.contains("start-quiz"), "{running}");
    finish(&app, &rep, &exam, false).await;

    let result = rep.page(&format!("/attempts/{exam}")).await;
    assert!(result.contains("Before you try again") && result.contains("0 of 5 read"), "{result}");
    assert!(result.contains("Read these 5 lessons first; then the exam opens on Tue 24 Nov, 09:00."), "{result}");
    let board = manager.page("/board").await;
    assert!(board.contains("5 lessons are to be read again; then the exam opens on 24 Nov 2026, 09:00."), "{board}");
    let theirs = manager.page(&format!("/attempts/{exam}")).await;
    assert!(theirs.contains("Before the next try") && !theirs.contains("/learn/"), "a list without links: {theirs}");

    app.kit.clock.forward(Span::hours(24));
    // Sessions end when nobody comes for half a day.
    for (browser, email) in [(&rep, "ada@halyard.example"), (&manager, "maya@halyard.example")] {
        browser.form("/sign-in", "sign-in", &[("email", email), ("password", PASSWORD)]).await;
    }
    let refused = rep.form("/exam/outbound", "start-exam", &[("scope", "outbound")]).await;
    assert_eq!(refused.location(), "/exam/outbound");
    let brief = rep.get("/exam/outbound").await;
    assert!(brief.status == StatusCode::FORBIDDEN && brief.body.contains("then the exam opens."), "{}", brief.body);
    assert!(brief.body.contains("2 of 3 left"), "attempts are told while one has to read: {}", brief.body);
    let mut next = rep.page("/home").await;
    for left in (0..5).rev() {
        let (_, link) = next.split_once("href=\"/learn/").expect("home leads to the next lesson");
        let lesson = link.split_once('"').unwrap().0.to_owned();
        let page = rep.page(&format!("/learn/{lesson}")).await;
        assert!(page.contains("Read again for your exam") && page.contains("Mark as read again"), "{page}");
        let done = rep.form(&format!("/learn/{lesson}"), "mark-read", &[("lesson", &lesson)]).await;
        assert_eq!(done.location() == "/exam/outbound", left == 0, "{}", done.location());
        next = rep.page("/home").await;
    }
    assert!(rep.page("/exam/outbound").await.contains("Begin the exam"));
    let again = start(&rep, "start-exam", "scope", "outbound").await;
    assert_ne!(again, exam);
    let person = manager.page(&format!("/people/{ada}")).await;
    assert!(person.contains(&format!("/people/{ada}/read/halyard/offering/")), "{person}");
}

#[tokio::test]
async fn more_time_is_shown_where_it_matters_and_its_reason_to_admins_alone() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(team)).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, Some(team)).await;
    let (root, admin) = app.sign_in("root", Role::Admin, None).await;
    let (id, page) = (ada.to_string(), format!("/people/{ada}"));
    assert!(!manager.page(&page).await.contains("Time in exams"), "nothing to say");
    assert!(!admin.page(&format!("/people/{root}")).await.contains("Time in exams"), "nobody for themselves");
    let fields = |percent| [("person", id.as_str()), ("percent", percent), ("reason", "<b>Magnifier</b>")];
    let wrong = admin.form(&page, "grant-accommodation", &fields("5")).await;
    assert_eq!(wrong.location(), page);
    let shown = admin.get(&page).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.body.contains("Give a whole number from 10 to 200 per cent."), "{}", shown.body);
    assert!(shown.body.contains("&lt;b&gt;Magnifier&lt;/b&gt;</textarea>"), "what was typed stays: {}", shown.body);

    admin.form(&page, "grant-accommodation", &fields("25")).await;
    let shown = admin.page(&page).await;
    assert!(shown.contains("25 % more time") && shown.contains("&lt;b&gt;Magnifier&lt;/b&gt;"), "{shown}");
    let shown = manager.page(&page).await;
    assert!(shown.contains("25 % more time") && !shown.contains("Magnifier") && !shown.contains("grant-accommodation"));
    assert!(rep.page("/exam/outbound").await.contains("You have 25 % more time: 75 min."));
    assign_outbound(&admin, ada).await;
    finish_modules(&app, &rep).await;
    let home = rep.page("/home").await;
    assert!(home.contains("up to 75 min") && home.contains("Up to 75 min") && !home.contains("60 min"), "{home}");
    for (browser, page) in [(&manager, "/board"), (&admin, "/audit"), (&rep, page.as_str()), (&rep, "/home")] {
        assert!(!browser.page(page).await.contains("Magnifier"), "{page} does not tell why");
    }

    admin.form(&page, "end-accommodation", &[("person", &id)]).await;
    assert!(rep.page("/exam/outbound").await.contains("60 min"));
}
