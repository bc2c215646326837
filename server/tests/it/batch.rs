//! Many people at once, tags of answers, and for how long they may be kept.

use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_NONE_MATCH};
use axum::http::{Request, StatusCode};
use domain::authz::Actor;
use domain::clearance::Level;
use domain::identity::Role;
use domain::time::Span;
use serde_json::{Value, json};
use services::Error;
use services::clearance::{Request as Asked, ask_override, grant_override};
use services::identity::{NewPerson, add_person, add_team};
use services::integration::create_key;

use crate::app::{Answer, TestApp};
use crate::learner::{may_call, phone_key};

async fn query(app: &TestApp, key: &str, body: &Value) -> Answer {
    let request = Request::post("/api/v1/clearance/query")
        .header(AUTHORIZATION, format!("Bearer {key}"))
        .header(CONTENT_TYPE, "application/json");
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn ask_again(app: &TestApp, key: &str, person: &str, tag: &str, accept: &str) -> Answer {
    let request = Request::get(format!("/api/v1/people/{person}/clearance?scope=outbound"))
        .header(AUTHORIZATION, format!("Bearer {key}"))
        .header(ACCEPT, accept)
        .header(IF_NONE_MATCH, tag);
    app.send(request.body(Body::empty()).unwrap()).await
}

/// An override of two managers, which lifts somebody to `solo` for an hour.
async fn lift(app: &TestApp, person: domain::id::PersonId) {
    let team = add_team(&app.kit.services, &Actor::System, "North", None).await.unwrap();
    let (max, mia) =
        (app.kit.add("max", Role::Admin, Some(team)).await, app.kit.add("mia", Role::Admin, Some(team)).await);
    let asked = Asked { scope: "outbound", level: "solo", hours: "1", reason: "All are ill." };
    let over = ask_override(&app.kit.services, &max, person, &asked).await.unwrap();
    grant_override(&app.kit.services, &mia, over).await.unwrap();
}

#[tokio::test]
async fn everybody_who_is_asked_about_has_a_line_in_the_order_of_the_question() {
    let app = TestApp::new().await;
    let (ada, _) = app.sign_in("ada", Role::Rep, None).await;
    let agent = NewPerson {
        email: "ben@halyard.example".to_owned(),
        name: "Ben".to_owned(),
        external_id: "agent 7/b".to_owned(),
        ..NewPerson::default()
    };
    add_person(&app.kit.services, &agent, crate::kit::PASSWORD).await.unwrap();
    lift(&app, ada).await;
    let key = phone_key(&app).await;
    let people = json!(["nobody", "ADA@halyard.example", "agent 7/b", ada, ada, "a\u{0}b", ""]);
    let answer = query(&app, &key, &json!({ "scope": "outbound", "people": people })).await;
    assert_eq!((answer.status, answer.headers["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-store"));
    let body = answer.json();
    let lines = body["answers"].as_array().unwrap();
    let refs: Vec<&Value> = lines.iter().map(|line| &line["ref"]).collect();
    assert_eq!(json!(refs), people);
    let cleared: Vec<bool> = lines.iter().map(|line| line["cleared"].as_bool().unwrap()).collect();
    assert_eq!(cleared, [false, true, false, true, true, false, false]);
    assert_eq!(lines[0]["clearance"], Value::Null);
    assert_eq!(lines[2]["clearance"]["level"], Level::Blocked.as_str());
    let alone = app.ask(&key, &format!("/api/v1/people/{ada}/clearance?scope=outbound"), "application/json").await;
    assert_eq!(lines[3]["clearance"], alone.json(), "a line is what one is told of one person");
    assert_eq!(lines[1]["clearance"], alone.json());

    app.kit.clock.forward(Span::hours(1));
    let over = query(&app, &key, &json!({ "scope": "outbound", "people": [ada] })).await;
    assert_eq!(over.json()["answers"][0]["cleared"], false, "to the moment, with no job");
}

#[tokio::test]
async fn a_question_that_is_not_complete_is_refused_as_a_whole() {
    let app = TestApp::new().await;
    let key = phone_key(&app).await;
    let many: Vec<String> = (0..501).map(|n| n.to_string()).collect();
    let cases = [
        (json!({ "people": [] }), StatusCode::BAD_REQUEST),
        (json!({ "scope": "outbound" }), StatusCode::BAD_REQUEST),
        (json!({ "scope": "outbound", "people": [], "colour": "blue" }), StatusCode::BAD_REQUEST),
        (json!({ "scope": "outbound", "people": [], "level": "blocked" }), StatusCode::BAD_REQUEST),
        (json!({ "scope": "unheard-of", "people": [] }), StatusCode::NOT_FOUND),
        (json!({ "scope": "outbound", "people": many.clone() }), StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (question, status) in cases {
        let answer = query(&app, &key, &question).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let too_many = query(&app, &key, &json!({ "scope": "outbound", "people": many })).await;
    assert_eq!(too_many.json()["detail"], "Ask for at most 500 people at once.");
    let nobody = json!({ "scope": "outbound", "people": [] });
    assert_eq!(query(&app, &key, &nobody).await.json(), json!({ "answers": [] }));
    assert_eq!(query(&app, "canoe_0000000000_wrong", &nobody).await.status, StatusCode::UNAUTHORIZED);
    let most: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    assert_eq!(query(&app, &key, &json!({ "scope": "outbound", "people": most })).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_is_none_is_told_so_in_the_words_of_programs() {
    let app = TestApp::new().await;
    for path in ["/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/people/ada/clearances"] {
        let answer = app.ask("canoe_0000000000_wrong", path, "*/*").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        assert_eq!(answer.json()["code"], "not-found", "{path}");
    }
}

#[tokio::test]
async fn a_tag_stays_while_the_answer_does() {
    let app = TestApp::new().await;
    let (ada, _) = app.sign_in("ada", Role::Rep, None).await;
    let key = phone_key(&app).await;
    let path = format!("/api/v1/people/{ada}/clearance?scope=outbound");
    let first = app.ask(&key, &path, "application/json").await;
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    app.kit.clock.forward(Span::minutes(7));
    for accept in ["application/json", "text/plain"] {
        let again = ask_again(&app, &key, &ada.to_string(), &tag, accept).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(again.headers["etag"], tag);
    }
    lift(&app, ada).await;
    let lifted = ask_again(&app, &key, &ada.to_string(), &tag, "application/json").await;
    assert_eq!((lifted.status, lifted.json()["cleared"].as_bool()), (StatusCode::OK, Some(true)));
    assert_ne!(lifted.headers["etag"], tag);
    let supervised = format!("{path}&level=supervised");
    let less = app.ask(&key, &supervised, "application/json").await;
    assert_eq!(less.json()["cleared"], true);
}

#[tokio::test]
async fn an_answer_may_be_kept_only_as_long_as_the_key_says() {
    let app = TestApp::new().await;
    let (ada, _) = app.sign_in("ada", Role::Rep, None).await;
    let scopes = ["clearance:read".to_owned()];
    let make = async |staleness: &str| create_key(&app.kit.services, &Actor::System, "x", &scopes, staleness).await;
    for (staleness, header) in [("", "no-store"), ("0", "no-store"), ("60", "private, max-age=60")] {
        let (_, key) = make(staleness).await.unwrap();
        let path = format!("/api/v1/people/{ada}/clearance?scope=outbound");
        let answer = app.ask(&key, &path, "text/plain").await;
        assert_eq!((answer.status, answer.headers["cache-control"].to_str().unwrap()), (StatusCode::OK, header));
        let unknown = app.ask(&key, "/api/v1/people/nobody/clearance?scope=outbound", "text/plain").await;
        assert_eq!(unknown.headers["cache-control"], "no-store", "what is no answer is not kept");
        assert_eq!(may_call(&app, &key, ada).await, "0");
    }
    for wrong in ["61", "-1", "a minute"] {
        assert!(matches!(make(wrong).await, Err(Error::Invalid(_))), "{wrong}");
    }
}
