//! One's own account, and resets of passwords.

use domain::authz::{Actor, Denied};
use domain::id::{PersonId, TeamId};
use domain::identity::{LinkKind, Person, Role};
use domain::time::Span;
use services::identity::{
    Device, NewPerson, PersonDetails, ResetLink, accept_invitation, add_team, change_password, change_person,
    change_time_zone, choose_password, close_account, invite, look_at_link, read_person, renew_invitation, reset_link,
    resolve_session, sign_in,
};
use services::{Error, Result, Services};

use crate::kit::{Kit, PASSWORD};

const ANOTHER: &str = "four unrelated paddles drift";
const WRONG: &str = "not the password of anybody";

async fn team(kit: &Kit, name: &str) -> TeamId {
    add_team(&kit.services, &Actor::System, name, None).await.unwrap()
}

fn id(actor: &Actor) -> PersonId {
    let Actor::Person(person) = actor else { unreachable!() };
    person.id
}

/// Signs somebody in and returns the token of the session.
async fn token(services: &Services, name: &str, password: &str) -> Result<String> {
    let email = format!("{name}@halyard.example");
    Ok(sign_in(services, &email, password, &Device::default()).await?.token)
}

async fn is_open(services: &Services, token: &str) -> bool {
    resolve_session(services, token).await.unwrap().is_some()
}

/// The fields that were wrong.
fn fields<T>(result: Result<T>) -> Vec<&'static str> {
    let Err(Error::Invalid(wrong)) = result else { return Vec::new() };
    wrong.iter().map(|wrong| wrong.field).collect()
}

/// The code of a refusal.
fn refused<T>(result: Result<T>) -> &'static str {
    match result {
        Err(Error::Refused { code, .. }) => code,
        Err(Error::Denied(Denied::SignIn)) => "401",
        Err(Error::Denied(Denied::Forbidden)) => "403",
        Err(Error::Denied(Denied::Hidden)) => "404",
        Err(Error::TooSoon { .. }) => "too-soon",
        Err(_) => "something else",
        Ok(_) => "nothing",
    }
}

#[tokio::test]
async fn everybody_sets_their_own_time_zone() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    change_time_zone(&kit.services, &ada, "Pacific/Auckland").await.unwrap();
    assert_eq!(fields(change_time_zone(&kit.services, &ada, "Mars/Olympus").await), ["time_zone"]);
    assert_eq!(fields(change_time_zone(&kit.services, &ada, "").await), ["time_zone"]);
    let Person { time_zone, .. } = read_person(&kit.services, &ada, id(&ada)).await.unwrap();
    assert_eq!(time_zone, "Pacific/Auckland");
    assert_eq!(refused(change_time_zone(&kit.services, &Actor::Nobody, "UTC").await), "401");
    assert_eq!(refused(change_time_zone(&kit.services, &Actor::System, "UTC").await), "403");
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    let kit = Kit::new().await;
    let services = &kit.services;
    kit.add("ada", Role::Rep, None).await;
    kit.add("bo", Role::Rep, None).await;
    let here = token(services, "ada", PASSWORD).await.unwrap();
    let elsewhere = token(services, "ada", PASSWORD).await.unwrap();
    let of_bo = token(services, "bo", PASSWORD).await.unwrap();

    assert_eq!(fields(change_password(services, &here, WRONG, ANOTHER).await), ["current_password"]);
    assert_eq!(fields(change_password(services, &here, PASSWORD, "short").await), ["password"]);
    assert_eq!(fields(change_password(services, &here, WRONG, "short").await), ["current_password", "password"]);
    assert_eq!(fields(change_password(services, &here, PASSWORD, "ada@halyard.example").await), ["password"]);
    assert!(is_open(services, &elsewhere).await, "nothing has changed so far");
    token(services, "ada", PASSWORD).await.unwrap();

    change_password(services, &here, PASSWORD, ANOTHER).await.unwrap();
    assert!(is_open(services, &here).await, "this one stays");
    assert!(!is_open(services, &elsewhere).await);
    assert!(is_open(services, &of_bo).await, "nobody else is touched");
    assert_eq!(refused(token(services, "ada", PASSWORD).await), "wrong-credentials");
    token(services, "ada", ANOTHER).await.unwrap();
    assert_eq!(refused(change_password(services, &elsewhere, ANOTHER, PASSWORD).await), "401");
    assert_eq!(refused(change_password(services, "", ANOTHER, PASSWORD).await), "401");
}

