//! The audit log as an admin reads it: words, names and links, and a filter that stands in the address.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::StatusCode;
use domain::id::PersonId;
use domain::identity::Role;
use serde_json::{Value, json};

use crate::app::{Browser, TestApp};
use crate::learner::{MODULES, finish, finish_modules, start};

/// The first page of the log, or another.
async fn log(admin: &Browser<'_>, filter: Value) -> Value {
    let answer = admin.call("load-audit", &json!({ "filter": filter })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

/// The whole log, page by page.
async fn whole_log(admin: &Browser<'_>, mut filter: Value) -> Vec<Value> {
    let mut rows = Vec::new();
    loop {
        let page = log(admin, filter.clone()).await;
        rows.extend(page["rows"].as_array().unwrap().iter().cloned());
        match page["older"].as_str() {
            Some(older) => filter["before"] = json!(older),
            None => return rows,
        }
    }
}

/// Everything that is done about a question that was objected to: decided, suspended, lifted, corrected, taken back.
async fn about_a_question(rep: &Browser<'_>, admin: &Browser<'_>) -> String {
    let list = admin.call("load-questions", &json!({ "filter": {} })).await.json();
    let page = list["objections"][0][0]["href"].as_str().unwrap().to_owned();
    let reference = page.strip_prefix("/questions/").unwrap().to_owned();
    let asked = json!({ "question": reference, "version": null });
    let view = admin.call("load-question", &asked).await.json();
    let version = view["version"].as_str().unwrap();
    let appeal = view["objections"][0]["id"].as_str().unwrap();
    let of = [("question", reference.as_str()), ("version", version), ("reason", "Two are right.")];
    let decision = [("appeal", appeal), ("verdict", "upheld"), ("answer", "You are right.")];
    for (endpoint, fields) in [
        ("decide-appeal", &decision[..]),
        ("suspend-question", &of),
        ("lift-suspension", &of),
        ("apply-correction", &[&of[..], &[("right", "")]].concat()),
    ] {
        assert_eq!(admin.post(endpoint, fields).await.status, StatusCode::OK, "{endpoint}");
    }
    let view = admin.call("load-question", &asked).await.json();
    let correction = view["corrected"]["id"].as_str().unwrap();
    let back = [("question", reference.as_str()), ("correction", correction)];
    assert_eq!(admin.post("undo-correction", &back).await.status, StatusCode::OK);
    let home = rep.call("home", &json!({})).await.json();
    rep.post("put-away-notice", &[("notice", home["notices"][0]["id"].as_str().unwrap())]).await;
    reference
}

/// Suspends, reinstates and revokes a rep's certificate, and overrides what another may do.
async fn decide_about(app: &TestApp, admin: &Browser<'_>, rep: &str) {
    let page = admin.call("person", &json!({ "id": rep })).await.json();
    let certificate = page["certificates"][0]["id"].as_str().unwrap();
    for verdict in ["suspend", "reinstate", "revoke"] {
        let fields = [("certificate", certificate), ("verdict", verdict), ("reason", "So it is.")];
        admin.form("/people", "decide-certificate", &fields).await;
    }
    let (_, second) = app.sign_in("second", Role::Admin, None).await;
    let (other, _) = app.sign_in("bo", Role::Rep, None).await;
    let other = other.to_string();
    let asked =
        [("person", &*other), ("scope", "outbound"), ("level", "solo"), ("hours", "2"), ("reason", "All are ill.")];
    admin.form("/people", "ask-override", &asked).await;
    let page = admin.call("person", &json!({ "id": other })).await.json();
    let id = page["overrides"]["lines"][0]["id"].as_str().unwrap();
    second.form("/people", "grant-override", &[("id", id)]).await;
    admin.form("/people", "end-override", &[("id", id)]).await;
}

#[tokio::test]
async fn the_log_is_words_names_and_links() {
    let app = TestApp::new().await;
    let north = app.team("North").await.to_string();
    let (ada, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    finish_modules(&app, &rep).await;
    let exam = start(&rep, "start-exam", "scope", "outbound").await;
    let at = [("attempt", exam.as_str()), ("position", "0"), ("words", "Two are right.")];
    rep.form("/home", "raise-appeal", &at).await;
    finish(&app, &rep, &exam, true).await;
    let quiz = start(&rep, "start-quiz", "module", MODULES[0]).await;
    finish(&app, &rep, &quiz, false).await;
    let reference = about_a_question(&rep, &admin).await;
    let ada = ada.to_string();
    let belongs = [("team", north.as_str()), ("person", &ada), ("part", "member"), ("belongs", "true")];
    admin.form("/teams", "change-membership", &belongs).await;
    admin
        .form("/people", "grant-accommodation", &[("person", &ada), ("percent", "25"), ("reason", "Exam nerves")])
        .await;
    admin.form("/keys", "create-key", &[("name", "Phone"), ("scope", "clearance:read")]).await;
    let to = format!("person:{ada}");
    let assigned = [("path", "halyard/outbound-onboarding"), ("to", to.as_str()), ("due", "2026-12-24")];
    admin.form("/assign", "assign", &assigned).await;
    app.browser().post("sign-in", &[("email", "ada@halyard.example"), ("password", "not this one")]).await;
    admin.form("/people", "reset-password", &[("person", &ada)]).await;
    decide_about(&app, &admin, &ada).await;
    admin.form("/people", "close-account", &[("person", &ada)]).await;

    let rows = whole_log(&admin, json!({})).await;
    let mut done = BTreeSet::new();
    for row in &rows {
        done.insert(row["what"].as_str().unwrap().to_owned());
        let mut texts = vec![&row["what"], &row["kind"], &row["who"]["name"], &row["object"]["name"]];
        texts.extend(row["detail"].as_array().unwrap().iter().flat_map(|pair| pair.as_array().unwrap()));
        for text in texts.into_iter().map(|text| text.as_str().unwrap()) {
            let id = text.split([' ', ':', ',']).any(|word| word.parse::<PersonId>().is_ok());
            let raw = text.contains(['{', '[']) || text.contains('_') && !text.starts_with("canoe_");
            assert!(!id && !raw && !text.is_empty(), "“{text}” is no word: {row}");
        }
        for link in [&row["who"]["href"], &row["object"]["href"], &row["whose"]["href"]] {
            if let Some(href) = link.as_str() {
                let page = admin.get(href).await;
                assert_eq!(page.status, StatusCode::OK, "{href} of {row}");
            }
        }
    }
    for words in [
        "Objected to a question",
        "Upheld an objection",
        "Suspended a question",
        "Lifted the suspension of a question",
        "Threw a question out",
        "Took a correction back",
        "Put a notice away",
        "Put somebody into a team",
        "Gave extra time in exams",
        "Suspended a certificate",
        "Reinstated a certificate",
        "Revoked a certificate",
        "Asked for an override",
        "Granted an override",
        "Ended an override",
        "Made a key",
        "Assigned a path",
        "Could not sign in",
        "Closed the account",
        "Passed",
    ] {
        assert!(done.contains(words), "{words} is not among {done:?}");
    }
    let upheld = rows.iter().find(|row| row["what"] == "Upheld an objection").unwrap();
    assert_eq!((&upheld["whose"]["name"], &upheld["who"]["name"]), (&json!("ada"), &json!("root")));
    assert!(upheld["object"]["href"].as_str().unwrap().contains(&reference));
    let html = admin.page("/audit").await;
    assert!(html.contains("Closed the account") && html.contains(&format!("/people/{ada}")), "{html}");
}

#[tokio::test]
async fn the_log_is_found_by_what_was_done_and_by_whom() {
    let app = TestApp::new().await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (bo, _) = app.sign_in("bo", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    for _ in 0..55 {
        rep.post("change-time-zone", &[("time_zone", "Europe/Lisbon")]).await;
    }
    admin
        .form("/people", "grant-accommodation", &[("person", &bo.to_string()), ("percent", "25"), ("reason", "x")])
        .await;

    let signed_in = whole_log(&admin, json!({ "verb": "sign-in" })).await;
    assert_eq!(signed_in.len(), 3);
    let about_bo = whole_log(&admin, json!({ "person": bo })).await;
    let whats: Vec<&str> = about_bo.iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!(whats, ["Gave extra time in exams", "Signed in", "Added a person"]);
    let both = whole_log(&admin, json!({ "person": bo, "verb": "grant-accommodation" })).await;
    assert_eq!(both.len(), 1);

    // What Ada did takes more than a page; the way to the next one keeps the filter, and so does the way back.
    let path = format!("/audit?verb=change-account&person={ada}");
    let html = admin.page(&path).await;
    let older = format!("verb=change-account&amp;person={ada}&amp;before=");
    assert!(html.contains(&older) || html.contains(&older.replace("&amp;", "&")), "{html}");
    assert!(html.contains("Show everything") && html.contains("Set their time zone"));
    let first = log(&admin, json!({ "verb": "change-account", "person": ada })).await;
    let next = admin.page(&format!("{path}&before={}", first["older"].as_str().unwrap())).await;
    assert!(next.contains("To the newest") && next.contains(&path.replace('&', "&amp;")) || next.contains(&path));
    let own = whole_log(&admin, json!({ "verb": "change-account", "person": ada })).await;
    assert!(own.len() == 55 && own.iter().all(|row| row["who"]["name"] == "ada"), "{}", own.len());

    let none = admin.page("/audit?verb=close-account").await;
    assert!(none.contains("Nothing in the log fits this filter."), "{none}");
    assert!(admin.page("/audit?verb=nonsense&person=rubbish").await.contains("Signed in"));
    assert_eq!(admin.get("/audit?before=rubbish").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn every_kind_of_object_has_words() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("services/src");
    let (mut folders, mut kinds) = (vec![sources], BTreeSet::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                let calls = source.split(".event(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
                kinds.extend(calls.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }
    assert!(kinds.len() > 10, "{kinds:?}");
    for kind in kinds {
        assert!(app::ssr::audit_kind(&kind).is_some(), "“{kind}” has no words in the audit log");
    }
}
