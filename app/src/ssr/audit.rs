//! The audit log in words.

use domain::catalog::Catalog;
use services::audit::AuditEntry;

use super::moment;
use crate::integration::view::AuditView;

/// Words of a detail that the sentence says already.
const SAID: [&str; 16] = [
    "put_away",
    "signed_in",
    "rehashed",
    "link",
    "password",
    "current_password",
    "closed",
    "belongs",
    "ended",
    "activated",
    "saved",
    "revoked",
    "read",
    "again",
    "time_over",
    "passed",
];

/// A row of the audit log. What is not known to this page is shown as it was written.
#[must_use]
pub fn audit_view(entry: AuditEntry, catalog: &Catalog, time_zone: &str) -> AuditView {
    let detail = |word: &str| entry.detail.iter().find(|(known, _)| known == word).map(|(_, value)| value.as_str());
    let what = what(&entry.verb, &entry.object_kind, detail);
    let (kind, object) = match (entry.object_kind.as_str(), detail("subject"), detail("path")) {
        ("attempt", Some(subject), _) => ("quiz or exam", subject_title(subject, catalog)),
        ("attempt", None, _) => ("quiz or exam", attempt_title(detail, catalog)),
        ("assignment", _, Some(path)) => ("path", title(path, catalog)),
        ("lesson", ..) => ("lesson", title(&entry.object, catalog)),
        (kind, ..) => (kind, entry.object.clone()),
    };
    // Whoever signs in, or uses a link, is nobody until then; afterwards it is known who it was.
    let came_in = ["sign-in", "redeem-link"].contains(&entry.verb.as_str()) && entry.object_kind == "person";
    let who = if came_in { entry.object.clone() } else { entry.who.clone() };
    let shown = entry.detail.iter().filter(|(word, _)| !SAID.contains(&word.as_str()) && !said_by(&entry, word));
    AuditView {
        at: moment(entry.at, time_zone),
        who,
        what,
        kind: plain(kind),
        object,
        detail: shown.map(|(word, value)| (plain(word), in_zone(word, value, time_zone))).collect(),
    }
}

/// Whether the object's own name says this detail.
fn said_by(entry: &AuditEntry, word: &str) -> bool {
    match entry.object_kind.as_str() {
        "attempt" => ["subject", "quiz", "exam"].contains(&word),
        "assignment" => word == "path",
        "team" | "api-key" => word == "name",
        _ => false,
    }
}

fn what<'a>(verb: &str, kind: &str, detail: impl Fn(&str) -> Option<&'a str>) -> String {
    let has = |word: &str| detail(word).is_some();
    let words = match (verb, kind) {
        ("sign-in", _) if has("current_password") => "Gave a wrong current password",
        ("sign-in", _) if has("failures") => "Could not sign in",
        ("sign-in", _) => "Signed in",
        ("manage-sessions", _) => "Signed a device out",
        ("redeem-link", _) if has("activated") => "Accepted the invitation",
        ("redeem-link", _) if has("password") => "Chose a new password",
        ("redeem-link", _) => "Made the first account",
        ("invite-person", _) if has("link") => "Made a new invitation link",
        ("invite-person", _) => "Invited",
        ("reset-password", _) => "Made a reset link",
        ("change-account", _) if has("password") => "Changed their password",
        ("change-account", _) => "Set their time zone",
        ("close-account", _) => "Closed the account",
        ("manage-teams", _) if detail("belongs") == Some("yes") => "Put somebody into a team",
        ("manage-teams", _) if has("belongs") => "Took somebody out of a team",
        ("manage-teams", _) => "Added a team",
        ("manage-keys", _) if has("revoked") => "Revoked a key",
        ("manage-keys", _) => "Made a key",
        ("assign-path" | "assign-team", _) => "Assigned a path",
        // Rows of before the verb had its own word.
        ("put-away-notice", _) | ("learn", "notice") => "Put a notice away",
        ("learn", "lesson") if has("again") => "Read a lesson again",
        ("learn", _) => "Read a lesson",
        ("grant-accommodation", _) if has("ended") => "Ended the extra time in exams",
        ("grant-accommodation", _) => "Gave extra time in exams",
        ("operate", "material") => "Kept new versions of the material",
        ("operate", "installation") => "Made the set-up link",
        ("operate", "person") => "Added a person",
        ("take-attempt" | "operate", "attempt") => return attempt_words(detail),
        _ => return plain(verb),
    };
    words.to_owned()
}

fn attempt_words<'a>(detail: impl Fn(&str) -> Option<&'a str>) -> String {
    let over = if detail("time_over").is_some() { "When the time was over: " } else { "" };
    let words = match (detail("passed"), detail("saved"), detail("question")) {
        (Some("yes"), ..) => "passed",
        (Some(_), ..) => "not passed yet",
        (None, Some(_), _) => "Saved a choice",
        (None, None, Some(_)) => "Answered a question",
        (None, None, None) => "Started",
    };
    let mut words = format!("{over}{words}");
    if over.is_empty() && detail("passed").is_some() {
        words = if words == "passed" { "Passed".to_owned() } else { "Finished, not passed yet".to_owned() };
    }
    words
}