#[tokio::test]
async fn a_wrong_current_password_counts_like_a_failed_sign_in() {
    let kit = Kit::new().await;
    let services = &kit.services;
    kit.add("ada", Role::Rep, None).await;
    let here = token(services, "ada", PASSWORD).await.unwrap();
    for _ in 0..3 {
        assert_eq!(fields(change_password(services, &here, WRONG, ANOTHER).await), ["current_password"]);
    }
    for _ in 0..2 {
        assert_eq!(refused(token(services, "ada", WRONG).await), "wrong-credentials", "both count together");
    }
    assert_eq!(refused(change_password(services, &here, PASSWORD, ANOTHER).await), "too-soon");
    assert_eq!(refused(token(services, "ada", PASSWORD).await), "too-soon");
    kit.clock.forward(Span::seconds(3));
    change_password(services, &here, PASSWORD, ANOTHER).await.unwrap();
    for _ in 0..4 {
        assert_eq!(refused(token(services, "ada", WRONG).await), "wrong-credentials", "counted from the start again");
    }
    token(services, "ada", ANOTHER).await.unwrap();
}

#[tokio::test]
async fn a_reset_link_works_once_and_ends_every_session() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    let root = kit.add("root", Role::Admin, None).await;
    let elsewhere = token(services, "ada", PASSWORD).await.unwrap();
    let first = reset_link(services, &root, id(&ada)).await.unwrap().token;
    let ResetLink { person, token: second } = reset_link(services, &root, id(&ada)).await.unwrap();
    assert_eq!(person.name.as_str(), "ada");
    assert_eq!(refused(look_at_link(services, LinkKind::Reset, &first).await), "link-used", "another took its place");
    assert_eq!(refused(look_at_link(services, LinkKind::Invitation, &second).await), "link-unknown", "each kind apart");
    assert!(is_open(services, &elsewhere).await, "a link alone changes nothing");

    for _ in 0..6 {
        let _ = token(services, "ada", WRONG).await;
    }
    assert_eq!(refused(token(services, "ada", PASSWORD).await), "too-soon");
    let device = Device::default();
    assert_eq!(fields(choose_password(services, &second, "short", &device).await), ["password"]);
    let here = choose_password(services, &second, ANOTHER, &device).await.unwrap().token;
    assert!(is_open(services, &here).await);
    assert!(!is_open(services, &elsewhere).await);
    token(services, "ada", ANOTHER).await.unwrap();
    assert_eq!(refused(token(services, "ada", PASSWORD).await), "wrong-credentials");
    assert_eq!(refused(choose_password(services, &second, PASSWORD, &device).await), "link-used");
}

#[tokio::test]
async fn of_two_uses_at_once_one_goes_through() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let link = reset_link(&kit.services, &Actor::System, id(&ada)).await.unwrap().token;
    let device = Device::default();
    let (one, other) = tokio::join!(
        choose_password(&kit.services, &link, ANOTHER, &device),
        choose_password(&kit.services, &link, "seven lanterns over gravel", &device)
    );
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert_eq!(refused(if one.is_ok() { other } else { one }), "link-used");
}

#[tokio::test]
async fn a_sign_in_that_crosses_a_reset_leaves_no_session() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    let mut password = PASSWORD;
    for new in [ANOTHER, "seven lanterns over gravel", PASSWORD, ANOTHER] {
        let link = reset_link(services, &Actor::System, id(&ada)).await.unwrap().token;
        let device = Device::default();
        let (signed_in, chosen) =
            tokio::join!(token(services, "ada", password), choose_password(services, &link, new, &device));
        assert!(is_open(services, &chosen.unwrap().token).await);
        match signed_in {
            Ok(token) => assert!(!is_open(services, &token).await, "it came first, so the reset ended it"),
            Err(_) => assert_eq!(refused(signed_in), "wrong-credentials"),
        }
        password = new;
    }
}

