//! The item watch: what came of questions in a decided exam is added up, and a question that does much worse than it should is asked no
//! more until somebody has looked.

use std::collections::BTreeMap;

use domain::assessment::watch::{Verdict, Watch, chances};
use domain::assessment::{Attempt, AttemptKind, Item};
use domain::authz::{Actor, OperateSystem};
use domain::catalog::{ModuleRef, QuestionRef};
use domain::id::SuspensionId;
use serde_json::json;
use store::Tx;
use store::assessment as table;
use store::questions::{Evidence, Suspension};

use super::model::{answers_of, lost, parameters_of};
use crate::learning::{NoticeKind, notify};
use crate::{Error, Result, Services, identify, operate};

/// Adds a decided exam to what is known of its questions. A person counts once for each: the attempts after the first know what the first
/// one told, and are left out.
pub(super) async fn watch_exam<V: table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    items: &[Item],
) -> Result<()> {
    let before = table::attempts_of(tx, tx.permit(), &[attempt.person], AttemptKind::Exam).await?;
    let mut others = before.into_values().flatten().filter(|other| other.subject == attempt.subject);
    if others.any(|other| other.id != attempt.id) {
        return Ok(());
    }
    let parameters = parameters_of(services, tx, tx.permit(), attempt).await?;
    let Some(chances) = chances(&parameters, None, &answers_of(items)).map_err(|error| lost(attempt, &error))? else {
        return Ok(());
    };
    let mut seen: BTreeMap<String, (QuestionRef, Watch)> = BTreeMap::new();
    let answered = items.iter().filter_map(|item| Some((item, item.mark?)));
    for ((item, mark), chance) in answered.zip(chances) {
        let entry = seen.entry(item.drawn.version.clone());
        entry.or_insert_with(|| (item.drawn.question.clone(), Watch::default())).1.observe(chance, mark);
    }
    Ok(table::watch_answers(tx, &seen).await?)
}

/// Suspends those of these items' questions that do much worse than they should, unless somebody has looked at them and taken them back.
/// Says how many.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer; the next exam that asks them tries again.
pub(super) async fn suspend_suspects(services: &Services, items: &[Item]) -> Result<u32> {
    let permit = operate()?;
    let asked: BTreeMap<&str, &QuestionRef> = items
        .iter()
        .filter(|item| item.mark.is_some())
        .map(|item| (item.drawn.version.as_str(), &item.drawn.question))
        .collect();
    let versions: Vec<&str> = asked.keys().copied().collect();
    let mut suspended = 0;
    for (version, watch) in table::watches(services.store(), &permit, &versions).await? {
        let (Verdict::Suspend, Some(z), Some(question)) = (watch.verdict(), watch.z(), asked.get(version.as_str()))
        else {
            continue;
        };
        match suspend(services, question, &version, z, watch.answers).await {
            Ok(done) => suspended += u32::from(done),
            // Somebody else was faster.
            Err(Error::Refused { code: Error::CONFLICT, .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(suspended)
}

async fn suspend(services: &Services, question: &QuestionRef, version: &str, z: f64, answers: u32) -> Result<bool> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = store::questions::suspensions_of(&tx, &permit, question).await?;
    // Somebody who looked at the evidence and took it back has the last word. A suspension by hand was about something else.
    let settled = |suspension: &Suspension| suspension.lifted.is_none() || suspension.evidence.is_some();
    if before.iter().any(|suspension| suspension.version == version && settled(suspension)) {
        return Ok(false);
    }
    let new = Suspension {
        id: SuspensionId(services.ports().entropy.uuid()),
        question: question.clone(),
        version: version.to_owned(),
        at: tx.now(),
        by: None,
        reason: "People who do well otherwise get it wrong. Its key may be another one than it says.".to_owned(),
        evidence: Some(Evidence { z, answers }),
        lifted: None,
    };
    store::questions::suspend(&tx, &new).await?;
    tell(services, &tx, question).await?;
    let detail = json!({ "suspended": true, "z": z, "answers": answers, "version": version });
    services.commit(tx, services.event("question", question, detail)).await?;
    tracing::warn!(%question, z, answers, "a question was suspended");
    Ok(true)
}

/// Tells those who look after questions, and the authors of this one, as far as they are people here.
async fn tell(services: &Services, tx: &Tx<OperateSystem>, question: &QuestionRef) -> Result<()> {
    let identify = identify(&Actor::System)?;
    let admins = store::identity::active_admins(tx, tx.permit()).await?;
    let module = ModuleRef { pack: question.pack.clone(), module: question.module.clone() };
    let material = services.material();
    let mut authors = Vec::new();
    for email in material.catalog.module(&module).map(|module| module.authors.as_slice()).unwrap_or_default() {
        authors.extend(store::identity::person_by_email(tx, &identify, email).await?);
    }
    authors.retain(|author| admins.iter().all(|admin| admin.id != author.id));
    let words = format!(
        "Exams do not ask question {question} any more: people who do well otherwise get it wrong. Is its key the right one?"
    );
    for admin in &admins {
        let link = Some(format!("/questions/{question}"));
        notify(services, tx, admin.id, NoticeKind::QuestionSuspended, words.clone(), link).await?;
    }
    for author in &authors {
        notify(services, tx, author.id, NoticeKind::QuestionSuspended, words.clone(), None).await?;
    }
    Ok(())
}
