//! A module changes: who was certified on it proves it within the grace, in a short quiz of what changed.

use domain::assessment::AttemptState;
use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::catalog::{ModuleRef, RevisionChange};
use domain::clearance::{Clearance, Level};
use domain::id::{AuditEventId, PersonId};
use domain::identity::Role;
use domain::time::Span;
use services::Error;
use services::assessment::start_quiz;
use services::catalog::{Material, store_material};
use services::clearance::{check, decide_behind, decide_due};
use services::identity::add_team;
use services::learning::open_notices;
use services::ports::Ports;
use store::Event;

use crate::kit::{Kit, material};
use crate::packs::Packs;
use crate::sql::count;

fn operate() -> domain::authz::Permit<OperateSystem> {
    permit(&Actor::System, &Installation).unwrap()
}

fn offering() -> ModuleRef {
    "halyard/offering".parse().unwrap()
}

pub fn id(actor: &Actor) -> PersonId {
    let Actor::Person(person) = actor else { panic!("{actor:?}") };
    person.id
}

fn event(kind: &'static str) -> Event {
    let id = AuditEventId(Ports::system().entropy.uuid());
    Event { id, object_kind: kind, object: "test".to_owned(), detail: serde_json::json!({}) }
}

pub fn required() -> Vec<ModuleRef> {
    material().catalog.certification(&"outbound".parse().unwrap()).unwrap().requires.clone()
}

async fn certified() -> (Kit, Actor) {
    let kit = Kit::new().await;
    let team = add_team(&kit.services, &Actor::System, "North", None).await.unwrap();
    let ada = kit.add("ada", Role::Rep, Some(team)).await;
    kit.finish(&ada, &required()).await;
    kit.certify(&ada, &required(), 365).await;
    (kit, ada)
}

async fn publish(kit: &Kit, packs: Packs) {
    kit.services.replace_material(packs.material());
    store_material(&kit.services).await.unwrap();
}

async fn ask(kit: &Kit, rep: &Actor) -> Clearance {
    check(&kit.services, &Actor::System, &id(rep).to_string(), "outbound").await.unwrap().clearance
}

fn codes(clearance: &Clearance) -> Vec<&'static str> {
    clearance.reasons.iter().map(|reason| reason.code.as_str()).collect()
}

/// Names of the questions that an attempt drew.
async fn drawn(kit: &Kit, attempt: domain::id::AttemptId) -> Vec<String> {
    let items = store::assessment::items(kit.store(), &operate(), attempt).await.unwrap();
    items.iter().map(|item| item.drawn.question.question.to_string()).collect()
}

/// Answers the open quiz as it would be answered, all right or all wrong.
async fn decide(kit: &Kit, rep: &Actor, attempt: domain::id::AttemptId, passed: bool) {
    let state = if passed { AttemptState::Passed } else { AttemptState::NotYet };
    let found = store::assessment::attempt_by_id(kit.store(), &operate(), attempt).await.unwrap().unwrap();
    let tx = kit.store().begin(&operate(), kit.services.now()).await.unwrap();
    let decision = store::assessment::Decision { state, at: tx.now(), right: 0.0, probability: None, reason: None };
    assert!(store::assessment::finish_attempt(&tx, &found, &decision).await.unwrap());
    let touched = tx.touched();
    assert_eq!(touched.contains(&id(rep)), passed, "a pass is a fact");
    kit.services.commit(tx, event("attempt")).await.unwrap();
}

