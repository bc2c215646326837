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
    let result = maya.page(&format!("/attempts/{exam}")).await;
    assert!(result.contains("<title>ada: Passed · Exam: Outbound calls · Canoe</title>"), "{result}");
    assert!(result.contains("Where you are"), "the way back to the board");
    let own = ada.page(&format!("/attempts/{exam}")).await;
    assert!(own.contains("<title>Passed · Exam: Outbound calls · Canoe</title>"), "{own}");
}

#[tokio::test]
async fn an_error_keeps_the_navigation_of_whoever_is_signed_in() {
    let app = TestApp::new().await;
    let (_, ada) = app.sign_in("ada", Role::Rep, None).await;
    for (page, status) in [("/board", StatusCode::FORBIDDEN), ("/nothing-here", StatusCode::NOT_FOUND)] {
        let answer = ada.get(page).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.contains("href=\"/home\""), "{page}: {}", answer.body);
    }
    let nobody = app.browser().get("/nothing-here").await;
    assert!(nobody.status == StatusCode::NOT_FOUND && !nobody.body.contains("href=\"/home\""), "{}", nobody.body);
}

#[tokio::test]
async fn the_sentence_counts_the_days_that_the_marks_name() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    // It is the morning of the 23rd: the 26th ends in more than 72 hours, and is three days off.
    for (name, due) in [("ada", "2026-11-25"), ("bo", "2026-11-26"), ("cy", "2026-11-27")] {
        let (rep, _) = app.sign_in(name, Role::Rep, Some(north)).await;
        let to = format!("person:{rep}");
        maya.form("/assign", "assign", &[("path", "halyard/outbound-onboarding"), ("to", &to), ("due", due)]).await;
    }
    let board = maya.page("/board").await;
    assert!(board.contains("2 due within three days."), "{board}");
    assert!(
        board.contains("2 days left") && board.contains("3 days left") && !board.contains("4 days left"),
        "{board}"
    );
}

#[tokio::test]
async fn whoever_assigns_to_a_team_reads_for_how_many_the_date_stays() {
    let app = TestApp::new().await;
    let north = app.team("North").await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(north)).await;
    app.sign_in("bo", Role::Rep, Some(north)).await;
    let (_, maya) = app.sign_in("maya", Role::Manager, Some(north)).await;
    let give = async |to: String, due: &str| {
        maya.form("/assign", "assign", &[("path", "halyard/outbound-onboarding"), ("to", &to), ("due", due)]).await;
        maya.page("/board").await
    };
    let board = give(format!("person:{ada}"), "2026-12-20").await;
    assert!(board.contains("Assigned. ada will find the path on their home page."), "{board}");
    let board = give(format!("team:{north}"), "2026-12-24").await;
    assert!(board.contains("Assigned to North, 2 people. 1 has a date of their own, which stays."), "{board}");
    assert!(rep.page("/home").await.contains("Due 20 Dec"));
}
