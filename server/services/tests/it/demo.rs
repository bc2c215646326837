//! The demo company, as its people see it.

use domain::authz::Actor;
use domain::clearance::{Level, ReasonCode};
use domain::identity::{PersonState, Role};
use domain::readiness::{Due, Standing};
use domain::time::Span;
use services::identity::{Device, resolve_session, sign_in};
use services::readiness::{Board, BoardFilter, BoardRow, board};
use services::{Error, Services, clearance, demo, integration};

use crate::kit::Kit;

async fn actor(services: &Services, email: &str) -> Actor {
    let signed_in = sign_in(services, email, demo::PASSWORD, &Device::default()).await.unwrap();
    resolve_session(services, &signed_in.token).await.unwrap().unwrap().actor
}

fn names(board: &Board, standing: Standing) -> Vec<&str> {
    let mut names: Vec<&str> =
        board.rows.iter().filter(|row| row.standing == standing).map(|row| row.person.name.as_str()).collect();
    names.sort_unstable();
    names
}

fn row<'a>(board: &'a Board, name: &str) -> &'a BoardRow {
    board.rows.iter().find(|row| row.person.name.as_str() == name).unwrap()
}

fn first_reason(row: &BoardRow) -> ReasonCode {
    row.clearances[0].clearance.reasons[0].code
}

#[tokio::test]
async fn the_demo_shows_every_stage() {
    let kit = Kit::new().await;
    let guide = demo::load(&kit.services).await.unwrap();
    let admin = actor(&kit.services, "alex@halyard.example").await;
    let board = board(&kit.services, &admin, &BoardFilter::default()).await.unwrap();
    assert_eq!(names(&board, Standing::Cleared), ["Kwame Boateng", "Sofia Rossi"]);
    assert_eq!(names(&board, Standing::Close), ["Amara Nwosu", "Jonas Weber", "Lin Park"]);
    let blocked = ["Diego Herrera", "Hana Suzuki", "Priya Raman", "Ruth Almeida", "Tomasz Zieliński"];
    assert_eq!(names(&board, Standing::Blocked), blocked);
    for row in &board.rows {
        let solo = row.clearances.iter().any(|c| c.clearance.level == Level::Solo);
        assert_eq!(solo, row.standing == Standing::Cleared, "{}", row.person.name);
    }

    let kwame = row(&board, "Kwame Boateng").clearances[0].clearance.until.unwrap();
    assert_eq!((kwame - kit.services.now()).ceil_days(), 20);
    assert_eq!(first_reason(row(&board, "Lin Park")), ReasonCode::ExamOpen);
    assert_eq!(first_reason(row(&board, "Jonas Weber")), ReasonCode::ExamRemedial);
    assert_eq!(row(&board, "Hana Suzuki").person.state(), PersonState::Invited);
    assert_eq!(board.rows[0].person.name.as_str(), "Tomasz Zieliński", "who is in trouble stands first");
    assert!(matches!(board.rows[0].due, Some(Due::Overdue { .. })));
    assert!(matches!(row(&board, "Amara Nwosu").due, Some(Due::Soon { .. })));
    let ruth = row(&board, "Ruth Almeida");
    assert_eq!((ruth.steps.done, ruth.last_learned, ruth.forecast), (0, None, None));
    assert!(ruth.steps.total > 0 && ruth.due_at.is_some());
    assert!(row(&board, "Priya Raman").forecast.is_some());
    assert!(guide.people.iter().all(|person| person.email != "hana@halyard.example"), "she has no password yet");
}

#[tokio::test]
async fn a_manager_of_the_demo_sees_their_team() {
    let kit = Kit::new().await;
    demo::load(&kit.services).await.unwrap();
    let maya = actor(&kit.services, "maya@halyard.example").await;
    let board = board(&kit.services, &maya, &BoardFilter::default()).await.unwrap();
    assert_eq!(board.matching, 5);
    assert!(board.rows.iter().all(|row| row.teams == ["Outbound North"]));
}

#[tokio::test]
async fn the_key_of_the_demo_asks_about_its_rep() {
    let kit = Kit::new().await;
    let guide = demo::load(&kit.services).await.unwrap();
    let key = integration::authenticate_key(&kit.services, &guide.api_key).await.unwrap();
    let answer = clearance::check(&kit.services, &key.0.actor(), guide.rep, &guide.scope).await.unwrap();
    assert_eq!(answer.clearance.level, Level::Blocked);
    assert!(guide.curl("http://127.0.0.1:3000").contains("/people/agent-1001/clearance?scope=outbound"));
}

#[tokio::test]
async fn the_demo_goes_into_an_empty_database_only() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Admin, None).await;
    kit.clock.forward(Span::days(1));
    let refused = demo::load(&kit.services).await.err();
    assert!(matches!(refused, Some(Error::Refused { code: "not-empty", .. })), "{refused:?}");
}

#[tokio::test]
async fn the_demo_is_loaded_once() {
    let kit = Kit::new().await;
    demo::load(&kit.services).await.unwrap();
    let again = demo::load(&kit.services).await.err();
    assert!(matches!(again, Some(Error::Refused { code: "not-empty", .. })), "{again:?}");
}
