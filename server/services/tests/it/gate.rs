//! Suspensions, revocations and overrides: what people decide about a clearance.

use domain::authz::{Actor, Denied};
use domain::certification::CertificateVerdict::{self, Reinstate, Revoke, Suspend};
use domain::clearance::{Level, ReasonCode};
use domain::id::{CertificateId, PersonId};
use domain::identity::Role;
use domain::time::Span;
use services::assessment::start_exam;
use services::certification::{decide_certificate, own_certificates};
use services::clearance::{Answer, Request, ask_override, check};
use services::identity::add_team;
use services::learning::open_notices;
use services::readiness::person_page;
use services::{Error, Services};

use crate::assessment::{code, learn_all, level, scope, sit_mixed};
use crate::kit::Kit;

pub const ADA: &str = "ada@halyard.example";

pub struct Company {
    pub kit: Kit,
    pub admin: Actor,
    pub manager: Actor,
    pub other_manager: Actor,
    pub stranger: Actor,
    pub rep: Actor,
}

/// A team with two managers and one rep, and somebody who manages another team.
pub async fn company() -> Company {
    let kit = Kit::new().await;
    let team = add_team(&kit.services, &Actor::System, "North", None).await.unwrap();
    let elsewhere = add_team(&kit.services, &Actor::System, "South", None).await.unwrap();
    Company {
        admin: kit.add("admin", Role::Admin, None).await,
        manager: kit.add("max", Role::Manager, Some(team)).await,
        other_manager: kit.add("mia", Role::Manager, Some(team)).await,
        stranger: kit.add("sam", Role::Manager, Some(elsewhere)).await,
        rep: kit.add("ada", Role::Rep, Some(team)).await,
        kit,
    }
}

pub async fn certify(services: &Services, rep: &Actor) -> CertificateId {
    let exam = start_exam(services, rep, &scope()).await.unwrap();
    sit_mixed(services, rep, exam, 10).await;
    own_certificates(services, rep).await.unwrap()[0].id
}

pub async fn answer(services: &Services) -> Answer {
    check(services, &Actor::System, ADA, "outbound").await.unwrap()
}

pub fn person(actor: &Actor) -> PersonId {
    let Actor::Person(person) = actor else { panic!("a person") };
    person.id
}

pub const SOLO: Request<'_> =
    Request { scope: "outbound", level: "solo", hours: "4", reason: "The whole team is ill." };

#[tokio::test]
async fn a_suspension_holds_whatever_is_shown_until_it_is_lifted() {
    let Company { kit, manager, rep, .. } = company().await;
    let services = &kit.services;
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    assert_eq!(level(services, ADA).await, Level::Solo);
    let decide = async |verdict: CertificateVerdict, reason: &str| {
        decide_certificate(services, &manager, id, verdict, reason).await
    };
    assert!(matches!(decide(Suspend, "  ").await, Err(Error::Invalid(_))));
    assert_eq!(code(&decide(Reinstate, "x").await.unwrap_err()), "certificate-not-suspended");
    decide(Suspend, "Promised a discount.").await.unwrap();
    let found = answer(services).await.clearance;
    assert_eq!((found.level, found.reasons[0].code), (Level::Blocked, ReasonCode::CertificateSuspended));
    assert_eq!(code(&decide(Suspend, "Again.").await.unwrap_err()), "certificate-suspended");
    let told = open_notices(services, &rep).await.unwrap();
    assert!(
        told[0].words.contains("is suspended") && told[0].words.ends_with("Promised a discount."),
        "{}",
        told[0].words
    );

    // A renewal is another certificate, and does not lift it.
    kit.clock.forward(Span::days(310));
    certify(services, &rep).await;
    assert_eq!(level(services, ADA).await, Level::Blocked);
    decide(Reinstate, "Talked it over.").await.unwrap();
    assert_eq!(level(services, ADA).await, Level::Solo);
    let page = person_page(services, &manager, person(&rep)).await.unwrap();
    let words: Vec<&str> = page.decisions[&id]
        .iter()
        .map(|(decided, by)| {
            assert_eq!(by, "max");
            decided.verdict.as_str()
        })
        .collect();
    assert_eq!(words, ["suspend", "reinstate"]);
    assert!(page.may_suspend && !page.may_revoke);
}