#[tokio::test]
async fn a_reset_link_runs_out_after_30_minutes() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let link = reset_link(&kit.services, &Actor::System, id(&ada)).await.unwrap().token;
    kit.clock.forward(Span::seconds(30 * 60 - 1));
    look_at_link(&kit.services, LinkKind::Reset, &link).await.unwrap();
    kit.clock.forward(Span::seconds(1));
    let gone = look_at_link(&kit.services, LinkKind::Reset, &link).await.unwrap_err();
    assert!(gone.to_string().contains("30 minutes") && !gone.to_string().contains("72"), "{gone}");
    let chosen = choose_password(&kit.services, &link, ANOTHER, &Device::default()).await;
    assert_eq!(refused(chosen), "link-expired");
    token(&kit.services, "ada", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_changed_password_takes_reset_links_out_of_use() {
    let kit = Kit::new().await;
    let ada = kit.add("ada", Role::Rep, None).await;
    let link = reset_link(&kit.services, &Actor::System, id(&ada)).await.unwrap().token;
    let here = token(&kit.services, "ada", PASSWORD).await.unwrap();
    change_password(&kit.services, &here, PASSWORD, ANOTHER).await.unwrap();
    assert_eq!(refused(look_at_link(&kit.services, LinkKind::Reset, &link).await), "link-used");
}

#[tokio::test]
async fn only_active_accounts_are_reset() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let ada = kit.add("ada", Role::Rep, None).await;
    let link = reset_link(services, &Actor::System, id(&ada)).await.unwrap().token;
    close_account(services, &Actor::System, id(&ada)).await.unwrap();
    assert_eq!(refused(reset_link(services, &Actor::System, id(&ada)).await), "not-active");
    let chosen = choose_password(services, &link, ANOTHER, &Device::default()).await;
    assert_eq!(refused(chosen), "link-unknown", "a link from before does not open a closed account");
    let new = NewPerson { email: "nia@halyard.example".to_owned(), name: "Nia".to_owned(), ..NewPerson::default() };
    let invited = invite(services, &Actor::System, &new).await.unwrap();
    assert_eq!(refused(reset_link(services, &Actor::System, invited.person).await), "not-active");
}

#[tokio::test]
async fn a_reset_is_for_those_one_answers_for() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let (north, south) = (team(&kit, "North").await, team(&kit, "South").await);
    let ada = kit.add("ada", Role::Rep, Some(north)).await;
    let bo = kit.add("bo", Role::Rep, Some(north)).await;
    let maya = kit.add("maya", Role::Manager, Some(north)).await;
    let viktor = kit.add("viktor", Role::Manager, Some(south)).await;
    let root = kit.add("root", Role::Admin, None).await;
    let answer = async |who: &Actor, whom: &Actor| refused(reset_link(services, who, id(whom)).await);
    assert_eq!(answer(&maya, &ada).await, "nothing");
    assert_eq!(answer(&root, &ada).await, "nothing");
    assert_eq!(answer(&root, &maya).await, "nothing");
    assert_eq!(answer(&viktor, &ada).await, "404", "another team's rep is not there for him");
    assert_eq!(answer(&bo, &ada).await, "404");
    for oneself in [&ada, &maya, &root] {
        assert_eq!(answer(oneself, oneself).await, "403");
    }
    assert_eq!(answer(&maya, &root).await, "404");
    assert_eq!(answer(&Actor::Nobody, &ada).await, "401");
    assert_eq!(refused(reset_link(services, &root, PersonId::default()).await), "404", "there is nobody of this id");

    // A team may have members who are no reps: whoever leads them must not become them.
    let vera = kit.add("vera", Role::Manager, Some(south)).await;
    for member in [&vera, &root] {
        let part = services::identity::Part::Member;
        services::identity::change_membership(services, &root, north, id(member), part, true).await.unwrap();
        assert_eq!(answer(&maya, member).await, "403");
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_worth_no_more_than_one_after_the_other() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    // Twenty guesses that all begin before the first is counted.
    let guesses = (0..20).map(|_| token(&kit.services, "ada", WRONG));
    let told: Vec<&str> = futures::future::join_all(guesses).await.into_iter().map(refused).collect();
    let counted = told.iter().filter(|told| **told == "wrong-credentials").count();
    assert!(counted <= 5, "{told:?}");
    kit.clock.forward(Span::minutes(1));
    assert!(token(&kit.services, "ada", PASSWORD).await.is_ok(), "and it is no lock");
}

#[tokio::test]
async fn the_right_password_among_many_guesses_is_one_guess_too() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    let guesses = (0..20).map(|n| token(&kit.services, "ada", if n == 19 { PASSWORD } else { WRONG }));
    let told: Vec<&str> = futures::future::join_all(guesses).await.into_iter().map(refused).collect();
    let counted = told.iter().filter(|told| **told == "wrong-credentials").count();
    // Which is checked first is nobody's choice. Who gets in does so after four failures at most, and those after it begin anew.
    match told[19] {
        "nothing" => assert!(counted <= 4 + 5, "{told:?}"),
        refusal => assert!(refusal == "too-soon" && counted <= 5, "{told:?}"),
    }
}

