//! Random histories of several people: what a check reads is what the facts say, at every moment, and nobody is cleared without cause.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::assessment::{AttemptKind, AttemptState, Subject};
use domain::authz::{Actor, AnswerClearance, Installation, OperateSystem, PersonScope, permit};
use domain::catalog::{ModuleRef, Question, RevisionChange, Slug};
use domain::certification::{Certificate, CertificateVerdict};
use domain::clearance::{Clearance, Level, OverrideState};
use domain::id::{AttemptId, AuditEventId, CertificateId, PersonId};
use domain::identity::Role;
use domain::time::{Span, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use services::catalog::{Material, store_material};
use services::certification::decide_certificate;
use services::clearance::{
    Request, ask_override, check, decide_behind, decide_due, end_override, gather, grant_override, overrides_of,
};
use services::identity::{add_team, close_account};
use services::ports::Ports;
use store::Event;

use crate::kit::{Kit, material};
use crate::packs::Packs;
use crate::sql::count;
use crate::versions::edited;

const STEPS: usize = 60;
const SEEDS: u64 = 6;
const POLICY: &str = "halyard/certifications/outbound.toml";

struct World {
    kit: Kit,
    rng: StdRng,
    admin: Actor,
    managers: [Actor; 2],
    reps: Vec<PersonId>,
    /// The packs that may go live, the shipped ones first.
    packs: Vec<fn() -> Material>,
    /// The last revision of a module that was published.
    revision: u32,
}

fn scope() -> Slug {
    "outbound".parse().unwrap()
}

fn shorter() -> Material {
    edited(POLICY, |text| text.replace("days = 365", "days = 90").replace("cooldown_hours = 24", "cooldown_hours = 2"))
}

fn renamed() -> Material {
    edited("halyard/modules/offering/module.toml", |text| text.replacen("title = \"", "title = \"New: ", 1))
}

impl World {
    async fn new(seed: u64) -> Self {
        let kit = Kit::new().await;
        let team = add_team(&kit.services, &Actor::System, "North", None).await.unwrap();
        let admin = kit.add("admin", Role::Admin, None).await;
        let managers =
            [kit.add("max", Role::Manager, Some(team)).await, kit.add("mia", Role::Manager, Some(team)).await];
        let mut reps = Vec::new();
        for name in ["ada", "ben"] {
            reps.push(id(&kit.add(name, Role::Rep, Some(team)).await));
        }
        let packs: Vec<fn() -> Material> = vec![material, shorter, renamed];
        Self { kit, rng: StdRng::seed_from_u64(seed), admin, managers, reps, packs, revision: 1 }
    }

    /// One thing that happens, of what can happen to somebody.
    async fn step(&mut self) -> String {
        let person = *self.reps.choose(&mut self.rng).unwrap();
        match self.rng.random_range(0..18) {
            0 => self.pass_modules(person).await.to_owned(),
            1..=3 => self.sit(person).await.to_owned(),
            4..=6 => self.decide(person).await,
            7..=10 => self.lift(person).await,
            11 => self.correct(person).await.to_owned(),
            12 if self.rng.random_bool(0.1) => {
                format!("close: {:?}", close_account(&self.kit.services, &self.admin, person).await)
            }
            12 | 13 => self.change_packs().await.to_owned(),
            14 => self.publish().await,
            15 | 16 => self.short_quiz(person).await,
            _ => format!("due: {}", decide_due(&self.kit.services).await.unwrap()),
        }
    }

    async fn pass_modules(&mut self, person: PersonId) -> &'static str {
        let modules: Vec<ModuleRef> = material().catalog.certification(&scope()).unwrap().requires.clone();
        let some = self.rng.random_range(1..=modules.len());
        let attempt = self.attempt(person, Subject::Quiz(modules[0].clone()), AttemptState::Passed).await;
        let tx = self.kit.store().begin(&operate(), self.kit.services.now()).await.unwrap();
        for module in modules.iter().take(some) {
            store::learning::insert_module_pass(&tx, person, module, attempt).await.unwrap();
        }
        self.kit.services.commit(tx, event("attempt")).await.unwrap();
        "pass modules"
    }

    async fn attempt(&self, person: PersonId, subject: Subject, state: AttemptState) -> AttemptId {
        let live = material();
        let question: &Question = &live.catalog.module(&"halyard/offering".parse().unwrap()).unwrap().questions[0];
        let actor = Actor::Person(domain::authz::PersonActor { id: person, role: Role::Rep, manages: BTreeSet::new() });
        self.kit.sat(&actor, &subject, &[(question, true)], state).await
    }

    /// Sits the exam; most passes earn a certificate.
    async fn sit(&mut self, person: PersonId) -> &'static str {
        let state = *[AttemptState::Passed, AttemptState::Passed, AttemptState::NotYet].choose(&mut self.rng).unwrap();
        let attempt = self.attempt(person, Subject::Exam(scope()), state).await;
        if state == AttemptState::NotYet || self.rng.random_bool(0.2) {
            return "sit an exam";
        }
        let days = *[1, 30, 365, 365].choose(&mut self.rng).unwrap();
        self.earn(person, attempt, days).await;
        "earn a certificate"
    }

    /// A certificate for so many days from a passed exam.
    async fn earn(&self, person: PersonId, attempt: AttemptId, days: i64) {
        let tx = self.kit.store().begin(&operate(), self.kit.services.now()).await.unwrap();
        let term = store::certification::last_term(&tx, &operate(), person, &scope()).await.unwrap() + 1;
        let new = Certificate {
            id: CertificateId(Ports::system().entropy.uuid()),
            person,
            scope: scope(),
            policy_number: 1,
            attempt,
            term,
            granted_at: tx.now(),
            expires_at: tx.now() + Span::days(days),
            revoked_at: None,
            suspended_at: None,
        };
        store::certification::insert_certificate(&tx, &new).await.unwrap();
        self.kit.services.commit(tx, event("certificate")).await.unwrap();
    }

    async fn certificates(&self, person: PersonId) -> Vec<Certificate> {
        let of = store::certification::certificates_of(self.kit.store(), &operate(), &[person]).await.unwrap();
        of.into_values().next().unwrap_or_default()
    }

    async fn decide(&mut self, person: PersonId) -> String {
        use CertificateVerdict::{Reinstate, Revoke, Suspend};
        let all = self.certificates(person).await;
        let Some(held) = all.iter().rev().find(|held| held.suspended_at.is_some()).or(all.last()) else {
            return "no certificate".to_owned();
        };
        let likely = if held.suspended_at.is_some() { Reinstate } else { Suspend };
        let verdict = if self.rng.random_bool(0.8) { likely } else { Revoke };
        let decided = decide_certificate(&self.kit.services, &self.admin, held.id, verdict, "As it may.").await;
        format!("{verdict}: {decided:?}")
    }

    /// The next thing that can become of an override.
    async fn lift(&mut self, person: PersonId) -> String {
        let services = &self.kit.services;
        let (lines, _) = overrides_of(services, &self.admin, person).await.unwrap();
        match lines.first().filter(|line| line.state != OverrideState::Over) {
            Some(line) if line.state == OverrideState::Asked && self.rng.random_bool(0.9) => {
                format!("grant: {:?}", grant_override(services, &self.managers[1], line.found.id).await)
            }
            Some(line) => format!("end: {:?}", end_override(services, &self.managers[1], line.found.id).await),
            None => {
                let hours = self.rng.random_range(1..=24).to_string();
                let level = ["supervised", "solo"].choose(&mut self.rng).unwrap();
                let request = Request { scope: "outbound", level, hours: &hours, reason: "All are ill." };
                format!("ask: {:?}", ask_override(services, &self.managers[0], person, &request).await)
            }
        }
    }

    /// A correction takes the pass from an exam, or gives it back.
    async fn correct(&mut self, person: PersonId) -> &'static str {
        let tx = self.kit.store().begin(&operate(), self.kit.services.now()).await.unwrap();
        let kind = AttemptKind::Exam;
        let exams = store::assessment::attempts_of(&tx, &operate(), &[person], kind).await.unwrap();
        let Some(exam) = exams.get(&person).and_then(|exams| exams.choose(&mut self.rng)) else { return "no exam" };
        let outcome = self.rng.random_bool(0.6).then_some((AttemptState::NotYet, 0.3));
        store::questions::set_corrected(&tx, exam, outcome).await.unwrap();
        self.kit.services.commit(tx, event("question")).await.unwrap();
        "correct an exam"
    }

    async fn change_packs(&mut self) -> &'static str {
        let services = &self.kit.services;
        services.replace_material((self.packs.choose(&mut self.rng).unwrap())());
        store_material(services).await.unwrap();
        if self.rng.random_bool(0.5) {
            decide_behind(services).await.unwrap();
        }
        "change the packs"
    }

    /// A module changes.
    async fn publish(&mut self) -> String {
        self.revision += 1;
        let module = *["offering", "sales-process"].choose(&mut self.rng).unwrap();
        let change = *["material", "critical"].choose(&mut self.rng).unwrap();
        let grace = *[0, 1, 14].choose(&mut self.rng).unwrap();
        let services = &self.kit.services;
        services.replace_material(Packs::shipped().raise(module, self.revision, change, Some(grace)).material());
        let stored = store_material(services).await.unwrap();
        if self.rng.random_bool(0.5) {
            decide_behind(services).await.unwrap();
        }
        format!("publish {module}, {change}, {grace} days: {stored}")
    }

    /// A quiz of a module that changed, passed or not.
    async fn short_quiz(&mut self, person: PersonId) -> String {
        let published = store::catalog::published(self.kit.store(), &operate()).await.unwrap();
        let Some(revision) = published.asking.choose(&mut self.rng) else { return "nothing to prove".to_owned() };
        let state = *[AttemptState::Passed, AttemptState::Passed, AttemptState::NotYet].choose(&mut self.rng).unwrap();
        self.attempt(person, Subject::Quiz(revision.module.clone()), state).await;
        format!("a quiz of {}: {state}", revision.module)
    }

    /// Whether a change of a required module leaves somebody below a level, found without the code that decides.
    async fn held_back(&self, person: PersonId, at: Level) -> bool {
        let (store, now) = (self.kit.store(), self.kit.services.now());
        let finished = store::learning::progress_of(store, &operate(), &[person]).await.unwrap().remove(&person);
        let finished = finished.unwrap_or_default().passed;
        let mut proofs = Vec::new();
        for kind in [AttemptKind::Quiz, AttemptKind::Exam] {
            let all = store::assessment::attempts_of(store, &operate(), &[person], kind).await.unwrap();
            for attempt in all.into_values().flatten().filter(|attempt| attempt.state == AttemptState::Passed) {
                let items = store::assessment::items(store, &operate(), attempt.id).await.unwrap();
                let of_quiz = match &attempt.subject {
                    Subject::Quiz(module) => Some(module.clone()),
                    Subject::Exam(_) => None,
                };
                let cells = items.into_iter().map(|item| item.drawn.cell).filter(|_| of_quiz.is_none());
                proofs.extend(cells.chain(of_quiz.clone()).map(|module| (module, attempt.started_at)));
            }
        }
        let published = store::catalog::published(store, &operate()).await.unwrap().asking;
        published.iter().any(|revision| {
            let lowers = at == Level::Solo || revision.change == RevisionChange::Critical;
            let proves =
                |proof: &(ModuleRef, Timestamp)| proof.0 == revision.module && proof.1 >= revision.published_at;
            lowers && revision.due() <= now && finished.contains(&revision.module) && !proofs.iter().any(proves)
        })
    }

    /// What the facts say now.
    async fn by_the_facts(&self, person: PersonId) -> Clearance {
        let services = &self.kit.services;
        let now = services.now();
        let material: Arc<Material> = services.material();
        let certification = material.catalog.certification(&scope()).unwrap();
        let facts = gather(self.kit.store(), &operate(), &[person], now).await.unwrap().remove(&person).unwrap();
        let active = store::identity::active_among(self.kit.store(), &operate(), &[person]).await.unwrap();
        facts.decide(active.contains(&person), certification, 1, &material.catalog, now)
    }

    /// Whether somebody has a cause to take calls alone, or with an assessor, found without the code that decides.
    async fn has_cause(&self, person: PersonId, at: Level) -> bool {
        let now = self.kit.services.now();
        let active = store::identity::active_among(self.kit.store(), &operate(), &[person]).await.unwrap();
        let held = self.certificates(person).await;
        let free = active.contains(&person) && held.iter().all(|held| held.suspended_at.is_none());
        let last = held.last();
        let certified = last.is_some_and(|held| held.revoked_at.is_none() && now < held.expires_at);
        let revoked = last.and_then(|held| held.revoked_at);
        let open = store::clearance::open_overrides(self.kit.store(), &operate(), &[person], now).await.unwrap();
        let lifted = open.get(&person).into_iter().flatten().any(|over| {
            let granted = over.granted.map(|(_, at)| at);
            let running = granted.is_some_and(|at| now < at + Span::hours(i64::from(over.hours)));
            running && over.level >= at && revoked.is_none_or(|revoked| granted.is_some_and(|at| at > revoked))
        });
        free && (lifted || (certified && !self.held_back(person, at).await))
    }

    async fn look(&self, story: &[String]) -> (usize, usize) {
        let (mut read, mut solo) = (0, 0);
        let services = &self.kit.services;
        let asks =
            permit::<AnswerClearance>(&Actor::System, &PersonScope { id: PersonId::default(), teams: Vec::new() });
        let rows = store::clearance::named(self.kit.store(), &asks.unwrap(), &scope(), (&self.reps, &[], &[])).await;
        for row in rows.unwrap() {
            let facts = self.by_the_facts(row.person).await;
            let answer = check(services, &Actor::System, &row.person.to_string(), "outbound").await.unwrap();
            assert_eq!(answer.clearance, facts, "a check: {story:#?}");
            let live = services.material();
            let policy = live.catalog.certification(&scope()).unwrap();
            let number = store::certification::version_number(self.kit.store(), &operate(), policy).await;
            let number = number.unwrap().unwrap();
            assert_eq!(answer.policy, format!("outbound@{number}"), "{story:#?}");
            if let Some(state) = row.state.filter(|state| state.holds(live.basis(&scope()), services.now())) {
                read += 1;
                assert_eq!((state.clearance, state.policy_number), (facts.clone(), number), "a row: {story:#?}");
            }
            for level in [Level::Supervised, Level::Solo] {
                if facts.clears(level) {
                    assert!(self.has_cause(row.person, level).await, "{level} without cause: {story:#?}");
                }
            }
            solo += usize::from(facts.level == Level::Solo);
        }
        (read, solo)
    }
}