#[tokio::test]
async fn a_revocation_is_for_good_and_another_exam_earns_another_certificate() {
    let Company { kit, admin, manager, rep, .. } = company().await;
    let services = &kit.services;
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    assert!(matches!(
        decide_certificate(services, &manager, id, Revoke, "x").await,
        Err(Error::Denied(Denied::Forbidden))
    ));
    decide_certificate(services, &admin, id, Suspend, "First.").await.unwrap();
    decide_certificate(services, &admin, id, Revoke, "Cheated.").await.unwrap();
    let found = answer(services).await.clearance;
    assert_eq!((found.level, found.reasons[0].code), (Level::Blocked, ReasonCode::CertificateRevoked));
    for (verdict, refusal) in
        [(Revoke, "certificate-revoked"), (Suspend, "certificate-revoked"), (Reinstate, "certificate-not-suspended")]
    {
        assert_eq!(code(&decide_certificate(services, &admin, id, verdict, "x").await.unwrap_err()), refusal);
    }
    kit.clock.forward(Span::hours(25));
    certify(services, &rep).await;
    assert_eq!(level(services, ADA).await, Level::Solo);
    kit.clock.forward(Span::days(400));
    let over = own_certificates(services, &rep).await.unwrap()[0].id;
    assert_eq!(
        code(&decide_certificate(services, &admin, over, Suspend, "x").await.unwrap_err()),
        "certificate-expired"
    );
}

#[tokio::test]
async fn an_exam_that_had_begun_before_the_revocation_earns_nothing() {
    let Company { kit, admin, rep, .. } = company().await;
    let services = &kit.services;
    learn_all(services, &rep).await;
    let id = certify(services, &rep).await;
    kit.clock.forward(Span::days(310));
    let renewal = start_exam(services, &rep, &scope()).await.unwrap();
    kit.clock.forward(Span::minutes(5));
    decide_certificate(services, &admin, id, Revoke, "Cheated.").await.unwrap();
    kit.clock.forward(Span::minutes(5));
    sit_mixed(services, &rep, renewal, 10).await;
    assert_eq!(level(services, ADA).await, Level::Blocked);
    assert_eq!(own_certificates(services, &rep).await.unwrap().len(), 1);
    kit.clock.forward(Span::days(2));
    certify(services, &rep).await;
    assert_eq!(level(services, ADA).await, Level::Solo, "the next one does");
}

#[tokio::test]
async fn nobody_decides_about_themselves_or_about_people_they_do_not_manage() {
    let Company { kit, admin, manager, stranger, rep, .. } = company().await;
    let services = &kit.services;
    for actor in [&rep, &admin] {
        learn_all(services, actor).await;
    }
    let (hers, own) = (certify(services, &rep).await, certify(services, &admin).await);
    let denied =
        async |actor: &Actor, id: CertificateId| match decide_certificate(services, actor, id, Suspend, "x").await {
            Err(Error::Denied(denied)) => denied,
            other => panic!("{other:?}"),
        };
    assert_eq!(denied(&rep, hers).await, Denied::Forbidden);
    assert_eq!(denied(&admin, own).await, Denied::Forbidden);
    assert_eq!(denied(&stranger, hers).await, Denied::Hidden);
    assert_eq!(denied(&Actor::Nobody, hers).await, Denied::SignIn);
    assert_eq!(denied(&manager, CertificateId::default()).await, Denied::Hidden, "whether there is one is not told");
    let missing = decide_certificate(services, &admin, CertificateId::default(), Suspend, "x").await;
    assert!(matches!(missing, Err(Error::NotFound(_))));

    let ask = async |actor: &Actor, whom: &Actor| match ask_override(services, actor, person(whom), &SOLO).await {
        Err(Error::Denied(denied)) => denied,
        other => panic!("{other:?}"),
    };
    assert_eq!(ask(&rep, &rep).await, Denied::Forbidden);
    assert_eq!(ask(&admin, &admin).await, Denied::Forbidden);
    assert_eq!(ask(&stranger, &rep).await, Denied::Hidden);
    assert_eq!(ask(&Actor::System, &rep).await, Denied::Forbidden, "people answer for it");
}