#[tokio::test]
async fn failures_are_forgotten_after_a_day() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    for _ in 0..5 {
        assert_eq!(refused(token(&kit.services, "ada", WRONG).await), "wrong-credentials");
    }
    assert_eq!(refused(token(&kit.services, "ada", WRONG).await), "too-soon");
    kit.clock.forward(Span::hours(25));
    for _ in 0..4 {
        assert_eq!(refused(token(&kit.services, "ada", WRONG).await), "wrong-credentials");
    }
    assert!(token(&kit.services, "ada", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_accepted_invitation_is_no_way_into_the_account() {
    let kit = Kit::new().await;
    let root = kit.add("root", Role::Admin, None).await;
    let new = NewPerson { email: "nia@halyard.example".to_owned(), name: "Nia".to_owned(), ..NewPerson::default() };
    let invited = invite(&kit.services, &root, &new).await.unwrap();
    let accept = |secret: String| {
        let services = kit.services.clone();
        async move { accept_invitation(&services, &secret, "Nia", ANOTHER, &Device::default()).await }
    };
    accept(invited.token.clone()).await.unwrap();
    assert_eq!(refused(renew_invitation(&kit.services, &root, invited.person).await), "not-invited");
    assert_eq!(refused(accept(invited.token).await), "link-used");
    let taken = NewPerson { email: "bo@halyard.example".to_owned(), external_id: "agent-7".to_owned(), ..new.clone() };
    invite(&kit.services, &root, &taken).await.unwrap();
    let again = NewPerson { email: "cy@halyard.example".to_owned(), ..taken };
    assert_eq!(fields(invite(&kit.services, &root, &again).await), ["external_id"]);
    assert_eq!(fields(invite(&kit.services, &root, &new).await), ["email"]);
}

#[tokio::test]
async fn an_admin_corrects_a_name_and_an_address() {
    let kit = Kit::new().await;
    let services = &kit.services;
    let north = team(&kit, "North").await;
    let ada = kit.add("ada", Role::Rep, Some(north)).await;
    let maya = kit.add("maya", Role::Manager, Some(north)).await;
    let root = kit.add("root", Role::Admin, None).await;
    let details = |name: &str, email: &str, external_id: &str| PersonDetails {
        name: name.to_owned(),
        email: email.to_owned(),
        external_id: external_id.to_owned(),
    };
    let new = details(" Ada Lovelace ", "Lovelace@halyard.example", "agent-7");
    let answer = async |who: &Actor, whom: &Actor| refused(change_person(services, who, id(whom), &new).await);
    assert_eq!(answer(&maya, &ada).await, "403");
    assert_eq!(answer(&ada, &ada).await, "403");
    assert_eq!(answer(&root, &root).await, "403", "nobody changes their own");
    assert_eq!(answer(&Actor::Nobody, &ada).await, "401");
    assert_eq!(answer(&root, &ada).await, "nothing");
    let person = read_person(services, &root, id(&ada)).await.unwrap();
    assert_eq!((person.name.as_str(), person.email.as_str()), ("Ada Lovelace", "lovelace@halyard.example"));
    assert_eq!(person.external_id.as_deref(), Some("agent-7"));
    assert_eq!(refused(token(services, "ada", PASSWORD).await), "wrong-credentials");
    assert!(token(services, "lovelace", PASSWORD).await.is_ok(), "they sign in with the new one");

    let change = async |new: PersonDetails| fields(change_person(services, &root, id(&maya), &new).await);
    assert_eq!(change(details("", "maya", "")).await, ["name", "email"]);
    assert_eq!(change(details("Maya", "lovelace@halyard.example", "")).await, ["email"]);
    assert_eq!(change(details("Maya", "maya@halyard.example", "agent-7")).await, ["external_id"]);
    // The same again is nothing new, and is not written down.
    change_person(services, &root, id(&ada), &new).await.unwrap();
    let verb = Some("change-person".to_owned());
    let log = services::audit::AuditFilter { verb, ..services::audit::AuditFilter::default() };
    let log = services::audit::recent(services, &root, &log).await.unwrap().rows;
    assert_eq!(log.len(), 1);
    let noted: Vec<(&str, &str)> = log[0].detail.iter().map(|(word, value)| (word.as_str(), value.as_str())).collect();
    assert!(noted.contains(&("email_before", "ada@halyard.example")), "{noted:?}");
    assert!(noted.contains(&("external_id_before", "none")) && noted.contains(&("name", "Ada Lovelace")), "{noted:?}");
}
