//! The pages of webhooks, without script.

use axum::http::StatusCode;
use domain::identity::Role;
use serde_json::json;

use crate::app::TestApp;

const URL: &str = "https://crm.example/hook?k=1";

#[tokio::test]
async fn a_webhook_is_made_tried_changed_and_deleted_on_its_pages() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    assert!(admin.page("/webhooks").await.contains("No webhook yet"));

    // What was typed comes back with what is wrong with it.
    let wrong = [("url", "https://127.0.0.1/x"), ("description", "CRM"), ("kinds[3]", "certificate.expired")];
    admin.form("/webhooks", "create-webhook", &wrong).await;
    let html = admin.get("/webhooks").await.body;
    assert!(html.contains("127.0.0.1 is a private or reserved address"), "{html}");
    assert!(html.contains("value=\"certificate.expired\" checked"), "{html}");
    assert!(!html.contains("value=\"certificate.granted\" checked"), "{html}");

    let fields =
        [("url", URL), ("description", "CRM"), ("kinds[0]", "clearance.changed"), ("kinds[7]", "attempt.finished")];
    let made = admin.form("/webhooks", "create-webhook", &fields).await;
    let page = made.location().to_owned();
    assert!(page.starts_with("/webhooks/"), "{page} {}", made.body);
    let id = page.trim_start_matches("/webhooks/").to_owned();
    let shown = admin.page(&page).await;
    assert!(shown.contains("whsec_") && shown.contains("Nothing sent yet"), "{shown}");
    assert!(!admin.page(&page).await.contains("whsec_"), "it is shown once");
    let list = admin.page("/webhooks").await;
    assert!(list.contains("CRM") && list.contains("2 kinds") && !list.contains("whsec_"), "{list}");

    admin.form(&page, "test-webhook", &[("id", &id)]).await;
    let html = admin.page(&page).await;
    assert!(html.contains("webhook.test") && html.contains("next try: in a moment"), "{html}");
    let view = admin.call("load-webhook", &json!({ "id": id, "filter": { "show": "failed" } })).await.json();
    assert_eq!(view["rows"], json!([]));
    let view = admin.call("load-webhook", &json!({ "id": id, "filter": {} })).await.json();
    let seq = view["rows"][0]["seq"].as_str().unwrap().to_owned();
    let html = admin.page(&format!("{page}/{seq}")).await;
    assert!(html.contains("It was not tried yet.") && html.contains("\"type\": \"webhook.test\""), "{html}");

    let fields = [("id", id.as_str()), ("url", URL), ("description", "CRM & more")];
    admin.form(&page, "change-webhook", &fields).await;
    admin.form(&page, "switch-webhook", &[("id", &id), ("on", "false")]).await;
    let html = admin.page(&page).await;
    assert!(html.contains("An admin disabled it.") && html.contains("when it is enabled"), "{html}");
    admin.form(&page, "switch-webhook", &[("id", &id), ("on", "true")]).await;
    let known = |view: &serde_json::Value| view["newest"].as_str().unwrap().to_owned();
    let before = known(&admin.call("load-webhook", &json!({ "id": id, "filter": {} })).await.json());
    assert!(!admin.page(&page).await.contains("Another new secret ends that at once."));
    admin.form(&page, "rotate-webhook", &[("id", &id), ("known", &before)]).await;
    let html = admin.page(&page).await;
    assert!(html.contains("whsec_") && html.contains("also bears a signature by the old secret"), "{html}");
    assert!(html.contains("the secret of before signs, too. Another new secret ends that at once."), "{html}");
    for stale in [&[("id", id.as_str()), ("known", &before)][..], &[("id", id.as_str())][..]] {
        admin.form(&page, "rotate-webhook", stale).await;
        let answer = admin.get(&page).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(
            answer.body.contains("has got a new secret since") && !answer.body.contains("whsec_"),
            "{}",
            answer.body
        );
        assert_eq!(admin.post("rotate-webhook", stale).await.json()["code"], "secret-changed");
    }
    let view = admin.call("load-webhook", &json!({ "id": id, "filter": {} })).await.json();
    let html = admin.page(&page).await;
    assert!(html.contains(&format!("name=\"known\" value=\"{}\"", known(&view))), "{html}");
    assert_ne!(known(&view), before);
    admin.form(&page, "replay-failed", &[("id", &id), ("since", "one day")]).await;
    assert!(admin.get(&page).await.body.contains("Enter a day like 2026-12-01."));
    admin.form(&page, "replay-failed", &[("id", &id), ("since", "2026-11-01")]).await;
    assert!(admin.page(&page).await.contains("Nothing was given up since then."));
    let log = admin.page("/audit").await;
    assert!(log.contains("Gave a webhook a new secret") && log.contains("Enabled a webhook"), "{log}");
    assert!(log.contains("crm.example") && !log.contains("k=1"), "an address may be a secret");

    assert_eq!(admin.form(&page, "delete-webhook", &[("id", &id)]).await.location(), "/webhooks");
    assert!(admin.page("/webhooks").await.contains("The webhook is deleted."));
    assert_eq!(admin.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(admin.page("/audit").await.contains("Deleted a webhook"));
}

