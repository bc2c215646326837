//! What does not do gets a clear answer with the right status, and loses nothing.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::identity::Role;
use serde_json::json;

use crate::app::TestApp;
use crate::command::{copy, shipped};
use crate::learner::{MODULES, read_module, start};

#[tokio::test]
async fn answers_that_do_not_fit_are_refused_and_change_nothing() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    let (_, bo) = app.sign_in("bo", Role::Rep, None).await;
    read_module(&app, &ada, MODULES[0]).await;
    let quiz = start(&ada, "start-quiz", "module", MODULES[0]).await;
    let give = |position: u32, choices: Vec<u8>, number: &str| json!({ "attempt": quiz, "position": position, "draft": { "choices": choices, "number": number } });
    for (arguments, status) in [
        (give(50, vec![0], "1"), StatusCode::CONFLICT),
        (give(3, vec![0], "1"), StatusCode::CONFLICT),
        (give(0, vec![], ""), StatusCode::UNPROCESSABLE_ENTITY),
        (give(0, vec![77], "seventy"), StatusCode::UNPROCESSABLE_ENTITY),
        (
            json!({ "attempt": "rubbish", "position": 0, "draft": { "choices": [0], "number": "" } }),
            StatusCode::NOT_FOUND,
        ),
    ] {
        for endpoint in ["save-answer", "give-answer"] {
            let answer = ada.call(endpoint, &arguments).await;
            assert_eq!(answer.status, status, "{endpoint} {arguments}: {}", answer.body);
            assert!(!answer.json()["message"].as_str().unwrap().is_empty());
        }
    }
    assert_eq!(
        bo.call("give-answer", &give(0, vec![0], "1")).await.status,
        StatusCode::NOT_FOUND,
        "another rep's attempt"
    );
    assert_eq!(app.browser().call("give-answer", &give(0, vec![0], "1")).await.status, StatusCode::UNAUTHORIZED);
    let view = ada.call("load-attempt", &json!({ "id": quiz, "shown": null })).await.json();
    assert_eq!(view["open"]["position"], 0);
}

#[tokio::test]
async fn a_form_without_its_fields_is_explained() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    let answer = ada.call("mark-read", &json!({})).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(ada.get("/attempts/rubbish").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/learn/halyard/no-such-module").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/learn/Halyard/../x").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/exam/unheard-of").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/nothing-here").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/people/rubbish").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let app = TestApp::new().await;
    let body = Body::from(vec![b'a'; 2 * 1024 * 1024]);
    let request = Request::post("/api/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", "2097152");
    assert_eq!(app.send(request.body(body).unwrap()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_due_day_that_does_not_do_keeps_the_form() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let to = format!("team:{north}");
    for due in ["2020-01-01", "soon", "", "2999-01-01"] {
        maya.form("/assign", "assign", &[("path", "halyard/outbound-onboarding"), ("to", &to), ("due", due)]).await;
        let page = maya.get("/assign").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{due}");
        assert!(page.body.contains("f-due-error"), "the field says what is wrong");
    }
}

#[tokio::test]
async fn a_database_that_is_away_is_no_yes_and_no_sign_out() {
    let app = TestApp::new().await;
    let (rep, ada) = app.sign_in("ada", Role::Rep, None).await;
    let key = crate::learner::phone_key(&app).await;
    app.kit.cut().await;
    let path = format!("/api/v1/people/{rep}/clearance?scope=outbound");
    let answer = app.ask(&key, &path, "text/plain").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "0"));
    assert_eq!(ada.get("/home").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.browser().get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_form_stays() {
    let app = TestApp::new().await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    if !app.kit.fill_disk(true).await {
        return;
    }
    let mut last = StatusCode::OK;
    for n in 0..1_000 {
        last = root.post("add-team", &[("name", &format!("Team {n}"))]).await.status;
        if last != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last, StatusCode::INSUFFICIENT_STORAGE);
    root.form("/teams", "add-team", &[("name", "The one I typed")]).await;
    let page = root.get("/teams").await;
    assert_eq!(page.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(page.body.contains("no room left") && page.body.contains("The one I typed"), "{}", page.body);
    app.kit.fill_disk(false).await;
    assert_eq!(root.post("add-team", &[("name", "The one I typed")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_survives_a_database_that_is_away_and_a_session_that_ends() {
    let app = TestApp::new().await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    let typed = [("name", "Nia New"), ("email", "nia@example.com")];
    // The session is over: back to the form after signing in, with what was typed.
    app.kit.clock.forward(domain::time::Span::hours(13));
    let answer = root.form("/people/invite", "invite", &typed).await;
    assert_eq!(answer.location(), "/people/invite");
    let to_sign_in = root.get("/people/invite").await;
    assert_eq!(to_sign_in.location(), "/sign-in?to=%2Fpeople%2Finvite");
    assert_eq!(root.get(to_sign_in.location()).await.status, StatusCode::OK, "the sign-in has nothing wrong");
    let form = [("email", "root@halyard.example"), ("password", crate::kit::PASSWORD), ("to", "/people/invite")];
    assert_eq!(root.form("/sign-in", "sign-in", &form).await.location(), "/people/invite");
    let page = root.page("/people/invite").await;
    assert!(page.contains("Nia New") && !page.contains("Sign in first"), "{page}");

    app.kit.cut().await;
    let page = root.get("/people/invite").await;
    assert_eq!(
        (page.status, page.headers["content-type"].to_str().unwrap()),
        (StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8")
    );
    assert!(page.body.contains("Back in a moment"));
    let answer = root.form("/people/invite", "invite", &typed).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/people/invite"), "no raw JSON");
}

#[tokio::test]
async fn a_broken_pack_leaves_the_last_good_one_up() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    let folder = tempfile::tempdir().unwrap();
    let packs = folder.path().join("packs");
    copy(&shipped(), &packs);
    let file = packs.join("halyard/modules/offering/module.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    let lesson = "/learn/halyard/offering";
    let reload = || canoe_server::jobs::reload(&app.state, packs.clone());

    std::fs::write(&file, good.replace("revision = 1", "revision = ")).unwrap();
    reload().await;
    assert!(ada.page(lesson).await.contains("The offering"));
    std::fs::remove_dir_all(packs.join("halyard/modules")).unwrap();
    reload().await;
    assert!(ada.page(lesson).await.contains("The offering"));

    copy(&shipped(), &packs);
    std::fs::write(&file, good.replace("\"The offering\"", "\"What we offer\"")).unwrap();
    reload().await;
    assert!(ada.page(lesson).await.contains("What we offer"), "a good one takes its place");
}
