//! Overrides: who asks, who grants, how they end, and who is told.

use domain::authz::{Actor, Denied};
use domain::certification::CertificateVerdict::{Revoke, Suspend};
use domain::clearance::{Ending, Level, OverrideState, ReasonCode};
use domain::id::OverrideId;
use domain::identity::Role;
use domain::time::Span;
use services::Error;
use services::audit::{AuditFilter, recent};
use services::certification::decide_certificate;
use services::clearance::{
    OverrideReport, Request, active_overrides, ask_override, end_override, grant_override, override_report,
    overrides_of, overrides_waiting,
};
use services::identity::add_team;
use services::learning::open_notices;

use crate::assessment::{code, learn_all, level};
use crate::gate::{ADA, Company, SOLO, answer, certify, company, person};
use crate::kit::Kit;

#[tokio::test]
async fn an_override_takes_two_people_and_ends_to_the_moment() {
    let Company { kit, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    let id = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert_eq!(level(services, ADA).await, Level::Blocked, "one is not enough");
    assert_eq!(code(&ask_override(services, &manager, person(&rep), &SOLO).await.unwrap_err()), "already-asked");
    assert_eq!(code(&grant_override(services, &manager, id).await.unwrap_err()), "same-person");
    assert!(open_notices(services, &manager).await.unwrap().is_empty());
    assert!(open_notices(services, &other_manager).await.unwrap()[0].words.contains("asks for an override"));
    grant_override(services, &other_manager, id).await.unwrap();
    let found = answer(services).await;
    assert_eq!((found.clearance.level, found.clearance.until), (Level::Solo, Some(services.now() + Span::hours(4))));
    assert_eq!(found.clearance.reasons[0].code, ReasonCode::Override);
    assert_eq!(code(&grant_override(services, &other_manager, id).await.unwrap_err()), "not-waiting");
    assert_eq!(active_overrides(services, &rep).await.unwrap().len(), 1);
    let (lines, may) = overrides_of(services, &manager, person(&rep)).await.unwrap();
    assert!(may && matches!(lines[0].state, OverrideState::Active(_)));
    assert_eq!((lines[0].asked_by.as_str(), lines[0].granted_by.as_deref()), ("max", Some("mia")));

    kit.clock.forward(Span::hours(4));
    assert_eq!(level(services, ADA).await, Level::Blocked, "no job is needed for that");
    assert!(active_overrides(services, &rep).await.unwrap().is_empty());
    assert_eq!(code(&end_override(services, &manager, id).await.unwrap_err()), "override-over");

    let again = ask_override(services, &other_manager, person(&rep), &SOLO).await.unwrap();
    kit.clock.forward(Span::hours(24));
    assert_eq!(code(&grant_override(services, &manager, again).await.unwrap_err()), "not-waiting");
    let third = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    end_override(services, &other_manager, third).await.unwrap();
    assert_eq!(code(&grant_override(services, &other_manager, third).await.unwrap_err()), "not-waiting", "declined");
}

#[tokio::test]
async fn overrides_are_counted_for_those_who_answer_for_them() {
    let Company { kit, admin, manager, other_manager, stranger, rep } = company().await;
    let services = &kit.services;
    for n in 0..3 {
        let id = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
        if n == 0 {
            grant_override(services, &admin, id).await.unwrap();
        } else {
            grant_override(services, &other_manager, id).await.unwrap();
        }
        end_override(services, &manager, id).await.unwrap();
    }
    let waits = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    for whoever in [&admin, &manager] {
        let report = override_report(services, whoever).await.unwrap();
        let counts = report.counts.iter().map(|count| (count.name.as_str(), count.asked, count.granted));
        assert_eq!(counts.collect::<Vec<_>>(), [("max", 4, 0), ("mia", 0, 2), ("admin", 0, 1)]);
        // What waits for somebody stands apart; it does not wait for who asked.
        let theirs = person(whoever) == person(&admin);
        assert_eq!(
            (report.total, report.waiting.len(), report.lines.len()),
            if theirs { (4, 1, 3) } else { (4, 0, 4) }
        );
        let (about, line, may) = if theirs { &report.waiting[0] } else { &report.lines[0] };
        assert_eq!((about.as_str(), line.found.id, *may, line.may_grant), ("ada", waits, true, theirs));
        assert_eq!(overrides_waiting(services, whoever).await.unwrap(), u32::from(theirs));
    }
    assert_eq!(overrides_waiting(services, &stranger).await.unwrap(), 0);
    let elsewhere = override_report(services, &stranger).await.unwrap();
    assert_eq!(elsewhere, OverrideReport::default(), "another team's are not told");
    assert!(matches!(override_report(services, &rep).await, Err(Error::Denied(Denied::Forbidden))));
    kit.clock.forward(Span::days(31));
    assert_eq!(override_report(services, &admin).await.unwrap(), OverrideReport::default());
}

#[tokio::test]
async fn an_override_is_asked_for_in_full_or_not_at_all() {
    let Company { kit, manager, rep, .. } = company().await;
    let services = &kit.services;
    let wrong = Request { scope: "nowhere", level: "blocked", hours: "25", reason: " " };
    let Err(Error::Invalid(fields)) = ask_override(services, &manager, person(&rep), &wrong).await else {
        panic!("it is not refused")
    };
    assert_eq!(fields.iter().map(|field| field.field).collect::<Vec<_>>(), ["scope", "level", "hours", "reason"]);
    assert!(matches!(
        grant_override(services, &manager, OverrideId::default()).await,
        Err(Error::Denied(Denied::Hidden))
    ));
}

#[tokio::test]
async fn what_is_taken_away_ends_the_override_too() {
    let Company { kit, admin, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    let over = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    grant_override(services, &other_manager, over).await.unwrap();
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    assert!(active_overrides(services, &rep).await.unwrap().is_empty(), "it lifts nothing of what she may do");
    decide_certificate(services, &admin, id, Suspend, "At once.").await.unwrap();
    assert_eq!(level(services, ADA).await, Level::Blocked);
    decide_certificate(services, &admin, id, Revoke, "For good.").await.unwrap();
    assert_eq!(level(services, ADA).await, Level::Blocked);
    let (lines, _) = overrides_of(services, &manager, person(&rep)).await.unwrap();
    assert_eq!((lines[0].state, lines[0].ended_by.as_deref()), (OverrideState::Over, Some("admin")));
}

#[tokio::test]
async fn an_override_lifts_what_rules_ask_for_and_no_decision_of_somebody() {
    let Company { kit, admin, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    let refusal = async || code(&ask_override(services, &manager, person(&rep), &SOLO).await.unwrap_err()).to_owned();
    let early = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    let late = grant_override(services, &other_manager, early).await;
    assert_eq!(code(&late.unwrap_err()), "lifts-nothing", "asked for before she was certified");
    end_override(services, &manager, early).await.unwrap();
    assert_eq!(refusal().await, "lifts-nothing");
    for verdict in [Suspend, Revoke] {
        decide_certificate(services, &admin, id, verdict, "Promised a discount.").await.unwrap();
        assert_eq!(refusal().await, "decided-against");
    }
    kit.clock.forward(Span::days(400));
    assert_eq!(refusal().await, "decided-against", "a revocation does not run out");
}

#[tokio::test]
async fn what_became_of_an_override_is_told_and_old_news_is_taken_back() {
    let Company { kit, admin, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    let words = async |actor: &Actor| {
        open_notices(services, actor).await.unwrap().into_iter().map(|notice| notice.words).collect::<Vec<_>>()
    };
    let asked = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert_eq!(words(&other_manager).await.len(), 1);
    assert_eq!(end_override(services, &other_manager, asked).await.unwrap().1, Ending::Declined);
    assert!(words(&other_manager).await.is_empty(), "it waits for nobody any more");
    assert!(words(&manager).await[0].ends_with("was declined."));

    let asked = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert_eq!(end_override(services, &manager, asked).await.unwrap().1, Ending::TakenBack);
    assert!(words(&other_manager).await.is_empty());

    let asked = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    grant_override(services, &other_manager, asked).await.unwrap();
    assert!(words(&manager).await[0].ends_with("is granted, and counts from now on."));
    assert!(words(&rep).await[0].contains("under an override"));
    kit.clock.forward(Span::hours(4));
    services::clearance::decide_due(services).await.unwrap();
    assert!(words(&rep).await.is_empty(), "it is over");

    let asked = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    grant_override(services, &other_manager, asked).await.unwrap();
    assert_eq!(end_override(services, &other_manager, asked).await.unwrap().1, Ending::Ended);
    let told = words(&rep).await;
    assert!(told.len() == 1 && told[0].ends_with("was ended."), "{told:?}");
    assert!(words(&admin).await.is_empty());
}

#[tokio::test]
async fn where_nobody_else_manages_somebody_the_admins_are_the_second_person() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let team = add_team(services, &Actor::System, "North", None).await.unwrap();
    let (admin, manager) = (kit.add("admin", Role::Admin, None).await, kit.add("max", Role::Manager, Some(team)).await);
    let rep = kit.add("ada", Role::Rep, Some(team)).await;
    let asked = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert!(open_notices(services, &admin).await.unwrap()[0].words.contains("asks for an override"));
    // Whoever asked has left: they answer for nothing any more.
    services::identity::close_account(services, &admin, person(&manager)).await.unwrap();
    assert_eq!(code(&grant_override(services, &admin, asked).await.unwrap_err()), "asker-gone");
}

#[tokio::test]
async fn what_waits_when_a_certificate_is_taken_away_waits_for_nobody_any_more() {
    let Company { kit, admin, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    let words = async |actor: &Actor| {
        open_notices(services, actor).await.unwrap().into_iter().map(|notice| notice.words).collect::<Vec<_>>()
    };
    // One that has run out long ago.
    let over = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    grant_override(services, &other_manager, over).await.unwrap();
    kit.clock.forward(Span::hours(5));
    let waits = ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert_eq!(words(&other_manager).await.len(), 1);
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    decide_certificate(services, &admin, id, Suspend, "At once.").await.unwrap();
    assert!(words(&other_manager).await.is_empty(), "there is nothing to grant");
    assert!(words(&manager).await[0].ends_with("their certificate was suspended or revoked meanwhile."));
    let (lines, _) = overrides_of(services, &manager, person(&rep)).await.unwrap();
    let ended: Vec<_> = lines.iter().map(|line| (line.found.id, line.ended_by.as_deref())).collect();
    assert_eq!(ended, [(waits, Some("admin")), (over, None)], "what was over ended by itself");
    let log = recent(services, &admin, &AuditFilter::default()).await.unwrap().rows;
    assert!(log[0].detail.contains(&("overrides_ended".to_owned(), "1".to_owned())), "{:?}", log[0].detail);
}

#[tokio::test]
async fn a_second_person_who_has_left_is_none() {
    let Company { kit, admin, manager, other_manager, rep, .. } = company().await;
    let services = &kit.services;
    services::identity::close_account(services, &admin, person(&other_manager)).await.unwrap();
    ask_override(services, &manager, person(&rep), &SOLO).await.unwrap();
    assert!(open_notices(services, &admin).await.unwrap()[0].words.contains("asks for an override"));
}