/// The title of a subject as the log keeps it: `quiz halyard/offering` or `exam outbound`.
fn subject_title(subject: &str, catalog: &Catalog) -> String {
    match subject.split_once(' ') {
        Some(("quiz", module)) => format!("Quiz: {}", title(module, catalog)),
        Some(("exam", scope)) => format!("Exam: {}", title(scope, catalog)),
        _ => subject.to_owned(),
    }
}

fn attempt_title<'a>(detail: impl Fn(&str) -> Option<&'a str>, catalog: &Catalog) -> String {
    match (detail("quiz"), detail("exam")) {
        (Some(module), _) => format!("Quiz: {}", title(module, catalog)),
        (None, Some(scope)) => format!("Exam: {}", title(scope, catalog)),
        (None, None) => String::new(),
    }
}

/// The title of a certification, path, module or lesson; what is gone keeps its reference.
fn title(reference: &str, catalog: &Catalog) -> String {
    let certification = || catalog.certification(&reference.parse().ok()?).map(|found| found.title.clone());
    let path = || catalog.path(&reference.parse().ok()?).map(|found| found.title.clone());
    let module = || catalog.module(&reference.parse().ok()?).map(|found| found.title.clone());
    let lesson = || catalog.lesson(&reference.parse().ok()?).map(|(_, found)| found.title.clone());
    certification().or_else(path).or_else(module).or_else(lesson).unwrap_or_else(|| reference.to_owned())
}

fn in_zone(word: &str, value: &str, time_zone: &str) -> String {
    match value.parse() {
        Ok(at) if word.ends_with("_at") => moment(at, time_zone),
        _ => value.to_owned(),
    }
}

fn plain(word: &str) -> String {
    word.replace(['-', '_'], " ").trim_end_matches(" at").to_owned()
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    fn view(verb: &str, kind: &str, object: &str, detail: &[(&str, &str)]) -> AuditView {
        let entry = AuditEntry {
            at: Timestamp::from_millis(1_764_806_400_000),
            who: "Ada".to_owned(),
            verb: verb.to_owned(),
            object_kind: kind.to_owned(),
            object: object.to_owned(),
            detail: detail.iter().map(|(word, value)| ((*word).to_owned(), (*value).to_owned())).collect(),
        };
        audit_view(entry, &Catalog::default(), "Europe/Berlin")
    }

    #[test]
    fn a_row_is_a_sentence() {
        let row = view("sign-in", "person", "Ada", &[("rehashed", "no"), ("signed_in", "yes")]);
        assert_eq!((row.what.as_str(), row.detail.len()), ("Signed in", 0));
        let entered = view("redeem-link", "person", "Nia", &[("activated", "yes")]);
        assert_eq!((entered.who.as_str(), entered.what.as_str()), ("Nia", "Accepted the invitation"));
        let row = view("redeem-link", "person", "Ada", &[("password", "reset"), ("sessions_ended", "2")]);
        assert_eq!(row.what, "Chose a new password");
        assert_eq!(row.detail, [("sessions ended".to_owned(), "2".to_owned())]);
        let row = view("grant-accommodation", "person", "Nia", &[("extra_percent", "25")]);
        assert_eq!((row.what.as_str(), row.object.as_str()), ("Gave extra time in exams", "Nia"));
        let row = view("take-attempt", "attempt", "0190", &[("question", "7"), ("subject", "exam outbound")]);
        assert_eq!((row.what.as_str(), row.object.as_str()), ("Answered a question", "Exam: outbound"));
        let over = [("passed", "no"), ("subject", "exam outbound"), ("time_over", "yes")];
        assert_eq!(view("operate", "attempt", "0190", &over).what, "When the time was over: not passed yet");
        let row =
            view("assign-team", "assignment", "0190", &[("due_at", "2026-12-01T22:59:59.999Z"), ("team", "North")]);
        assert_eq!(row.detail[0], ("due".to_owned(), "1 Dec 2026, 23:59".to_owned()));
    }

    #[test]
    fn a_notice_put_away_is_no_lesson_read() {
        for verb in ["put-away-notice", "learn"] {
            assert_eq!(view(verb, "notice", "0190", &[("put_away", "yes")]).what, "Put a notice away");
        }
        assert_eq!(view("learn", "lesson", "a/b/c", &[("read", "yes")]).what, "Read a lesson");
    }

    #[test]
    fn the_unknown_is_shown_as_it_is() {
        let row = view("paint-boat", "canoe", "7", &[("colour", "red")]);
        assert_eq!((row.what.as_str(), row.kind.as_str(), row.object.as_str()), ("paint boat", "canoe", "7"));
        assert_eq!(row.detail, [("colour".to_owned(), "red".to_owned())]);
    }
}
