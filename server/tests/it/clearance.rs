//! The question a phone system asks.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::authz::Actor;
use domain::identity::Role;
use services::identity::close_account;
use services::integration::{list_keys, revoke_key};

use crate::app::TestApp;
use crate::learner::{finish, finish_modules, may_call, phone_key, start};

#[tokio::test]
async fn a_person_is_found_by_id_address_and_external_id() {
    let app = TestApp::new().await;
    let (rep, _) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    for reference in [rep.to_string(), "ada%40halyard.example".to_owned(), "ada@halyard.example".to_owned()] {
        let answer =
            app.ask(&key, &format!("/api/v1/people/{reference}/clearance?scope=outbound"), "application/json").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let json = answer.json();
        assert_eq!(json["person"], rep.to_string());
        assert_eq!((json["level"].as_str(), json["cleared"].as_bool()), (Some("blocked"), Some(false)));
        assert_eq!(json["policy"], "outbound@1");
        assert_eq!(json["reasons"][0]["code"], "modules-open");
        assert!(json["reasons"][0]["action_url"].as_str().unwrap().ends_with("/learn/halyard/offering"));
    }
}

#[tokio::test]
async fn another_system_may_name_people_by_uuids() {
    let app = TestApp::new().await;
    let agent = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
    let new = services::identity::NewPerson {
        email: "ada@halyard.example".to_owned(),
        name: "Ada".to_owned(),
        external_id: agent.to_owned(),
        ..Default::default()
    };
    let ada = services::identity::add_person(&app.kit.services, &new, crate::kit::PASSWORD).await.unwrap();
    let key = phone_key(&app).await;
    let ask = |reference: &str| format!("/api/v1/people/{reference}/clearance?scope=outbound");
    let answer = app.ask(&key, &ask(agent), "application/json").await;
    assert_eq!(answer.json()["person"], ada.to_string(), "{}", answer.body);
    assert_eq!(app.ask(&key, &ask("a%00b"), "text/plain").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everything_but_a_yes_is_a_no() {
    let app = TestApp::new().await;
    let (rep, _) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    let cases = [
        (key.as_str(), "nobody@halyard.example", "scope=outbound", StatusCode::NOT_FOUND),
        (key.as_str(), "ada@halyard.example", "scope=unheard-of", StatusCode::NOT_FOUND),
        (key.as_str(), "ada@halyard.example", "", StatusCode::BAD_REQUEST),
        (key.as_str(), "ada@halyard.example", "scope=outbound&level=blocked", StatusCode::BAD_REQUEST),
        (key.as_str(), "ada@halyard.example", "scope=outbound&level=any", StatusCode::BAD_REQUEST),
        (key.as_str(), "ada@halyard.example", "scope=outbound&colour=blue", StatusCode::BAD_REQUEST),
        ("canoe_0000000000_wrong", "ada@halyard.example", "scope=outbound", StatusCode::UNAUTHORIZED),
        ("", "ada@halyard.example", "scope=outbound", StatusCode::UNAUTHORIZED),
    ];
    for (key, reference, query, status) in cases {
        let path = format!("/api/v1/people/{reference}/clearance?{query}");
        let plain = app.ask(key, &path, "text/plain").await;
        assert_eq!((plain.status, plain.body.as_str()), (status, "0"), "{path}");
        let json = app.ask(key, &path, "application/json").await;
        assert_eq!(json.headers["content-type"], "application/problem+json", "{path}");
        assert_eq!(json.json()["status"], status.as_u16());
        assert!(json.json().get("cleared").is_none());
    }
    assert_eq!(may_call(&app, &key, rep).await, "0");
}

#[tokio::test]
async fn closing_an_account_and_revoking_a_key_work_at_once() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    let admin = app.kit.add("root", Role::Admin, None).await;
    let key = phone_key(&app).await;
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    finish(&app, &browser, &exam, true).await;
    assert_eq!(may_call(&app, &key, rep).await, "1");
    close_account(&app.kit.services, &admin, rep).await.unwrap();
    assert_eq!(may_call(&app, &key, rep).await, "0");
    assert_eq!(browser.get("/home").await.location(), "/sign-in?to=%2Fhome", "the session has ended");
    let listed = list_keys(&app.kit.services, &Actor::System).await.unwrap();
    revoke_key(&app.kit.services, &admin, listed[0].id).await.unwrap();
    let path = format!("/api/v1/people/{rep}/clearance?scope=outbound");
    assert_eq!(app.ask(&key, &path, "text/plain").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_question_without_a_scope_is_told_what_is_missing() {
    let app = TestApp::new().await;
    let (rep, _) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    for query in ["", "?scope=", "?level=solo"] {
        let answer = app.ask(&key, &format!("/api/v1/people/{rep}/clearance{query}"), "application/json").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.json()["detail"], "Say which calls: add scope=…, such as scope=outbound.");
    }
}

#[tokio::test]
async fn a_signed_in_person_is_no_key() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    let answer = browser.get(&format!("/api/v1/people/{rep}/clearance?scope=outbound")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_document_describes_the_interface() {
    let app = TestApp::new().await;
    let document = app.browser().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    insta::assert_json_snapshot!(document["paths"]);
}

#[tokio::test]
async fn health_is_told() {
    let app = TestApp::new().await;
    assert_eq!(app.browser().get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn i7_what_another_process_has_done_counts_for_the_next_question() {
    let app = TestApp::new().await;
    let (rep, browser) = app.sign_in("ada", Role::Rep, None).await;
    finish_modules(&app, &browser).await;
    let exam = start(&browser, "start-exam", "scope", "outbound").await;
    finish(&app, &browser, &exam, true).await;
    let key = phone_key(&app).await;
    // Asked more than once, so that what is remembered of her and of the key is what is asked for.
    for _ in 0..4 {
        assert_eq!(may_call(&app, &key, rep).await, "1");
    }
    // The command line has no packs, and so cannot decide; it must leave nothing that says yes.
    let command_line = app.kit.elsewhere(services::catalog::Material::default()).await;
    close_account(&command_line, &Actor::System, rep).await.unwrap();
    assert_eq!(may_call(&app, &key, rep).await, "0");

    let id = list_keys(&app.kit.services, &Actor::System).await.unwrap()[0].id;
    revoke_key(&command_line, &Actor::System, id).await.unwrap();
    let path = format!("/api/v1/people/{rep}/clearance?scope=outbound");
    let answer = app.ask(&key, &path, "text/plain").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, "0"));
}

#[tokio::test]
async fn a_question_that_cannot_be_read_is_answered_as_a_program_reads_it() {
    let app = TestApp::new().await;
    let key = phone_key(&app).await;
    let ask = async |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {key}"));
        app.send(request.body(Body::empty()).unwrap()).await
    };
    let clearance = "/api/v1/people/ada/clearance";
    let malformed = [
        (Method::GET, "/api/v1/people/%FF/clearance?scope=outbound".to_owned(), StatusCode::BAD_REQUEST),
        (Method::GET, format!("{clearance}?scope=outbound&scope=inbound"), StatusCode::BAD_REQUEST),
        (Method::GET, format!("{clearance}?%FF"), StatusCode::BAD_REQUEST),
        (Method::GET, format!("{clearance}?scope=%FF"), StatusCode::NOT_FOUND),
        (Method::POST, format!("{clearance}?scope=outbound"), StatusCode::METHOD_NOT_ALLOWED),
        (Method::DELETE, "/api/v1/openapi.json".to_owned(), StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/v1/clearance/query".to_owned(), StatusCode::METHOD_NOT_ALLOWED),
    ];
    for (method, path, status) in malformed {
        let answer = ask(method, &path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        assert_eq!(answer.json()["status"], status.as_u16(), "{path}");
        assert_eq!(answer.headers.contains_key("allow"), status == StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert_eq!(app.ask(&key, "/api/v1/people/%FF/clearance?scope=outbound", "text/plain").await.body, "0");
}

#[tokio::test]
async fn a_key_that_is_revoked_is_not_said_to_be_missing() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    admin.form("/keys", "create-key", &[("name", "Phone"), ("scope", "clearance:read")]).await;
    let id = admin.call("load-keys", &serde_json::json!({})).await.json()["keys"][0]["id"].as_str().unwrap().to_owned();
    let nobody = "00000000-0000-0000-0000-000000000000";
    let said = [
        (id.as_str(), StatusCode::OK, "The key is revoked. Nothing gets in with it any more."),
        (id.as_str(), StatusCode::CONFLICT, "This key is revoked already."),
        (nobody, StatusCode::NOT_FOUND, "That key was not found."),
    ];
    for (key, status, words) in said {
        admin.form("/keys", "revoke-key", &[("key", key)]).await;
        let answer = admin.get("/keys").await;
        assert!(answer.status == status && answer.body.contains(words), "{words}: {}", answer.body);
    }
}
