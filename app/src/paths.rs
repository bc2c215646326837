//! Addresses of pages and forms, each written once.

/// The page to sign in.
pub const SIGN_IN: &str = "/sign-in";
/// A person's own learning.
pub const HOME: &str = "/home";
/// The manager's board.
pub const BOARD: &str = "/board";
/// Overrides of everybody one answers for.
pub const OVERRIDES: &str = "/overrides";
/// Everybody.
pub const PEOPLE: &str = "/people";
/// The form that invites.
pub const INVITE: &str = "/people/invite";
/// Teams.
pub const TEAMS: &str = "/teams";
/// The form that assigns.
pub const ASSIGN: &str = "/assign";
/// API keys.
pub const KEYS: &str = "/keys";
/// Webhooks.
pub const WEBHOOKS: &str = "/webhooks";
/// Question health.
pub const QUESTIONS: &str = "/questions";
/// The same as a file for a spreadsheet.
pub const QUESTIONS_CSV: &str = "/questions.csv";
/// The standards of the exams.
pub const STANDARDS: &str = "/standards";
/// What the packs to come would change.
pub const PUBLISH: &str = "/publish";
/// The audit log.
pub const AUDIT: &str = "/audit";
/// One's own certificates.
pub const CERTIFICATES: &str = "/certificates";
/// One's own account.
pub const ACCOUNT: &str = "/account";

/// Where a form of this endpoint is sent.
#[must_use]
pub fn form(endpoint: &str) -> String {
    format!("/api/{endpoint}")
}

/// A module.
#[must_use]
pub fn module(reference: &str) -> String {
    format!("/learn/{reference}")
}

/// A lesson.
#[must_use]
pub fn lesson(reference: &str) -> String {
    format!("/learn/{reference}")
}

/// What to know before an exam.
#[must_use]
pub fn exam(scope: &str) -> String {
    format!("/exam/{scope}")
}

/// The health of one question.
#[must_use]
pub fn question(reference: &str) -> String {
    format!("{QUESTIONS}/{reference}")
}

/// A webhook.
#[must_use]
pub fn webhook(id: &str) -> String {
    format!("{WEBHOOKS}/{id}")
}

/// An event that a webhook was told.
#[must_use]
pub fn delivery(webhook: &str, seq: &str) -> String {
    format!("{WEBHOOKS}/{webhook}/{seq}")
}

/// A text as part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// An attempt: its question while it is open, its result afterwards.
#[must_use]
pub fn attempt(id: &str) -> String {
    format!("/attempts/{id}")
}

/// What a past attempt showed, question by question.
#[must_use]
pub fn transcript(id: &str) -> String {
    format!("/attempts/{id}/transcript")
}

/// One person.
#[must_use]
pub fn person(id: &str) -> String {
    format!("/people/{id}")
}

/// A lesson as somebody read it.
#[must_use]
pub fn lesson_as_read(person: &str, lesson: &str) -> String {
    format!("/people/{person}/read/{lesson}")
}

/// An invitation.
#[must_use]
pub fn invitation(token: &str) -> String {
    format!("/invitation/{token}")
}

/// The choice of another password.
#[must_use]
pub fn reset(token: &str) -> String {
    format!("/reset/{token}")
}

/// The set-up of the first admin.
#[must_use]
pub fn set_up(token: &str) -> String {
    format!("/set-up/{token}")
}