#[tokio::test]
async fn what_waits_for_an_earlier_event_says_so_and_leads_there() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (ada, _) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let made = admin.form("/webhooks", "create-webhook", &[("url", URL), ("description", "CRM")]).await;
    let page = made.location().to_owned();
    let id = page.trim_start_matches("/webhooks/").to_owned();
    let to = format!("person:{ada}");
    for due in ["2026-12-20", "2026-12-21"] {
        let fields = [("path", "halyard/outbound-onboarding"), ("to", to.as_str()), ("due", due)];
        admin.form("/assign", "assign", &fields).await;
    }
    let view = admin.call("load-webhook", &json!({ "id": id, "filter": {} })).await.json();
    let rows = view["rows"].as_array().unwrap();
    let [later, .., first] = rows.as_slice() else { panic!("{view}") };
    assert_eq!((&first["waits_for"], &first["next"]), (&json!(null), &json!("in a moment")), "{view}");
    assert_eq!((&later["waits_for"], &later["next"]), (&first["seq"], &json!(null)), "{view}");
    let (first, later) = (first["seq"].as_str().unwrap(), later["seq"].as_str().unwrap());

    let waiting = format!("{page}/{later}");
    admin.form(&waiting, "replay-delivery", &[("id", &id), ("seq", later)]).await;
    let html = admin.page(&waiting).await;
    assert!(html.contains("as soon as the earlier event about the same person is through"), "{html}");
    assert!(!html.contains("It is on its way once more") && !html.contains("Next try"), "{html}");
    assert!(html.contains("Waits for") && html.contains(&format!("href=\"{page}/{first}\"")), "{html}");

    let head = format!("{page}/{first}");
    admin.form(&head, "replay-delivery", &[("id", &id), ("seq", first)]).await;
    let html = admin.page(&head).await;
    assert!(html.contains("It is on its way once more") && !html.contains("Waits for"), "{html}");
}

#[tokio::test]
async fn the_pages_are_for_admins() {
    let app = TestApp::new().await;
    let (_, manager) = app.sign_in("max", Role::Manager, None).await;
    assert_eq!(manager.get("/webhooks").await.status, StatusCode::FORBIDDEN);
    assert!(!manager.page("/home").await.contains("/webhooks"));
    for page in ["/webhooks/rubbish", "/webhooks/00000000-0000-0000-0000-000000000000"] {
        assert_ne!(manager.get(page).await.status, StatusCode::OK, "{page}");
    }
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    assert_eq!(admin.get("/webhooks/rubbish").await.status, StatusCode::NOT_FOUND);
    assert!(admin.page("/home").await.contains("href=\"/webhooks\""));
}