fn id(actor: &Actor) -> PersonId {
    let Actor::Person(person) = actor else { panic!("{actor:?}") };
    person.id
}

fn operate() -> domain::authz::Permit<OperateSystem> {
    permit(&Actor::System, &Installation).unwrap()
}

fn event(kind: &'static str) -> Event {
    let id = AuditEventId(Ports::system().entropy.uuid());
    Event { id, object_kind: kind, object: "test".to_owned(), detail: serde_json::json!({}) }
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_what_a_check_reads_is_what_the_facts_say() {
    let (mut read, mut solo, mut looks) = (0, 0, 0);
    for seed in 0..SEEDS {
        let mut world = World::new(seed).await;
        let mut story = Vec::new();
        for _ in 0..STEPS {
            story.push(world.step().await);
            let found = world.look(&story).await;
            (read, solo, looks) = (read + found.0, solo + found.1, looks + world.reps.len());
            let later = match world.rng.random_range(0..6) {
                0 => Span::days(world.rng.random_range(1..60)),
                1 | 2 => Span::hours(world.rng.random_range(1..30)),
                _ => Span::minutes(world.rng.random_range(1..100)),
            };
            world.kit.clock.forward(later);
            let found = world.look(&story).await;
            (read, solo, looks) = (read + found.0, solo + found.1, looks + world.reps.len());
        }
    }
    // The histories are worth something: most checks read a row, and many find somebody who may call.
    assert!(read * 2 > looks, "{read} of {looks} checks read a row");
    assert!(solo * 10 > looks, "{solo} of {looks} checks found somebody cleared");
}

#[tokio::test]
async fn nothing_is_committed_while_somebody_touched_is_not_decided() {
    let world = World::new(0).await;
    let modules = material().catalog.certification(&scope()).unwrap().requires.clone();
    let attempt = world.attempt(world.reps[0], Subject::Quiz(modules[0].clone()), AttemptState::Passed).await;
    let tx = world.kit.store().begin(&operate(), world.kit.services.now()).await.unwrap();
    store::learning::insert_module_pass(&tx, world.reps[0], &modules[0], attempt).await.unwrap();
    let refused = tx.commit(event("attempt")).await;
    assert!(matches!(refused, Err(store::Error::Undecided(person)) if person == world.reps[0]));
    let at: Timestamp = world.kit.services.now();
    let facts = gather(world.kit.store(), &operate(), &world.reps, at).await.unwrap();
    assert!(facts[&world.reps[0]].progress.passed.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_time_changes_is_told_once_however_many_nodes_look() {
    let world = World::new(0).await;
    for person in &world.reps {
        let attempt = world.attempt(*person, Subject::Exam(scope()), AttemptState::Passed).await;
        world.earn(*person, attempt, 1).await;
    }
    world.kit.clock.forward(Span::days(2));
    let nodes: Vec<_> = (0..4).map(|_| world.kit.restarted(material())).collect();
    let all = nodes.into_iter().map(|node| tokio::spawn(async move { decide_due(&node).await.unwrap() }));
    let mut decided = 0;
    for node in all.collect::<Vec<_>>() {
        decided += node.await.unwrap();
    }
    assert_eq!(decided, world.reps.len(), "each of them by one node");
    let told = async |kind: &str| {
        let sql = format!("SELECT count(*) AS n FROM outbox_event WHERE kind = '{kind}'");
        count(&world.kit, &sql).await
    };
    let reps = i64::try_from(world.reps.len()).unwrap();
    assert_eq!(told("certificate.expired").await, reps);
    assert_eq!(told("clearance.changed").await, 2 * reps, "to solo, and back");
    let audited = "SELECT count(*) AS n FROM audit_event WHERE object_kind = 'clearance' AND object = 'time'";
    assert_eq!(count(&world.kit, audited).await, 1);
}
