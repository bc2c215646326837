//! What a preview says is what then happens: the names, the moments, the levels, in seeded scenarios.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Actor, AnswerClearance, Denied, PersonScope, permit};
use domain::catalog::ModuleRef;
use domain::certification::CertificateVerdict;
use domain::clearance::{Clearance, Level};
use domain::id::PersonId;
use domain::identity::Role;
use domain::time::{Span, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use services::Error;
use services::catalog::{Loss, Preview, preview, store_material};
use services::certification::decide_certificate;
use services::clearance::{Request, ask_override, check, decide_due, grant_override, overrides_of};
use services::identity::add_team;

use crate::content_change::{id, required};
use crate::kit::{Kit, material};
use crate::packs::Packs;
use crate::versions::edited;

const SEEDS: u64 = 10;
const BANKS: [(&str, &str); 4] =
    [("offering", "of"), ("sales-process", "sp"), ("lead-nurturing", "ln"), ("customer-relationships", "cr")];

const OBSERVED_CALLS: &str =
    "\n[observed_calls]\nrubric = \"discovery-call\"\nrequired = 4\nof_last = 5\npass_mark = 85\n";

struct World {
    kit: Kit,
    rng: StdRng,
    admin: Actor,
    managers: [Actor; 2],
    reps: Vec<Actor>,
    /// What is live beside the shipped packs: by module, its revision.
    live: BTreeMap<&'static str, u32>,
}

type Levels = BTreeMap<PersonId, Clearance>;

impl World {
    async fn new(seed: u64) -> Self {
        let kit = Kit::new().await;
        let team = add_team(&kit.services, &Actor::System, "North", None).await.unwrap();
        let admin = kit.add("admin", Role::Admin, None).await;
        let managers =
            [kit.add("max", Role::Manager, Some(team)).await, kit.add("mia", Role::Manager, Some(team)).await];
        let mut reps = Vec::new();
        for name in ["ada", "ben", "cleo", "dan", "eve", "finn", "gus"] {
            reps.push(kit.add(name, Role::Rep, Some(team)).await);
        }
        Self { kit, rng: StdRng::seed_from_u64(seed), admin, managers, reps, live: BTreeMap::new() }
    }

    /// Brings somebody into some state.
    async fn live_through(&mut self, rep: &Actor) {
        let mut modules: Vec<ModuleRef> = required();
        if self.rng.random_bool(0.2) {
            modules.truncate(self.rng.random_range(0..4));
        }
        self.kit.finish(rep, &modules).await;
        if modules.is_empty() || self.rng.random_bool(0.1) {
            return;
        }
        let days = *[3, 10, 365, 365, 365].choose(&mut self.rng).unwrap();
        let held = self.kit.certify(rep, &modules, days).await;
        let services = &self.kit.services;
        let verdict = match self.rng.random_range(0..10) {
            0 => Some(CertificateVerdict::Suspend),
            1 => Some(CertificateVerdict::Revoke),
            _ => None,
        };
        if let Some(verdict) = verdict {
            decide_certificate(services, &self.admin, held, verdict, "As it may.").await.unwrap();
        }
    }

    async fn lift(&mut self, rep: &Actor) {
        let services = &self.kit.services;
        let hours = self.rng.random_range(1..=24).to_string();
        let level = ["supervised", "solo"].choose(&mut self.rng).unwrap();
        let request = Request { scope: "outbound", level, hours: &hours, reason: "All are ill." };
        match ask_override(services, &self.managers[0], id(rep), &request).await {
            // Those who may call already, and those of whom somebody has decided otherwise, cannot be lifted.
            Err(Error::Refused { code: "lifts-nothing" | "decided-against", .. }) => return,
            asked => asked.unwrap(),
        };
        let (lines, _) = overrides_of(services, &self.admin, id(rep)).await.unwrap();
        grant_override(services, &self.managers[1], lines[0].found.id).await.unwrap();
    }

    /// Other packs than those that are live, with what is live already.
    fn edited(&mut self) -> Packs {
        let mut packs = Packs::shipped();
        for (module, prefix) in BANKS {
            let now = self.live.get(module).copied().unwrap_or(1);
            let change = *["material", "critical", "editorial"].choose(&mut self.rng).unwrap();
            let grace = [None, Some(0), Some(1), Some(7)].choose(&mut self.rng).copied().flatten();
            let raised = self.rng.random_bool(0.5);
            let questions: Vec<String> =
                (1..6).filter(|_| self.rng.random_bool(0.4)).map(|n| format!("{prefix}-00{n}")).collect();
            if raised {
                self.live.insert(module, now + 1);
                packs = packs.raise(module, now + 1, change, grace.filter(|_| change != "editorial"));
            } else {
                packs = packs.raise(module, now, "editorial", None);
            }
            packs = packs.reword(module, &questions.iter().map(String::as_str).collect::<Vec<_>>());
        }
        self.policy(packs)
    }

    /// Another policy, perhaps.
    fn policy(&mut self, packs: Packs) -> Packs {
        let edits: [(&str, &str); 4] = [
            ("days = 365", "days = 90"),
            (", \"customer-relationships\"]", "]"),
            ("final_at = 0.80", "final_at = 0.95"),
            ("cooldown_hours = 24", "cooldown_hours = 2"),
        ];
        let chosen: Vec<(&str, &str)> = edits.into_iter().filter(|_| self.rng.random_bool(0.25)).collect();
        let observed = if self.rng.random_bool(0.25) { OBSERVED_CALLS } else { "" };
        packs.edit("certifications/outbound.toml", |text| {
            let text = text + observed;
            let text = chosen.iter().fold(text, |text, (from, to)| text.replacen(from, to, 1));
            if text.contains("\"customer-relationships\"]") {
                return text;
            }
            // What is not required is not examined.
            text.replace("nurturing = 0.25, customer-relationships = 0.15", "nurturing = 0.40")
        })
    }

    /// What everybody may do at a moment; the clock is put back.
    async fn at(&self, moment: Timestamp) -> Levels {
        let now = self.kit.services.now();
        self.kit.clock.forward(moment - now);
        let mut levels = BTreeMap::new();
        for rep in &self.reps {
            let answer = check(&self.kit.services, &Actor::System, &id(rep).to_string(), "outbound").await.unwrap();
            levels.insert(id(rep), answer.clearance);
        }
        self.kit.clock.forward(now - moment);
        levels
    }

    /// Those whose rows have another level than these, of those rows that are read.
    async fn rows_differ(&self, levels: &Levels) -> usize {
        let ids: Vec<PersonId> = self.reps.iter().map(id).collect();
        let asks = PersonScope { id: PersonId::default(), teams: Vec::new() };
        let asks = permit::<AnswerClearance>(&Actor::System, &asks).unwrap();
        let scope = "outbound".parse().unwrap();
        let rows = store::clearance::named(self.kit.store(), &asks, &scope, (&ids, &[], &[])).await.unwrap();
        assert_eq!(rows.len(), ids.len());
        rows.iter().filter(|row| row.state.as_ref().map(|state| &state.clearance) != levels.get(&row.person)).count()
    }
}

/// What was told of somebody by a moment, the last.
fn told(preview: &Preview, person: PersonId, by: Timestamp) -> Option<&Loss> {
    preview.scopes[0].losses.iter().filter(|loss| loss.person == person && loss.at <= by).max_by_key(|loss| loss.at)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_what_and_when_is_what_the_preview_said() {
    let (mut lost, mut graced, mut kept) = (0, 0, 0);
    for seed in 0..SEEDS {
        let mut world = World::new(seed).await;
        for rep in world.reps.clone() {
            world.live_through(&rep).await;
        }
        // A change before, which some have proven and some have not.
        if world.rng.random_bool(0.5) {
            let packs = world.edited();
            world.kit.services.replace_material(packs.material());
            store_material(&world.kit.services).await.unwrap();
            world.kit.clock.forward(Span::hours(world.rng.random_range(1..100)));
            for rep in world.reps.clone() {
                if world.rng.random_bool(0.4) {
                    world.kit.certify(&rep, &required(), 365).await;
                }
            }
        }
        for rep in world.reps.clone() {
            if world.rng.random_bool(0.3) {
                world.lift(&rep).await;
            }
        }
        let candidate = if seed % 4 == 3 { world.policy_only() } else { world.edited() };
        let candidate = candidate.material();
        let said = preview(&world.kit.services, &world.admin, &candidate).await.unwrap();
        let now = world.kit.services.now();
        assert_eq!((said.at, said.scopes.len()), (now, 1));

        let dues = said.revisions.iter().map(|found| found.revision.due());
        let losses = said.scopes[0].losses.iter().map(|loss| loss.at);
        let just_before = |at: Timestamp| [Timestamp::from_millis(at.as_millis() - 1), at, at + Span::hours(1)];
        let moments: BTreeSet<Timestamp> =
            dues.chain(losses).flat_map(just_before).chain([now]).filter(|at| *at >= now).collect();
        let mut otherwise = BTreeMap::new();
        for at in &moments {
            otherwise.insert(*at, world.at(*at).await);
        }
        let solo = otherwise[&now].values().filter(|found| found.level == Level::Solo).count();
        assert_eq!(said.scopes[0].solo as usize, solo, "seed {seed}");

        world.kit.services.replace_material(candidate);
        store_material(&world.kit.services).await.unwrap();
        for (at, otherwise) in otherwise {
            let then = world.at(at).await;
            for rep in &world.reps {
                let (before, found) = (&otherwise[&id(rep)], &then[&id(rep)]);
                let told = told(&said, id(rep), at);
                let loses = before.level > found.level;
                let expected = told.is_some_and(|loss| before.level > loss.to);
                assert_eq!(loses, expected, "seed {seed}, {rep:?} at {at}: {before:?}, {found:?}, {said:#?}");
                if let Some(loss) = told.filter(|loss| loss.at == at) {
                    assert_eq!((loss.to, &loss.reasons), (found.level, &found.reasons), "seed {seed}");
                    lost += usize::from(loss.from == Level::Solo);
                    graced += usize::from(loss.at > now);
                }
                kept += usize::from(told.is_none() && found.level == Level::Solo);
            }
        }
        // And so do the rows, once the job has decided them.
        for at in moments {
            world.kit.clock.forward(at - world.kit.services.now());
            services::clearance::decide_behind(&world.kit.services).await.unwrap();
            decide_due(&world.kit.services).await.unwrap();
            assert_eq!(world.rows_differ(&world.at(at).await).await, 0, "seed {seed} at {at}");
        }
    }
    assert!(lost > 8 && graced > 5 && kept > 50, "{lost} lost, {graced} of them later, {kept} kept");
}

impl World {
    /// The packs that are live, with another policy alone.
    fn policy_only(&mut self) -> Packs {
        let mut packs = Packs::shipped();
        for (module, _) in BANKS {
            packs = packs.raise(module, self.live.get(module).copied().unwrap_or(1), "editorial", None);
        }
        self.policy(packs)
    }
}

#[tokio::test]
async fn a_policy_takes_no_certificate_that_was_granted() {
    let world = World::new(0).await;
    for rep in &world.reps {
        world.kit.finish(rep, &required()).await;
        world.kit.certify(rep, &required(), 365).await;
    }
    let stricter = |text: String| {
        text.replace("days = 365", "days = 90").replace("final_at = 0.80", "final_at = 0.97") + OBSERVED_CALLS
    };
    let policy = Packs::shipped().edit("certifications/outbound.toml", stricter).material();
    let said = preview(&world.kit.services, &world.admin, &policy).await.unwrap();
    assert_eq!((said.scopes[0].solo, said.scopes[0].losses.len(), said.revisions.len()), (7, 0, 0));
}

#[tokio::test]
async fn what_changes_without_a_revision_is_told() {
    let world = World::new(0).await;
    let packs = Packs::shipped().reword("offering", &["of-001", "of-002"]).raise("sales-process", 2, "material", None);
    let said = preview(&world.kit.services, &world.admin, &packs.material()).await.unwrap();
    assert_eq!((said.silent.len(), said.silent[0].questions), (1, 2));
    assert_eq!((said.revisions.len(), said.revisions[0].people, said.revisions[0].before), (1, 0, Some(1)));
    for nobody in [&world.reps[0], &world.managers[0]] {
        let refused = preview(&world.kit.services, nobody, &material()).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(Denied::Forbidden)), "{refused:?}");
    }
}

#[tokio::test]
async fn what_changes_in_a_policy_is_told() {
    let kit = Kit::new().await;
    let admin = kit.add("root", Role::Admin, None).await;
    let candidate = edited("halyard/certifications/outbound.toml", |text| {
        text.replace("days = 365", "days = 200").replace("refuse_at = 0.05", "refuse_at = 0.1")
    });
    let told = preview(&kit.services, &admin, &candidate).await.unwrap();
    let terms = told.scopes[0].policy.iter().map(|change| (&*change.term, &*change.before, &*change.after));
    assert_eq!(
        terms.collect::<Vec<_>>(),
        [("Missed early below", "5 %", "10 %"), ("Days a certificate holds", "365", "200")]
    );
    let same = preview(&kit.services, &admin, &crate::kit::material()).await.unwrap();
    assert!(same.scopes[0].policy.is_empty());
}
