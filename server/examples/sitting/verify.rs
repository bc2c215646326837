//! Afterwards: what was acknowledged is there, nobody sat twice, and everything is what it replays to.

use anyhow::{Context as _, Result, bail};
use domain::assessment::{AttemptKind, AttemptState};
use domain::authz::{Actor, Installation, OperateSystem, permit};
use services::assessment::{AnswerInput, replay_all, transcript};

use crate::prepare::{Person, World};
use crate::rep::Acknowledged;

/// Fails with everything that is wrong.
pub async fn all(world: &World, people: &[Person], acknowledged: &[Acknowledged]) -> Result<()> {
    let permit = permit::<OperateSystem>(&Actor::System, &Installation)?;
    let mut wrong = Vec::new();
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let exams = store::assessment::attempts_of(&world.store, &permit, &ids, AttemptKind::Exam).await?;
    for id in &ids {
        let own = exams.get(id).map(Vec::as_slice).unwrap_or_default();
        if own.len() != 1 || own.iter().any(|exam| exam.state == AttemptState::Open) {
            wrong.push(format!("{id} has {} exams", own.len()));
        }
    }
    for answer in acknowledged {
        let items = world.items(answer.attempt).await?;
        let item = items.iter().find(|item| item.position == answer.position).context("a place is gone")?;
        let shown = item.response.as_ref().and_then(|given| given.to_shown_order(&item.drawn.option_order).ok());
        let stored = shown.map(AnswerInput::from);
        if item.answered_at.is_none() || stored.as_ref() != Some(&answer.given) {
            wrong.push(format!("attempt {}, place {}: the answer is lost", answer.attempt, answer.position));
        }
    }
    let replayed = replay_all(&world.services).await?;
    wrong.extend(replayed.differences);
    // A past attempt stands on what was stored of it: without any pack it comes out the same, to the last word.
    let bare = world.without_packs();
    wrong.extend(replay_all(&bare).await?.differences);
    for exam in exams.values().flatten() {
        let with = transcript(&world.services, &Actor::System, exam.id).await?;
        if with.seen.is_empty() || with.seen != transcript(&bare, &Actor::System, exam.id).await?.seen {
            wrong.push(format!("attempt {} reads differently without its pack", exam.id));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let passed = exams.values().flatten().filter(|exam| exam.state == AttemptState::Passed).count();
    println!(
        "{} acknowledged answers, all there; {} exams by {} people, {passed} passed; {} attempts replayed, with their packs and without, all the same",
        acknowledged.len(),
        exams.values().flatten().count(),
        people.len(),
        replayed.attempts
    );
    Ok(())
}
