//! The board: own teams only, and the same decision as everywhere else.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::app::TestApp;
use crate::learner::{finish, finish_modules, start};

#[tokio::test]
async fn a_manager_sees_their_own_teams_only() {
    let app = TestApp::new().await;
    let (north, south) = (app.team("North").await, app.team("South").await);
    let (ada, _) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let (_, viktor) = app.sign_in("viktor", Role::Manager, Some(south)).await;
    let (_, root) = app.sign_in("root", Role::Admin, None).await;
    assert!(maya.page("/board").await.contains("ada"));
    assert!(root.page("/board").await.contains("ada"));
    assert!(!viktor.page("/board").await.contains(">ada<"));
    assert_eq!(maya.get(&format!("/people/{ada}")).await.status, StatusCode::OK);
    assert_eq!(viktor.get(&format!("/people/{ada}")).await.status, StatusCode::NOT_FOUND);
    let to = format!("person:{ada}");
    let fields = [("path", "halyard/outbound-onboarding"), ("to", &to), ("due", "2026-12-20")];
    let refused = viktor.form("/assign", "assign", &fields).await;
    assert_eq!(refused.location(), "/assign");
    assert_eq!(viktor.get("/assign").await.status, StatusCode::NOT_FOUND);
    assert_eq!(maya.form("/assign", "assign", &fields).await.location(), "/board");
}

#[tokio::test]
async fn the_board_follows_the_rep() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (_, ada) = app.sign_in("ada", Role::Rep, Some(north)).await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let to = format!("team:{north}");
    let fields = [("path", "halyard/outbound-onboarding"), ("to", &to), ("due", "2026-12-20")];
    assert_eq!(maya.form("/assign", "assign", &fields).await.location(), "/board");
    assert!(ada.page("/home").await.contains("Outbound onboarding"));
    assert!(maya.page("/board").await.contains("Not yet"));
    finish_modules(&app, &ada).await;
    let exam = start(&ada, "start-exam", "scope", "outbound").await;
    finish(&app, &ada, &exam, true).await;
    let board = maya.page("/board?standing=cleared").await;
    assert!(board.contains("ada") && board.contains("Ready for calls"));
    assert!(ada.page("/certificates").await.contains("Outbound calls"));
    assert_eq!(maya.get(&format!("/attempts/{exam}")).await.status, StatusCode::OK, "a manager reads the result");
}
