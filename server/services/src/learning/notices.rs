//! What Canoe tells somebody once: shown on their home until they put it away.

use domain::authz::{Actor, Learn, PutAwayNotice, Verb, permit};
use domain::id::{NoticeId, PersonId};
use serde_json::json;
use store::Tx;
pub use store::learning::Notice;

use crate::identity::own_scope;
use crate::{Result, Services};

/// Most notices that are shown at a time; the next ones come when these are put away.
const SHOWN: u64 = 5;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// An objection to a question was decided.
    AppealDecided,
    /// A question of an exam was corrected.
    ResultChanged,
    /// A question does much worse than it should, and exams do not ask it any more.
    QuestionSuspended,
    /// A certificate was suspended, reinstated or revoked.
    CertificateDecided,
    /// Somebody asks for an override.
    OverrideAsked,
    /// An override was granted.
    OverrideGranted,
    /// An override was granted, declined or ended, for whoever asked or was lifted.
    OverrideAnswered,
    /// A webhook's receiver is gone.
    WebhookDisabled,
    /// A module has changed, and they are to prove it.
    ContentChanged,
}

impl NoticeKind {
    /// The kind's word, as the database keeps it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AppealDecided => "appeal-decided",
            Self::ResultChanged => "result-changed",
            Self::QuestionSuspended => "question-suspended",
            Self::CertificateDecided => "certificate-decided",
            Self::OverrideAsked => "override-asked",
            Self::OverrideGranted => "override-granted",
            Self::OverrideAnswered => "override-answered",
            Self::WebhookDisabled => "webhook-disabled",
            Self::ContentChanged => "content-changed",
        }
    }
}

/// Tells somebody something, in the transaction of what it is about: both happen, or neither.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub(crate) async fn notify<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    kind: NoticeKind,
    words: String,
    link: Option<String>,
) -> Result<()> {
    let id = NoticeId(services.ports().entropy.uuid());
    let new = Notice { id, person, kind: kind.as_str().to_owned(), words, link, created_at: tx.now() };
    Ok(store::learning::insert_notice(tx, &new).await?)
}

/// Puts away what is not so any more: notices of this kind, those of one person and those about one page where they are named.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub(crate) async fn withdraw<V: Verb>(
    tx: &Tx<V>,
    kind: NoticeKind,
    person: Option<PersonId>,
    link: Option<&str>,
) -> Result<()> {
    Ok(store::learning::withdraw_notices(tx, kind.as_str(), person, link).await?)
}

/// What the actor has been told and not put away, the latest first.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn open_notices(services: &Services, actor: &Actor) -> Result<Vec<Notice>> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    Ok(store::learning::open_notices(services.store(), &permit, own.id, SHOWN).await?)
}

/// Puts a notice away. One that is away already stays so: two clicks are one.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn put_away(services: &Services, actor: &Actor, id: NoticeId) -> Result<()> {
    let own = own_scope(actor)?;
    let permit = permit::<PutAwayNotice>(actor, &own)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if store::learning::put_away(&tx, own.id, id).await? {
        services.commit(tx, services.event("notice", id, json!({ "put_away": true }))).await?;
    }
    Ok(())
}
