//! Getting in and out.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::identity::Role;
use domain::time::Span;
use services::identity::set_up_link;

use crate::app::TestApp;
use crate::kit::PASSWORD;

const ANOTHER: &str = "four unrelated paddles drift";

/// The one-time link that a page shows.
fn link_on(page: &str, kind: &str) -> String {
    let start = page.find(kind).unwrap();
    page[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect()
}

#[tokio::test]
async fn set_up_invite_accept_and_sign_in() {
    let app = TestApp::new().await;
    let token = set_up_link(&app.kit.services).await.unwrap().unwrap();
    let admin = app.browser();
    let page = format!("/set-up/{token}");
    admin.page(&page).await;
    let weak =
        [("token", token.as_str()), ("name", "Alex"), ("email", "alex@halyard.example"), ("password", "password1234")];
    assert_eq!(admin.form(&page, "set-up", &weak).await.location(), page);
    let told = admin.get(&page).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told.body.contains("common password. Four unrelated words do well.")
            && told.body.contains("alex@halyard.example"),
        "nothing typed is lost"
    );
    assert!(!told.body.contains("password1234"), "but the password is");
    assert!(!told.body.contains("Please check"), "it is said once, at the field: {}", told.body);
    let good = [("token", token.as_str()), ("name", "Alex"), ("email", "alex@halyard.example"), ("password", PASSWORD)];
    admin.form(&page, "set-up", &good).await;
    admin.page("/board").await;
    assert_eq!(set_up_link(&app.kit.services).await.unwrap(), None, "there is somebody now");
    assert_eq!(app.browser().get(&page).await.status, StatusCode::GONE, "the link has been used");

    let invited = admin.form("/people/invite", "invite", &[("email", "ada@halyard.example"), ("name", "Ada")]).await;
    let link = link_on(&admin.page(invited.location()).await, "/invitation/");
    assert!(!admin.page(invited.location()).await.contains("/invitation/"), "the link is shown once");
    let rep = app.browser();
    rep.page(&link).await;
    let token = link.strip_prefix("/invitation/").unwrap();
    rep.form(&link, "accept-invitation", &[("token", token), ("name", "Ada"), ("password", PASSWORD)]).await;
    rep.page("/home").await;
    let again = app.browser();
    assert_eq!(again.get(&link).await.status, StatusCode::GONE);
    rep.form("/home", "sign-out", &[]).await;
    assert_eq!(rep.get("/home").await.location(), "/sign-in?to=%2Fhome");
    let form = [("email", "ADA@halyard.example"), ("password", PASSWORD), ("to", "/certificates")];
    assert_eq!(rep.form("/sign-in", "sign-in", &form).await.location(), "/certificates");
}

#[tokio::test]
async fn an_expired_link_says_so() {
    let app = TestApp::new().await;
    let token = set_up_link(&app.kit.services).await.unwrap().unwrap();
    app.kit.clock.forward(Span::hours(73));
    let answer = app.browser().get(&format!("/set-up/{token}")).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.body.contains("72 hours"));
}

#[tokio::test]
async fn a_forgotten_password_is_reset_by_a_link() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (ada, elsewhere) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    assert!(app.browser().page("/sign-in").await.contains("Ask your manager or an admin for a reset link."));
    let people = maya.page("/people").await;
    assert_eq!(people.matches("/api/reset-password").count(), 1, "for the rep, not for herself");
    let made = maya.form("/people", "reset-password", &[("person", &ada.to_string())]).await;
    let shown = maya.page(made.location()).await;
    let link = link_on(&shown, "/reset/");
    assert!(shown.contains("30 minutes") && shown.contains("The link for ada is made."));
    assert!(!maya.page("/people").await.contains("/reset/"), "the link is shown once");

    let here = app.browser();
    let page = here.page(&link).await;
    assert!(page.contains("Choose a new password") && page.contains("ada@halyard.example"));
    let token = link.strip_prefix("/reset/").unwrap();
    let weak = here.form(&link, "choose-password", &[("token", token), ("password", "password1234")]).await;
    assert_eq!(weak.location(), link);
    let told = here.get(&link).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("f-password-error") && told.body.contains("Four unrelated words do well."));
    assert!(told.body.contains("ada@halyard.example") && told.body.contains(token), "the form is whole");
    assert!(!told.body.contains("password1234"), "but the password is not kept");

    let chosen = here.form(&link, "choose-password", &[("token", token), ("password", ANOTHER)]).await;
    assert!(here.page(chosen.location()).await.contains("Your new password is set"));
    assert_eq!(elsewhere.get("/home").await.status, StatusCode::SEE_OTHER, "every other session is over");
    let used = app.browser().get(&link).await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(used.body.contains("This link has done its work"));
    let unknown = app.browser().get("/reset/unknown").await;
    assert_eq!(unknown.status, StatusCode::GONE);
    assert!(unknown.body.contains("This link does not open"));

    let made = maya.form("/people", "reset-password", &[("person", &ada.to_string())]).await;
    let link = link_on(&maya.page(made.location()).await, "/reset/");
    app.kit.clock.forward(Span::minutes(30));
    let late = app.browser().get(&link).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("run out after 30 minutes") && !late.body.contains("72 hours"));
}

