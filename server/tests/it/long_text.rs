//! Text far over its limit comes back with its error, in every form; so does text within its limit that no cookie holds.

use axum::http::StatusCode;
use domain::identity::Role;
use domain::time::Span;
use services::identity::set_up_link;

use crate::app::{Browser, TestApp};
use crate::kit::PASSWORD;
use crate::learner::{MODULES, read_module, shown, start};

/// Sends the form with long texts in these fields, and looks for them on the page it leads back to.
async fn comes_back(browser: &Browser<'_>, page: &str, endpoint: &str, fields: &[(&str, &str)], long: &[&str]) {
    let mut all: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    all.extend(long.iter().map(|name| (*name, text(name))));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.form(page, endpoint, &all).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page), "{endpoint}: {}", answer.body);
    let cookies: usize = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.len()).sum();
    assert!(cookies < 4_096, "{endpoint}: a cookie of {cookies} bytes");
    let back = browser.get(page).await;
    assert!(back.status.is_client_error(), "{endpoint}: {}", back.status);
    for name in long {
        assert!(back.body.contains(&text(name)), "{endpoint}: {name} is lost");
    }
    let told = back.body.contains("field-error") || back.body.contains("role=\"alert\"");
    assert!(told, "{endpoint} says nothing: {}", back.body);
    assert!(!back.body.contains("too long to bring back"), "{endpoint}");
    let again = browser.get(page).await.body;
    assert!(!again.contains(&text(long[0])), "{endpoint}: it is shown once");
}

/// 20,000 characters that no other field has.
fn text(name: &str) -> String {
    format!("{name}-").repeat(20_000).chars().take(20_000).collect()
}

#[tokio::test]
async fn in_the_forms_of_those_who_come_in() {
    let app = TestApp::new().await;
    let token = set_up_link(&app.kit.services).await.unwrap().unwrap();
    let nobody = app.browser();
    let page = format!("/set-up/{token}");
    let fields = [("token", token.as_str()), ("password", PASSWORD)];
    comes_back(&nobody, &page, "set-up", &fields, &["name", "email"]).await;
    comes_back(&nobody, "/sign-in", "sign-in", &[("password", PASSWORD)], &["email"]).await;

    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    root.form("/people/invite", "invite", &[("email", "nia@example.com"), ("name", "Nia")]).await;
    let invited = root.page("/people/invite").await;
    let page = format!("/invitation/{}", invited.split_once("/invitation/").unwrap().1.split_once('<').unwrap().0);
    let token = page.strip_prefix("/invitation/").unwrap();
    comes_back(&nobody, &page, "accept-invitation", &[("token", token), ("password", PASSWORD)], &["name"]).await;
}

#[tokio::test]
async fn in_the_forms_of_those_who_manage() {
    let app = TestApp::new().await;
    let north = app.team("North").await.to_string();
    let (rep, _) = app.sign_in("ada", Role::Rep, None).await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    let fields = [("team", north.as_str()), ("role", "manager"), ("time_zone", "Europe/Lisbon")];
    comes_back(&root, "/people/invite", "invite", &fields, &["name", "email", "external_id"]).await;
    comes_back(&root, "/teams", "add-team", &[("parent", "")], &["name"]).await;
    comes_back(&root, "/keys", "create-key", &[("scope", "clearance:read")], &["name"]).await;
    let to = format!("team:{north}");
    comes_back(&root, "/assign", "assign", &[("path", "halyard/outbound-onboarding"), ("to", &to)], &["due"]).await;
    let rep = rep.to_string();
    let page = format!("/people/{rep}");
    let fields = [("person", rep.as_str()), ("percent", "25")];
    comes_back(&root, &page, "change-person", &[("person", &rep)], &["name", "email", "external_id"]).await;
    root.form(&page, "grant-accommodation", &[&fields[..], &[("reason", "The first reason.")]].concat()).await;
    comes_back(&root, &page, "grant-accommodation", &[("person", &rep)], &["percent", "reason"]).await;
}

#[tokio::test]
async fn in_the_forms_about_questions() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    read_module(&app, &ada, MODULES[0]).await;
    let quiz = start(&ada, "start-quiz", "module", MODULES[0]).await;
    let attempt = format!("/attempts/{quiz}");
    let at = [("attempt", quiz.as_str()), ("position", "0")];
    assert_eq!(shown(&ada, &quiz).await["open"]["position"], 0);
    comes_back(&ada, &attempt, "raise-appeal", &at, &["words"]).await;
    ada.form(&attempt, "raise-appeal", &[&at[..], &[("words", "Two are right.")]].concat()).await;

    let list = root.call("load-questions", &serde_json::json!({ "filter": {} })).await.json();
    let page = list["objections"][0][0]["href"].as_str().unwrap().to_owned();
    let reference = page.strip_prefix("/questions/").unwrap();
    let question = serde_json::json!({ "question": reference, "version": null });
    let view = root.call("load-question", &question).await.json();
    let (version, appeal) = (view["version"].as_str().unwrap(), view["objections"][0]["id"].as_str().unwrap());
    let of = [("question", reference), ("version", version)];
    comes_back(&root, &page, "decide-appeal", &[("appeal", appeal), ("verdict", "kept")], &["answer"]).await;
    comes_back(&root, &page, "suspend-question", &of, &["reason"]).await;
    root.form(&page, "suspend-question", &[&of[..], &[("reason", "It is wrong.")]].concat()).await;
    comes_back(&root, &page, "lift-suspension", &of, &["reason"]).await;
    let preview = format!("{page}/correct?version={version}&right=");
    comes_back(&root, &preview, "apply-correction", &of, &["reason"]).await;
}

#[tokio::test]
async fn what_cannot_be_kept_at_all_is_said() {
    let app = TestApp::new().await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    let name = "x".repeat(600_000);
    assert_eq!(root.form("/teams", "add-team", &[("name", &name)]).await.location(), "/teams");
    let page = root.get("/teams").await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.body.contains("too long to be sent"), "{}", page.body);

    // Its time is over, or another node answers: the short fields are still there, and the rest is not passed over.
    let name = "x".repeat(20_000);
    root.form("/people/invite", "invite", &[("name", &name), ("email", "nia@example.com")]).await;
    app.kit.clock.forward(Span::seconds(601));
    let page = root.get("/people/invite").await.body;
    assert!(page.contains("nia@example.com") && page.contains("too long to bring back"), "{page}");
}
