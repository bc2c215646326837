//! Every server function and every REST route, called as everybody. The list comes from the program itself, so that a new
//! one cannot be forgotten; the statuses are a snapshot, so that a change of who may do what shows in review.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use axum::http::Method;
use domain::identity::Role;
use serde_json::{Value, json};

use crate::app::{Browser, TestApp};
use crate::kit::PASSWORD;
use crate::learner::{MODULES, read_module, start};

/// The id of nothing.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// How an endpoint is called.
enum Call {
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

/// Arguments that touch the rep where there is somebody to touch, and that change nothing where they are let through: what
/// is written is refused for what it says, after it was decided who may.
fn calls(rep: &str, team: &str, attempt: &str) -> BTreeMap<&'static str, Call> {
    let form = |fields: &[(&'static str, &str)]| {
        Call::Form(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    };
    let person = format!("person:{rep}");
    BTreeMap::from([
        ("accept-invitation", form(&[("token", "unknown"), ("name", "x"), ("password", PASSWORD)])),
        ("add-team", form(&[("name", "")])),
        ("answer", form(&[("attempt", attempt), ("position", "99")])),
        ("assign", form(&[("path", "halyard/outbound-onboarding"), ("to", &person), ("due", "2026-12-24")])),
        ("assignable", Call::Json(json!({}))),
        ("board", Call::Json(json!({ "filter": {} }))),
        ("certificates", Call::Json(json!({}))),
        ("change-password", form(&[("current_password", "not this one"), ("password", PASSWORD)])),
        ("change-person", form(&[("person", rep), ("name", ""), ("email", "")])),
        ("change-time-zone", form(&[("time_zone", "No/Such")])),
        (
            "apply-correction",
            form(&[("question", "halyard/offering/no-such"), ("version", "none"), ("right", ""), ("reason", "")]),
        ),
        ("choose-password", form(&[("token", "unknown"), ("password", PASSWORD)])),
        ("change-membership", form(&[("team", team), ("person", rep), ("part", "member"), ("belongs", "true")])),
        ("change-webhook", form(&[("id", NOBODY), ("url", ""), ("description", "")])),
        ("create-webhook", form(&[("url", ""), ("description", "")])),
        ("delete-webhook", form(&[("id", NOBODY)])),
        ("load-delivery", Call::Json(json!({ "id": NOBODY, "seq": "1" }))),
        ("load-webhook", Call::Json(json!({ "id": NOBODY, "filter": {} }))),
        ("load-webhooks", Call::Json(json!({}))),
        ("replay-delivery", form(&[("id", NOBODY), ("seq", "1")])),
        ("replay-failed", form(&[("id", NOBODY), ("since", "2026-11-01")])),
        ("rotate-webhook", form(&[("id", NOBODY)])),
        ("switch-webhook", form(&[("id", NOBODY), ("on", "true")])),
        ("test-webhook", form(&[("id", NOBODY)])),
        ("create-key", form(&[("name", ""), ("scope", "clearance:read")])),
        ("ask-override", form(&[("person", rep), ("scope", ""), ("level", ""), ("hours", ""), ("reason", "")])),
        ("decide-certificate", form(&[("certificate", NOBODY), ("verdict", "suspend"), ("reason", "")])),
        ("end-override", form(&[("id", NOBODY)])),
        ("grant-override", form(&[("id", NOBODY)])),
        ("end-accommodation", form(&[("person", rep)])),
        ("end-session", form(&[("session", "00000000-0000-0000-0000-000000000000")])),
        ("decide-appeal", form(&[("appeal", NOBODY), ("verdict", "upheld"), ("answer", "")])),
        (
            "give-answer",
            Call::Json(json!({ "attempt": attempt, "position": 99, "draft": { "choices": [0], "number": "" } })),
        ),
        ("grant-accommodation", form(&[("person", rep), ("percent", ""), ("reason", "")])),
        ("home", Call::Json(json!({}))),
        ("invite", form(&[("email", ""), ("name", ""), ("team", team)])),
        ("lesson", Call::Json(json!({ "pack": "halyard", "module": "offering", "lesson": "no-such" }))),
        ("lesson-as-read", Call::Json(json!({ "id": rep, "lesson": "halyard/offering/no-such" }))),
        ("load-account", Call::Json(json!({}))),
        ("load-attempt", Call::Json(json!({ "id": attempt, "shown": null }))),
        ("load-audit", Call::Json(json!({ "filter": {} }))),
        ("load-exam-brief", Call::Json(json!({ "scope": "outbound" }))),
        ("load-invitation", Call::Json(json!({ "token": "unknown" }))),
        ("load-invite", Call::Json(json!({}))),
        ("load-keys", Call::Json(json!({}))),
        ("load-next-packs", Call::Json(json!({}))),
        ("load-overrides", Call::Json(json!({}))),
        ("load-people", Call::Json(json!({ "page": 0 }))),
        ("load-question", Call::Json(json!({ "question": "halyard/offering/no-such", "version": null }))),
        ("load-questions", Call::Json(json!({ "filter": {} }))),
        ("load-reset", Call::Json(json!({ "token": "unknown" }))),
        ("load-transcript", Call::Json(json!({ "id": attempt }))),
        ("load-standards", Call::Json(json!({}))),
        ("load-teams", Call::Json(json!({}))),
        ("lift-suspension", form(&[("question", "halyard/offering/no-such"), ("version", ""), ("reason", "")])),
        ("look-at-set-up", Call::Json(json!({ "token": "unknown" }))),
        ("mark-read", form(&[("lesson", "halyard/offering/no-such")])),
        ("module", Call::Json(json!({ "pack": "halyard", "module": "offering" }))),
        ("next-question", Call::Json(json!({ "attempt": attempt }))),
        ("person", Call::Json(json!({ "id": rep }))),
        (
            "preview-correction",
            Call::Json(json!({ "question": "halyard/offering/no-such", "version": "none", "right": "" })),
        ),
        ("preview-undo", Call::Json(json!({ "question": "halyard/offering/no-such", "correction": NOBODY }))),
        ("put-away-notice", form(&[("notice", NOBODY)])),
        ("raise-appeal", form(&[("attempt", attempt), ("position", "99"), ("words", "")])),
        ("renew-invitation", form(&[("person", rep)])),
        ("reset-password", form(&[("person", rep)])),
        ("revoke-key", form(&[("key", "00000000-0000-0000-0000-000000000000")])),
        (
            "save-answer",
            Call::Json(json!({ "attempt": attempt, "position": 99, "draft": { "choices": [0], "number": "" } })),
        ),
        ("set-up", form(&[("token", "unknown"), ("name", "x"), ("email", "x@example.com"), ("password", PASSWORD)])),
        ("sign-in", form(&[("email", "x@example.com"), ("password", "x")])),
        ("start", Call::Json(json!({}))),
        ("start-exam", form(&[("scope", "outbound")])),
        ("start-quiz", form(&[("module", MODULES[3])])),
        ("undo-correction", form(&[("question", "halyard/offering/no-such"), ("correction", NOBODY)])),
        ("suspend-question", form(&[("question", "halyard/offering/no-such"), ("version", ""), ("reason", "")])),
        // These two would end what the rest of the test needs, so they come last.
        ("close-account", form(&[("person", rep)])),
        ("sign-out", form(&[])),
    ])
}

async fn status(browser: &Browser<'_>, endpoint: &str, call: &Call) -> String {
    let answer = match call {
        Call::Json(arguments) => browser.call(endpoint, arguments).await,
        Call::Form(fields) => {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.post(endpoint, &fields).await
        }
    };
    assert!(answer.status.as_u16() < 500, "{endpoint} → {} {}", answer.status, answer.body);
    answer.status.as_u16().to_string()
}

#[tokio::test]
async fn every_endpoint_as_everybody() {
    let app = TestApp::new().await;
    let (north, south) = (app.team("North").await, app.team("South").await);
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(north)).await;
    read_module(&app, &rep, MODULES[0]).await;
    let attempt = start(&rep, "start-quiz", "module", MODULES[0]).await;
    let nobody = app.browser();
    let (_, other) = app.sign_in("bo", Role::Rep, Some(south)).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let (_, outsider) = app.sign_in("viktor", Role::Manager, Some(south)).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let everybody = [
        ("nobody", &nobody),
        ("another rep", &other),
        ("another manager", &outsider),
        ("the rep", &rep),
        ("their manager", &manager),
        ("admin", &admin),
    ];
    let calls = calls(&ada.to_string(), &north.to_string(), &attempt);
    let registered: BTreeSet<&str> =
        server_fn::axum::server_fn_paths().map(|(path, _)| path.strip_prefix("/api/").unwrap()).collect();
    assert_eq!(calls.keys().copied().collect::<BTreeSet<_>>(), registered, "every server function is called here");

    let mut table = format!("{:<20}", "");
    for (name, _) in &everybody {
        write!(table, "{name:>17}").unwrap();
    }
    table.push('\n');
    let last = ["close-account", "sign-out"];
    let order = calls
        .iter()
        .filter(|(name, _)| !last.contains(name))
        .chain(calls.iter().filter(|(name, _)| last.contains(name)));
    for (endpoint, call) in order {
        write!(table, "{endpoint:<20}").unwrap();
        for (_, browser) in &everybody {
            write!(table, "{:>17}", status(browser, endpoint, call).await).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn every_rest_route_asks_for_a_key() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let document = serde_json::to_value(canoe_server::rest::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(!paths.is_empty());
    for (path, methods) in paths {
        let path = path.replace("{ref}", "root@halyard.example");
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            for browser in [&app.browser(), &admin] {
                let answer = browser.send(method.clone(), &path, &[], String::new()).await;
                assert_eq!(answer.status.as_u16(), 401, "{method} {path}");
            }
        }
    }
}
