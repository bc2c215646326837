//! What people decide about a clearance, as the phone system and the people concerned see it.

use axum::http::StatusCode;
use domain::identity::Role;
use serde_json::json;

use crate::app::{Browser, TestApp};
use crate::learner::{finish, finish_modules, may_call, phone_key, start};

#[tokio::test]
async fn a_suspension_reaches_the_phone_system_with_its_answer() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, manager) = app.sign_in("max", Role::Manager, Some(north)).await;
    let key = phone_key(&app).await;
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    finish(&app, &browser, &exam, true).await;
    assert_eq!(may_call(&app, &key, rep).await, "1");
    let page = manager.call("person", &json!({ "id": rep })).await.json();
    let certificate = page["certificates"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(page["certificates"][0]["may"], json!(["suspend"]), "revoking is for admins");
    let decide = async |verdict: &str, reason: &str| {
        let fields = [("certificate", certificate.as_str()), ("verdict", verdict), ("reason", reason)];
        manager.form(&format!("/people/{rep}"), "decide-certificate", &fields).await
    };
    decide("suspend", "").await;
    let html = manager.get(&format!("/people/{rep}")).await.body;
    assert!(!html.contains("characters. They read it."), "the hint below says so already: {html}");
    assert!(html.contains("Say why, in 1 to") && html.contains("Suspend the certificate"), "{html}");
    assert_eq!(may_call(&app, &key, rep).await, "1", "nothing without a reason");
    decide("suspend", "Promised a discount.").await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
    let asked = format!("/api/v1/people/{rep}/clearance?scope=outbound");
    let answer = app.ask(&key, &asked, "application/json").await.json();
    assert_eq!((&answer["level"], &answer["reasons"][0]["code"]), (&json!("blocked"), &json!("certificate-suspended")));
    let html = browser.page("/certificates").await;
    assert!(html.contains("Suspended") && !html.contains("Holds</"), "{html}");
    let home = browser.page("/home").await;
    assert!(home.contains("Suspended: Outbound calls") && home.contains("Reason: Promised a discount."), "{home}");
    assert!(home.contains("Talk to max, who can reinstate it.") && !home.contains("Nothing to do right now"), "{home}");
    let exam = browser.page("/exam/outbound").await;
    assert!(exam.contains("Your certificate is suspended.") && exam.contains("Reason: Promised a discount."), "{exam}");
    assert!(exam.contains("Talk to max") && !exam.contains("You have passed this exam."), "{exam}");
    decide("reinstate", "Talked it over.").await;
    assert_eq!(may_call(&app, &key, rep).await, "1");
    assert!(!browser.page("/home").await.contains("Suspended: Outbound calls"));
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let fields = [("certificate", certificate.as_str()), ("verdict", "revoke"), ("reason", "Promised it again.")];
    admin.form(&format!("/people/{rep}"), "decide-certificate", &fields).await;
    for place in ["/home", "/exam/outbound"] {
        let html = browser.page(place).await;
        assert!(html.contains("Your certificate was revoked") && html.contains("Reason: Promised it again."), "{html}");
        assert!(html.contains("passed the exam anew"), "{place} says what to do next: {html}");
    }
    assert!(browser.page("/certificates").await.contains("holds no longer"));
}

