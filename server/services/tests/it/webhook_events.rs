//! What other systems are told of: quizzes and exams, assignments, closed accounts.

use domain::authz::Actor;
use domain::identity::Role;
use domain::time::Span;
use serde_json::{Value, json};
use services::assessment::start_exam;
use services::identity::{add_team, close_account};
use services::integration::webhook::send_due;
use services::learning::{NewAssignment, Target, assign, tell_overdue};

use crate::assessment::{learn_all, scope, sit_mixed};
use crate::webhook_receiver::Hooks;

fn path(to: Target, due: &str) -> NewAssignment {
    let (path, time_zone) = ("halyard/outbound-onboarding".to_owned(), "UTC".to_owned());
    NewAssignment { path, to, due: due.to_owned(), time_zone }
}

/// What was told since the last time: kind, name before the @, data.
async fn told(hooks: &Hooks) -> Vec<(String, String, Value)> {
    send_due(&hooks.services).await.unwrap();
    let found = hooks.receiver.taken();
    hooks.receiver.messages.lock().unwrap().clear();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<_> = found
        .iter()
        .map(|body| {
            let email = text(&body["data"]["person"]["email"]);
            (text(&body["type"]), email.split('@').next().unwrap().to_owned(), body["data"].clone())
        })
        .collect();
    found.sort_by_key(|(kind, who, _)| (who.clone(), kind.clone()));
    found
}

fn kinds(told: &[(String, String, Value)]) -> Vec<(&str, &str)> {
    told.iter().map(|(kind, who, _)| (kind.as_str(), who.as_str())).collect()
}

#[tokio::test]
async fn the_way_of_a_rep_is_told() {
    let hooks = Hooks::new().await;
    let services = &hooks.services;
    let north = add_team(services, &Actor::System, "North", None).await.unwrap();
    let harbour = add_team(services, &Actor::System, "Harbour", Some(north)).await.unwrap();
    let ada = hooks.kit.add("ada", Role::Rep, Some(harbour)).await;
    let bo = hooks.kit.add("bo", Role::Rep, Some(north)).await;
    hooks.kit.add("max", Role::Manager, Some(north)).await;
    let gone = hooks.kit.add("gone", Role::Rep, Some(north)).await;
    let Actor::Person(gone) = gone else { unreachable!() };
    close_account(services, &hooks.admin, gone.id).await.unwrap();
    let kinds_wanted = ["attempt.finished", "assignment.created", "assignment.completed", "assignment.overdue"];
    hooks.endpoint("lms.example", &kinds_wanted).await;

    // Everybody in the team and those below it at that moment, and nobody who is gone.
    assign(services, &hooks.admin, &path(Target::Team(north), "2026-12-01")).await.unwrap();
    let found = told(&hooks).await;
    assert_eq!(kinds(&found), [("assignment.created", "ada"), ("assignment.created", "bo")]);
    let data = &found[0].2;
    assert_eq!((&data["path"], &data["completed"]), (&json!("halyard/outbound-onboarding"), &json!(false)));
    assert_eq!(data["due_at"], json!("2026-12-01T23:59:59.999Z"));
    assert_eq!(data["person"]["external_id"], Value::Null);

    learn_all(services, &ada).await;
    let found = told(&hooks).await;
    let quiz = ("attempt.finished", "ada");
    assert_eq!(kinds(&found), [("assignment.completed", "ada"), quiz, quiz, quiz, quiz]);
    assert_eq!(found[0].2["assignment"], data["assignment"]);
    assert_eq!((&found[1].2["kind"], &found[1].2["passed"]), (&json!("quiz"), &json!(true)));
    assert!(found[1].2["module"].is_string() && found[1].2["attempt"].is_string());

    let exam = start_exam(services, &ada, &scope()).await.unwrap();
    sit_mixed(services, &ada, exam, 10).await;
    let found = told(&hooks).await;
    assert_eq!(kinds(&found), [("attempt.finished", "ada")]);
    let data = &found[0].2;
    assert_eq!((&data["kind"], &data["scope"], &data["passed"]), (&json!("exam"), &json!("outbound"), &json!(true)));
    assert!(data.get("answers").is_none() && data.get("questions").is_none());

    // Late is whoever has not finished, once; and nobody before the day is over.
    assert_eq!(tell_overdue(services).await.unwrap(), 0);
    hooks.kit.clock.forward(Span::days(9));
    assert_eq!(tell_overdue(services).await.unwrap(), 1);
    assert_eq!(tell_overdue(services).await.unwrap(), 0);
    assert_eq!(kinds(&told(&hooks).await), [("assignment.overdue", "bo")]);

    // A moved day is a new assignment, which can be late in its turn.
    let Actor::Person(bo_) = &bo else { unreachable!() };
    assign(services, &hooks.admin, &path(Target::Person(bo_.id), "2026-12-20")).await.unwrap();
    assert_eq!(kinds(&told(&hooks).await), [("assignment.created", "bo")]);
    hooks.kit.clock.forward(Span::days(30));
    assert_eq!(tell_overdue(services).await.unwrap(), 1);
    assert_eq!(kinds(&told(&hooks).await), [("assignment.overdue", "bo")]);

    // Whoever has finished already is told so with the assignment.
    let Actor::Person(ada_) = &ada else { unreachable!() };
    assign(services, &hooks.admin, &path(Target::Person(ada_.id), "2027-03-01")).await.unwrap();
    assert_eq!(told(&hooks).await[0].2["completed"], json!(true));
}