#[tokio::test]
async fn a_change_lowers_the_level_after_its_grace_until_the_short_quiz_is_passed() {
    for (change, grace, after) in [("material", 14, Level::Supervised), ("critical", 3, Level::Blocked)] {
        let (kit, ada) = certified().await;
        let asked = ["of-002", "of-005"];
        publish(&kit, Packs::shipped().raise("offering", 2, change, None).reword("offering", &asked)).await;
        let due = kit.services.now() + Span::days(grace);
        let clearance = ask(&kit, &ada).await;
        assert_eq!((clearance.level, clearance.until), (Level::Solo, Some(due)));
        assert_eq!(codes(&clearance), ["certified", "content-changed"]);
        kit.clock.forward(Span::days(grace));
        let clearance = ask(&kit, &ada).await;
        assert_eq!((clearance.level, codes(&clearance)), (after, vec!["content-changed"]));
        assert_eq!(decide_due(&kit.services).await.unwrap(), 1);
        assert_eq!(ask(&kit, &ada).await.level, after, "the row");

        let first = start_quiz(&kit.services, &ada, &offering()).await.unwrap();
        assert_eq!(drawn(&kit, first).await, asked, "what changed, and nothing else");
        decide(&kit, &ada, first, false).await;
        assert_eq!(ask(&kit, &ada).await.level, after, "not passed proves nothing");
        let second = start_quiz(&kit.services, &ada, &offering()).await.unwrap();
        assert_eq!(drawn(&kit, second).await, asked, "once more");
        decide(&kit, &ada, second, true).await;
        let clearance = ask(&kit, &ada).await;
        assert_eq!((clearance.level, codes(&clearance)), (Level::Solo, vec!["certified"]));
        let third = start_quiz(&kit.services, &ada, &offering()).await.unwrap();
        assert_eq!(drawn(&kit, third).await.len(), 8, "nothing is left to prove: the usual quiz");
    }
}

#[tokio::test]
async fn who_is_to_prove_something_is_told_once() {
    let (kit, ada) = certified().await;
    let ben = kit.add("ben", Role::Rep, None).await;
    kit.finish(&ben, &[offering()]).await;
    let told = async |rep: &Actor| -> Vec<String> {
        open_notices(&kit.services, rep).await.unwrap().into_iter().map(|notice| notice.words).collect()
    };
    publish(&kit, Packs::shipped().raise("offering", 2, "material", None)).await;
    for _ in 0..2 {
        decide_behind(&kit.services).await.unwrap();
        kit.clock.forward(Span::days(13));
    }
    decide_due(&kit.services).await.unwrap();
    let words = told(&ada).await;
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(words[0].starts_with("The module “The offering” has changed. Pass its short quiz by "), "{words:?}");
    assert_eq!(told(&ben).await, [""; 0], "not certified on it");
}

#[tokio::test]
async fn what_was_begun_before_a_revision_proves_nothing_of_it() {
    let (kit, ada) = certified().await;
    let begun = start_quiz(&kit.services, &ada, &offering()).await.unwrap();
    kit.clock.forward(Span::minutes(1));
    publish(&kit, Packs::shipped().raise("offering", 2, "critical", Some(0))).await;
    assert_eq!(ask(&kit, &ada).await.level, Level::Blocked, "no grace");
    decide(&kit, &ada, begun, true).await;
    assert_eq!(ask(&kit, &ada).await.level, Level::Blocked);
    // No question changed, so the whole bank asks.
    let whole = start_quiz(&kit.services, &ada, &offering()).await.unwrap();
    assert_eq!(drawn(&kit, whole).await.len(), 8);
    decide(&kit, &ada, whole, true).await;
    assert_eq!(ask(&kit, &ada).await.level, Level::Solo);
}

#[tokio::test]
async fn an_exam_proves_the_modules_it_drew_from_until_a_correction_takes_it() {
    let (kit, ada) = certified().await;
    let both = Packs::shipped().raise("offering", 2, "critical", Some(0));
    publish(&kit, both.raise("sales-process", 2, "material", Some(0))).await;
    kit.clock.forward(Span::minutes(1));
    kit.certify(&ada, &[offering()], 365).await;
    let clearance = ask(&kit, &ada).await;
    assert_eq!(clearance.level, Level::Supervised, "the sales process is not proven");
    assert_eq!(codes(&clearance), ["content-changed"]);
    let kind = domain::assessment::AttemptKind::Exam;
    let exams = store::assessment::attempts_of(kit.store(), &operate(), &[id(&ada)], kind).await.unwrap();
    let tx = kit.store().begin(&operate(), kit.services.now()).await.unwrap();
    let last = exams[&id(&ada)].last().unwrap();
    store::questions::set_corrected(&tx, last, Some((AttemptState::NotYet, 0.3))).await.unwrap();
    kit.services.commit(tx, event("question")).await.unwrap();
    assert_eq!(ask(&kit, &ada).await.level, Level::Blocked, "as it stands after corrections");
}

