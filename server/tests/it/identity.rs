//! Getting in and out.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use axum::http::{Request, StatusCode};
use domain::identity::Role;
use domain::time::Span;
use services::identity::set_up_link;

use crate::app::TestApp;
use crate::kit::PASSWORD;

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
    assert!(told.body.contains("easy to guess") && told.body.contains("alex@halyard.example"), "nothing typed is lost");
    assert!(!told.body.contains("password1234"), "but the password is");
    let good = [("token", token.as_str()), ("name", "Alex"), ("email", "alex@halyard.example"), ("password", PASSWORD)];
    admin.form(&page, "set-up", &good).await;
    admin.page("/board").await;
    assert_eq!(set_up_link(&app.kit.services).await.unwrap(), None, "there is somebody now");
    assert_eq!(app.browser().get(&page).await.status, StatusCode::GONE, "the link has been used");

    let invited = admin.form("/people/invite", "invite", &[("email", "ada@halyard.example"), ("name", "Ada")]).await;
    let shown = admin.page(invited.location()).await;
    let start = shown.find("/invitation/").unwrap();
    let link: String = shown[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect();
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