#[tokio::test]
async fn an_account_is_changed_by_its_owner() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    let zone = |zone: &str| format!("<option value=\"{zone}\" selected");
    ada.form("/account", "change-time-zone", &[("time_zone", "Pacific/Auckland")]).await;
    let page = ada.page("/account").await;
    assert!(page.contains("Your times are shown in Pacific/Auckland now.") && page.contains(&zone("Pacific/Auckland")));
    ada.form("/account", "change-time-zone", &[("time_zone", "Mars/Olympus")]).await;
    let told = ada.get("/account").await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("f-time_zone-error") && told.body.contains(&zone("Pacific/Auckland")));

    let sent = [("current_password", "not-this-one-at-all"), ("password", "short-one")];
    assert_eq!(ada.form("/account", "change-password", &sent).await.location(), "/account");
    let told = ada.get("/account").await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("f-current_password-error") && told.body.contains("f-password-error"), "both at once");
    assert!(!told.body.contains("not-this-one-at-all") && !told.body.contains("short-one"), "no password is kept");
    let cookies = ada.form("/account", "change-password", &sent).await;
    let flash = cookies.headers["set-cookie"].to_str().unwrap().split_once('=').unwrap().1.split(';').next().unwrap();
    let kept = String::from_utf8(URL_SAFE_NO_PAD.decode(flash).unwrap()).unwrap();
    assert!(kept.contains("change-password") && !kept.contains("not-this-one"), "not in the cookie either: {kept}");

    ada.form("/account", "change-password", &[("current_password", PASSWORD), ("password", ANOTHER)]).await;
    assert!(ada.page("/account").await.contains("Your password is changed."), "and she is still signed in");
    let again = app.browser();
    let form = [("email", "ada@halyard.example"), ("password", ANOTHER)];
    assert_eq!(again.form("/sign-in", "sign-in", &form).await.location(), "/");
}

#[tokio::test]
async fn a_wrong_password_tells_nothing_and_slows_down() {
    let app = TestApp::new().await;
    app.kit.add("ada", Role::Rep, None).await;
    let browser = app.browser();
    let mut pages = Vec::new();
    for email in ["ada@halyard.example", "nobody@halyard.example"] {
        browser.form("/sign-in", "sign-in", &[("email", email), ("password", "not-this-one-at-all")]).await;
        let page = browser.get("/sign-in").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        pages.push(page.body.replace(email, "").replace(char::is_numeric, ""));
    }
    assert!(pages[0].contains("do not go together"));
    let plain = |page: &str| {
        page.split(" nonce=")
            .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(&pages[0]), plain(&pages[1]), "both look the same");
    for _ in 0..5 {
        browser
            .form("/sign-in", "sign-in", &[("email", "ada@halyard.example"), ("password", "not-this-one-at-all")])
            .await;
    }
    let form = [("email", "ada@halyard.example"), ("password", PASSWORD)];
    browser.form("/sign-in", "sign-in", &form).await;
    assert_eq!(browser.get("/sign-in").await.status, StatusCode::TOO_MANY_REQUESTS, "even the right one waits");
    app.kit.clock.forward(Span::minutes(16));
    assert_eq!(browser.form("/sign-in", "sign-in", &form).await.location(), "/", "it is no lock");
}

#[tokio::test]
async fn another_site_cannot_write() {
    let app = TestApp::new().await;
    let request = |name: &str, value: &str| {
        Request::post("/api/sign-out")
            .header(name, value)
            .header(COOKIE, "canoe=x")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(app.send(request("sec-fetch-site", "cross-site")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.send(request(ORIGIN.as_str(), "https://evil.example")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.send(request("x-nothing", "said")).await.status, StatusCode::FORBIDDEN);
    assert_ne!(app.send(request("sec-fetch-site", "same-origin")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn sessions_end_by_themselves_and_by_their_owner() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    app.kit.clock.forward(Span::hours(11));
    browser.page("/home").await;
    app.kit.clock.forward(Span::hours(11));
    browser.page("/home").await;
    app.kit.clock.forward(Span::hours(13));
    assert_eq!(browser.get("/home").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn every_response_carries_the_security_headers() {
    let app = TestApp::new().await;
    let (_, browser) = app.sign_in("ada", Role::Rep, None).await;
    for path in ["/home", "/sign-in", "/nothing-here", "/healthz", "/api/v1/openapi.json", "/assets/none.css"] {
        let answer = browser.get(path).await;
        let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(!header("cache-control").is_empty(), "{path}");
    }
    let policy = browser.get("/home").await.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("'strict-dynamic'") && policy.contains("'nonce-") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
}

#[tokio::test]
async fn an_admin_changes_a_name_on_the_persons_page() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let (root, admin) = app.sign_in("root", Role::Admin, None).await;
    let page = format!("/people/{ada}");
    let ada = ada.to_string();
    for browser in [&rep, &manager] {
        assert!(!browser.page(&page).await.contains("change-person"));
    }
    assert!(!admin.page(&format!("/people/{root}")).await.contains("change-person"), "nobody changes their own");
    let form = |email: &'static str| [("person", ada.as_str()), ("name", "Ada Lovelace"), ("email", email)];
    admin.form(&page, "change-person", &form("maya@halyard.example")).await;
    let refused = admin.get(&page).await.body;
    assert!(refused.contains("already here") && refused.contains("Ada Lovelace"), "{refused}");
    assert_eq!(admin.form(&page, "change-person", &form("lovelace@halyard.example")).await.location(), page);
    let shown = admin.page(&page).await;
    assert!(shown.contains("Saved.") && shown.contains("Ada Lovelace"), "{shown}");
    assert!(rep.page("/account").await.contains("lovelace"), "they stay signed in");
    assert!(rep.page("/account").await.contains("An admin can change them."));
    assert!(admin.page("/account").await.contains("Another admin can change them."));
    let log = admin.page("/audit?verb=change-person").await;
    assert!(log.contains("e-mail before") && log.contains("ada@halyard.example"), "{log}");
    assert!(admin.page("/people").await.contains("This is final"));
}
