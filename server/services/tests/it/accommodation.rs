//! More time in exams: who grants it, what it moves, who reads why.

use domain::authz::{Actor, Denied};
use domain::id::{AttemptId, PersonId};
use domain::identity::Role;
use domain::time::Span;
use services::assessment::{
    AttemptPage, attempt_page, end_accommodation, exam_brief, grant_accommodation, start_exam, time_in_exams,
};
use services::audit::{AuditFilter, recent};
use services::identity::add_team;
use services::{Error, Services};

use crate::assessment::{learn_all, scope};
use crate::kit::Kit;
use crate::sql::count;

fn id(actor: &Actor) -> PersonId {
    match actor {
        Actor::Person(person) => person.id,
        _ => panic!("nobody"),
    }
}

async fn minutes(services: &Services, actor: &Actor, exam: AttemptId) -> i64 {
    match attempt_page(services, actor, exam, None).await.unwrap() {
        AttemptPage::Open(open) => (open.deadline.unwrap() - open.now).as_millis() / 60_000,
        AttemptPage::Finished(_) => panic!("it is decided"),
    }
}

#[tokio::test]
async fn moves_the_deadlines_of_later_exams_only() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let admin = kit.add("root", Role::Admin, None).await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let bob = kit.add("bob", Role::Rep, None).await;
    learn_all(services, &ada).await;
    learn_all(services, &bob).await;
    let open = start_exam(services, &ada, &scope()).await.unwrap();
    for (rep, percent) in [(&ada, "25"), (&bob, "50"), (&bob, " 25 % ")] {
        grant_accommodation(services, &admin, id(rep), percent, "Reads with a magnifier.").await.unwrap();
    }
    assert_eq!(minutes(services, &ada, open).await, 60, "what is open stays as it began");
    let brief = exam_brief(services, &bob, &scope()).await.unwrap();
    assert_eq!((brief.minutes, brief.extra.map(|extra| extra.percent())), (75, Some(25)), "the last one counts");
    let later = start_exam(services, &bob, &scope()).await.unwrap();
    assert_eq!(minutes(services, &bob, later).await, 75);

    end_accommodation(services, &admin, id(&ada)).await.unwrap();
    let twice = end_accommodation(services, &admin, id(&ada)).await.unwrap_err();
    assert!(matches!(twice, Error::Refused { code: "no-accommodation", .. }), "{twice:?}");
    kit.clock.forward(Span::minutes(1));
    assert_eq!(exam_brief(services, &ada, &scope()).await.unwrap().minutes, 60);
}

#[tokio::test]
async fn is_for_admins_to_grant_and_never_to_oneself() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let team = add_team(services, &Actor::System, "North", None).await.unwrap();
    let admin = kit.add("root", Role::Admin, None).await;
    let manager = kit.add("maya", Role::Manager, Some(team)).await;
    let ada = kit.add("ada", Role::Rep, Some(team)).await;
    for (actor, person, denied) in [
        (&admin, &admin, Denied::Forbidden),
        (&ada, &ada, Denied::Forbidden),
        (&manager, &ada, Denied::Forbidden),
        (&ada, &admin, Denied::Hidden),
    ] {
        let refused = grant_accommodation(services, actor, id(person), "25", "Because.").await.unwrap_err();
        assert!(matches!(&refused, Error::Denied(found) if *found == denied), "{refused:?}");
    }
    for (percent, reason, fields) in
        [("9", "Because.", 1), ("201", "Because.", 1), ("a lot", " ", 2), ("25", "", 1), ("", &"x".repeat(1_001), 2)]
    {
        let wrong = grant_accommodation(services, &admin, id(&ada), percent, reason).await.unwrap_err();
        assert!(matches!(&wrong, Error::Invalid(found) if found.len() == fields), "{percent} {wrong:?}");
    }
    grant_accommodation(services, &admin, id(&ada), "25", "Reads with a magnifier.").await.unwrap();
    for (actor, reason, may_grant) in
        [(&admin, Some("Reads with a magnifier."), true), (&manager, None, false), (&ada, None, false)]
    {
        let seen = time_in_exams(services, actor, id(&ada)).await.unwrap();
        assert_eq!(seen.extra.map(|(extra, _)| extra.percent()), Some(25), "that there is some is no secret");
        assert_eq!((seen.reason.as_deref(), seen.may_grant), (reason, may_grant));
    }
    let log = recent(services, &admin, &AuditFilter::default()).await.unwrap();
    assert!(!format!("{log:?}").contains("magnifier"), "the log does not tell why");
    assert!(format!("{log:?}").contains("extra_percent"), "but it tells that");
}

#[tokio::test]
async fn of_two_admins_at_once_one_follows_the_other() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    let mut admins = Vec::new();
    for at in 0..6 {
        admins.push(kit.add(&format!("root{at}"), Role::Admin, None).await);
    }
    let mut grants = tokio::task::JoinSet::new();
    for (admin, percent) in admins.into_iter().zip([10, 20, 30, 40, 50, 60]) {
        let (services, person) = (services.clone(), id(&ada));
        grants.spawn(
            async move { grant_accommodation(&services, &admin, person, &percent.to_string(), "Because.").await },
        );
    }
    let granted = grants.join_all().await;
    assert!(granted.iter().all(Result::is_ok), "{granted:?}");
    let open = count(&kit, "SELECT count(*) AS n FROM accommodation WHERE ended_at IS NULL").await;
    let all = count(&kit, "SELECT count(*) AS n FROM accommodation").await;
    assert_eq!((open, all), (1, 6), "one is open, and the others are history");
}