#[tokio::test]
async fn an_override_is_on_every_page_and_in_every_answer() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, first) = app.sign_in("max", Role::Manager, Some(north)).await;
    let (_, second) = app.sign_in("mia", Role::Manager, Some(north)).await;
    let key = phone_key(&app).await;
    let (id, page) = (rep.to_string(), format!("/people/{rep}"));
    let asked =
        [("person", id.as_str()), ("scope", "outbound"), ("level", "solo"), ("hours", "3"), ("reason", "All are ill.")];
    first.form(&page, "ask-override", &asked).await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
    let view = first.call("person", &json!({ "id": rep })).await.json();
    let line = &view["overrides"]["lines"][0];
    assert_eq!((&line["state"], &line["may_grant"]), (&json!("asked"), &json!(false)));
    let over = line["id"].as_str().unwrap();
    assert!(!second.page("/board").await.contains("Override until"), "nobody has granted it");
    assert_eq!(first.post("grant-override", &[("id", over)]).await.status, StatusCode::CONFLICT, "one is not two");
    assert!(second.page("/home").await.contains("asks for an override"));
    assert!(second.page("/board").await.contains("Overrides: 1 waits for you"));
    let waits = second.page("/overrides").await;
    let places = ["Waiting for you", "All are ill.", "Grant it", "Who answers for them"].map(|words| waits.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {waits}");
    assert!(!waits.contains("are shown."), "all of them are: {waits}");
    assert!(!first.page("/board").await.contains("waits for you"), "nobody grants their own request");
    let waits = first.page("/overrides").await;
    assert!(!waits.contains("Waiting for you") && waits.contains("All are ill."), "{waits}");
    second.form(&page, "grant-override", &[("id", over)]).await;
    assert_eq!(may_call(&app, &key, rep).await, "1");
    let answer =
        app.ask(&key, &format!("/api/v1/people/{rep}/clearance?scope=outbound"), "application/json").await.json();
    assert_eq!((&answer["cleared"], &answer["reasons"][0]["code"]), (&json!(true), &json!("override")));
    assert!(answer["until"].is_string());
    let board = second.page("/board?standing=cleared").await;
    assert!(board.contains("Ready for calls") && board.contains("Override until "), "{board}");
    assert!(second.page(&page).await.contains("Override until "), "whoever looks closer sees no less");
    for place in ["/home", "/certificates", "/account", "/learn/halyard/offering"] {
        let html = browser.page(place).await;
        assert!(html.contains("Under an override.") && html.contains("All are ill."), "{place}: {html}");
    }
    assert!(!first.page("/home").await.contains("Under an override."), "it is nobody else’s");
    assert!(!second.page("/board").await.contains("waits for you"), "it is granted");
    second.form(&page, "end-override", &[("id", over)]).await;
    assert_eq!(may_call(&app, &key, rep).await, "0");
    assert!(!browser.page("/home").await.contains("Under an override."));
    assert!(!second.page("/board").await.contains("Override until"));
}

#[tokio::test]
async fn a_request_from_a_page_of_before_says_what_came_of_it() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (rep, _) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, first) = app.sign_in("max", Role::Manager, Some(north)).await;
    let (_, second) = app.sign_in("mia", Role::Manager, Some(north)).await;
    let (id, page) = (rep.to_string(), format!("/people/{rep}"));
    let ask = async |browser: &Browser<'_>, reason: &str| {
        let fields =
            [("person", id.as_str()), ("scope", "outbound"), ("level", "solo"), ("hours", "3"), ("reason", reason)];
        browser.form(&page, "ask-override", &fields).await;
    };
    ask(&first, "All are ill.").await;
    assert!(!second.page(&page).await.contains("Ask for an override"));
    ask(&second, "Half of <the> team is ill.").await;
    let answer = second.get(&page).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("There is an override of these calls already."), "{}", answer.body);
    assert!(answer.body.contains("Half of &lt;the&gt; team is ill."), "what was typed is not lost: {}", answer.body);
    assert!(!second.page(&page).await.contains("Half of"), "it is said once");
}

#[tokio::test]
async fn an_override_is_not_offered_where_it_would_lift_nothing() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, manager) = app.sign_in("max", Role::Manager, Some(north)).await;
    let page = format!("/people/{rep}");
    assert!(manager.page(&page).await.contains("Ask for an override"));
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    finish(&app, &browser, &exam, true).await;
    let html = manager.page(&page).await;
    assert!(html.contains("There is nothing to lift.") && !html.contains("Ask for an override"), "{html}");
    let view = manager.call("person", &json!({ "id": rep })).await.json();
    let certificate = view["certificates"][0]["id"].as_str().unwrap().to_owned();
    let fields = [("certificate", certificate.as_str()), ("verdict", "suspend"), ("reason", "Promised a discount.")];
    manager.form(&page, "decide-certificate", &fields).await;
    let html = manager.page(&page).await;
    assert!(html.contains("an override lifts no such decision") && !html.contains("Ask for an override"), "{html}");
}

#[tokio::test]
async fn the_board_counts_who_takes_supervised_calls_by_an_override() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (rep, _) = app.sign_in("ada", Role::Rep, Some(north)).await;
    app.sign_in("bo", Role::Rep, Some(north)).await;
    let (_, first) = app.sign_in("max", Role::Manager, Some(north)).await;
    let (_, second) = app.sign_in("mia", Role::Manager, Some(north)).await;
    let (id, page) = (rep.to_string(), format!("/people/{rep}"));
    assert!(!first.page("/board").await.contains("supervised calls"));
    let asked =
        [("person", id.as_str()), ("scope", "outbound"), ("level", "supervised"), ("hours", "3"), ("reason", "Ill.")];
    first.form(&page, "ask-override", &asked).await;
    let view = first.call("person", &json!({ "id": rep })).await.json();
    let over = view["overrides"]["lines"][0]["id"].as_str().unwrap();
    second.form(&page, "grant-override", &[("id", over)]).await;
    let board = first.page("/board?standing=blocked").await;
    assert!(board.contains("1 of them takes supervised calls") && board.contains("Supervised"), "{board}");
}