#[tokio::test]
async fn who_has_not_finished_a_module_has_nothing_to_prove_of_it() {
    let (kit, _) = certified().await;
    let ben = kit.add("ben", Role::Rep, None).await;
    let others: Vec<ModuleRef> = required().into_iter().filter(|module| module != &offering()).collect();
    kit.finish(&ben, &others).await;
    kit.certify(&ben, &others, 365).await;
    publish(&kit, Packs::shipped().raise("offering", 2, "critical", Some(0))).await;
    assert_eq!(ask(&kit, &ben).await.level, Level::Solo);
}

#[tokio::test]
async fn a_revision_goes_live_once_and_where_its_number_rises() {
    let (kit, ada) = certified().await;
    let stored = async || count(&kit, "SELECT count(*) AS n FROM module_revision").await;
    let baseline = stored().await;
    assert_eq!(baseline, 4, "what is there at first asks nothing");
    publish(&kit, Packs::shipped().reword("offering", &["of-001"])).await;
    assert_eq!(stored().await, baseline, "the number did not rise");
    publish(&kit, Packs::shipped().raise("offering", 3, "editorial", None).reword("offering", &["of-001"])).await;
    assert_eq!(stored().await, baseline + 1);
    assert_eq!(codes(&ask(&kit, &ada).await), ["certified"], "wording asks nothing");
    publish(&kit, Packs::shipped().raise("offering", 2, "critical", Some(0))).await;
    assert_eq!(stored().await, baseline + 1, "lower");
    let next = || Packs::shipped().raise("offering", 4, "critical", Some(0)).material();
    let nodes = [kit.restarted(next()), kit.restarted(next())];
    let (first, second) = tokio::join!(store_material(&nodes[0]), store_material(&nodes[1]));
    first.unwrap();
    second.unwrap();
    assert_eq!(stored().await, baseline + 2, "of two nodes at once");
    let published = store::catalog::published(kit.store(), &operate()).await.unwrap();
    assert_eq!((published.count, published.asking.len()), (6, 1));
    assert_eq!(published.asking[0].change, RevisionChange::Critical);
    assert_eq!(published.asking[0].changed, ["of-001".parse().unwrap()], "since the last revision");
}

#[tokio::test]
async fn a_node_with_the_old_packs_clears_nobody_whom_a_revision_blocks() {
    let (kit, ada) = certified().await;
    assert_eq!(ask(&kit, &ada).await.level, Level::Solo, "its row is there");
    let new = kit.restarted(Packs::shipped().raise("offering", 2, "critical", Some(1)).material());
    let old = kit.restarted(material());
    store_material(&new).await.unwrap();
    let who = id(&ada).to_string();
    let by = async |node: &services::Services| check(node, &Actor::System, &who, "outbound").await.unwrap().clearance;
    assert_eq!(codes(&by(&old).await), ["certified", "content-changed"], "before anything is decided anew");
    kit.clock.forward(Span::days(1));
    assert_eq!(by(&old).await.level, Level::Blocked);
    assert_eq!(by(&new).await.level, Level::Blocked);
    decide_due(&old).await.unwrap();
    assert_eq!(by(&old).await.level, Level::Blocked, "its own row");
    assert_eq!(by(&new).await.level, Level::Blocked);
    let refused = start_quiz(&old, &ada, &offering()).await.unwrap_err();
    assert!(matches!(refused, Error::Refused { code: "material-behind", .. }), "{refused:?}");
    let quiz = start_quiz(&new, &ada, &offering()).await.unwrap();
    decide(&kit, &ada, quiz, true).await;
    assert_eq!(by(&old).await.level, Level::Solo);
}

/// What the packs of a test must be: with the revision that the edits look for.
#[test]
fn the_shipped_modules_are_at_their_first_revision() {
    let live: Material = material();
    for module in required() {
        assert_eq!(live.catalog.module(&module).unwrap().revision, 1);
    }
}
