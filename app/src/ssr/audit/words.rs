//! The audit log's words: what was done, to what kind of thing, and what the details are called.

/// A verb: its word in the log, what the filter calls it, and whether it is ever written down; reading is not.
pub(super) struct VerbWords {
    pub(super) verb: &'static str,
    pub(super) label: &'static str,
    pub(super) written: bool,
}

const fn writes(verb: &'static str, label: &'static str) -> VerbWords {
    VerbWords { verb, label, written: true }
}

const fn reads(verb: &'static str, label: &'static str) -> VerbWords {
    VerbWords { verb, label, written: false }
}

/// All verbs, by what the filter calls them.
pub(super) const VERBS: [VerbWords; 34] = [
    reads("answer-clearance", "Asked for a clearance"),
    writes("assign-path", "Assigned a path to a person"),
    writes("assign-team", "Assigned a path to a team"),
    writes("change-account", "Changed their own account"),
    writes("change-person", "Changed a name, an address or an id"),
    writes("close-account", "Closed an account"),
    writes("decide-appeal", "Decided an objection"),
    writes("grant-accommodation", "Gave or ended extra time in exams"),
    reads("identify", "Looked somebody up"),
    writes("invite-person", "Invited somebody"),
    writes("learn", "Read a lesson"),
    reads("list-people", "Looked at the people"),
    writes("manage-keys", "Made or revoked an API key"),
    writes("manage-questions", "Suspended or corrected a question"),
    writes("manage-sessions", "Signed a device out"),
    writes("manage-teams", "Changed a team"),
    writes("manage-webhooks", "Changed or tried a webhook"),
    writes("operate", "Canoe itself did something"),
    writes("override-clearance", "Asked for, granted or ended an override"),
    reads("preview-material", "Looked at what packs would change"),
    writes("put-away-notice", "Put a notice away"),
    writes("raise-appeal", "Objected to a question"),
    reads("read-attempt", "Looked at a quiz or an exam"),
    reads("read-audit", "Looked at the audit log"),
    reads("read-board", "Looked at the board"),
    reads("read-catalog", "Looked at the training material"),
    reads("read-person", "Looked at a person"),
    reads("read-questions", "Looked at the questions"),
    writes("redeem-link", "Used a link"),
    writes("reset-password", "Made a reset link"),
    writes("revoke-certificate", "Revoked a certificate"),
    writes("sign-in", "Signed in, or tried to"),
    writes("suspend-certificate", "Suspended or reinstated a certificate"),
    writes("take-attempt", "Took a quiz or an exam"),
];

/// The words for a kind of object; none for one that is not known.
#[must_use]
pub fn audit_kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "account" => "sign-in",
        "api-key" => "API key",
        "appeal" => "objection",
        "assignment" => "path",
        "certificate" => "certificate",
        "clearance" => "clearance",
        "attempt" => "quiz or exam",
        "exam" => "exam",
        "installation" => "installation",
        "job" => "work of the night",
        "lesson" => "lesson",
        "material" => "training material",
        "notice" => "notice",
        "override" => "override",
        "person" => "person",
        "question" => "question",
        "session" => "device",
        "team" => "team",
        "webhook" => "webhook",
        _ => return None,
    })
}

/// What was done, as the beginning of a sentence.
pub(super) fn what<'a>(verb: &str, kind: &str, detail: impl Fn(&str) -> Option<&'a str>) -> String {
    let has = |word: &str| detail(word).is_some();
    let is = |word: &str, value: &str| detail(word) == Some(value);
    let words = match (verb, kind) {
        ("sign-in", _) if has("current_password") => "Gave a wrong current password",
        ("sign-in", _) if has("failures") => "Could not sign in",
        ("sign-in", _) => "Signed in",
        ("redeem-link", _) if has("activated") => "Accepted the invitation",
        ("redeem-link", _) if has("password") => "Chose a new password",
        ("redeem-link", _) => "Made the first account",
        ("invite-person", _) if has("link") => "Made a new invitation link",
        ("invite-person", _) => "Invited",
        ("change-account", _) if has("password") => "Changed their password",
        ("change-account", _) => "Set their time zone",
        ("change-person", _) => "Changed what is known of somebody",
        ("close-account", _) => "Closed the account",
        ("manage-teams", _) if is("belongs", "yes") => "Put somebody into a team",
        ("manage-teams", _) if has("belongs") => "Took somebody out of a team",
        ("manage-teams", _) => "Added a team",
        ("manage-keys", _) if has("revoked") => "Revoked a key",
        ("manage-keys", _) => "Made a key",
        ("manage-webhooks" | "operate", "webhook") => webhook_words(detail),
        ("operate", "assignment") => "Told other systems that a path is late",
        ("assign-path" | "assign-team", _) => "Assigned a path",
        ("learn", "lesson") if has("again") => "Read a lesson again",
        // Rows of before the verb had its own word.
        ("learn", "notice") => "Put a notice away",
        ("grant-accommodation", _) if has("ended") => "Ended the extra time in exams",
        ("grant-accommodation", _) if is("changed", "yes") => "Changed the extra time in exams",
        ("grant-accommodation", _) => "Gave extra time in exams",
        ("manage-questions" | "operate", "question") => question_words(detail),
        ("suspend-certificate", _) if is("verdict", "reinstate") => "Reinstated a certificate",
        ("suspend-certificate", _) => "Suspended a certificate",
        ("override-clearance", _) if has("asked") => "Asked for an override",
        ("override-clearance", _) if has("granted") => "Granted an override",
        ("override-clearance", _) if is("ended", "declined") => "Declined an override",
        ("override-clearance", _) if is("ended", "taken-back") => "Took a request for an override back",
        ("override-clearance", _) => "Ended an override",
        ("decide-appeal", _) if is("verdict", "upheld") => "Upheld an objection",
        ("decide-appeal", _) if is("verdict", "kept") => "Kept a question that somebody objected to",
        ("operate", "clearance") => "Decided anew who may take calls",
        ("operate", "material") => "Kept new versions of the material",
        ("operate", "installation") => "Made the set-up link",
        ("operate", "person") => "Added a person",
        ("operate", "exam") => "Learned how hard the questions are",
        ("operate", "job") if has("learned") => "Had nothing to learn about the questions",
        ("operate", "job") if has("iterations") => "Learned how hard the questions are",
        ("operate", "job") if is("resumed", "yes") => "Went on to learn how hard the questions are",
        ("operate", "job") => "Began to learn how hard the questions are",
        ("take-attempt" | "operate", "attempt") => return attempt_words(detail),
        _ => return label(verb),
    };
    words.to_owned()
}

/// What the filter calls a verb; one that is not known keeps its word.
fn label(verb: &str) -> String {
    let known = VERBS.iter().find(|known| known.verb == verb);
    known.map_or_else(|| plain(verb), |known| known.label.to_owned())
}

fn question_words<'a>(detail: impl Fn(&str) -> Option<&'a str>) -> &'static str {
    match (detail("suspended"), detail("correction"), detail("undone")) {
        (Some("yes"), ..) => "Suspended a question",
        (Some(_), ..) => "Lifted the suspension of a question",
        (None, _, Some(_)) => "Took a correction back",
        (None, Some("throw-out"), None) => "Threw a question out",
        (None, Some("re-key"), None) => "Gave a question another key",
        (None, ..) => "Changed a question",
    }
}

fn webhook_words<'a>(detail: impl Fn(&str) -> Option<&'a str>) -> &'static str {
    let has = |word: &str| detail(word).is_some();
    match detail("disabled") {
        Some("yes") if has("gone") => "Disabled a webhook whose receiver is gone",
        Some("yes") => "Disabled a webhook",
        Some(_) => "Enabled a webhook",
        None if has("changed") => "Changed a webhook",
        None if has("deleted") => "Deleted a webhook",
        None if has("replayed") => "Sent events once more",
        None if has("rotated") => "Gave a webhook a new secret",
        None if has("tested") => "Tried a webhook out",
        None => "Made a webhook",
    }
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

/// Words of a detail that the sentence or the object says already.
const SAID: [&str; 37] = [
    "activated",
    "again",
    "asked",
    "belongs",
    "changed",
    "closed",
    "correction",
    "current_password",
    "deleted",
    "description",
    "disabled",
    "ended",
    "gone",
    "granted",
    "learned",
    "link",
    "mean",
    "overdue",
    "passed",
    "password",
    "person",
    "put_away",
    "raised",
    "read",
    "rehashed",
    "resumed",
    "revoked",
    "rotated",
    "saved",
    "sd",
    "signed_in",
    "suspended",
    "tested",
    "time_over",
    "undone",
    "verdict",
    "z",
];

/// What a detail is called; none for one that the sentence says already.
pub(super) fn detail_label(word: &str, kind: &str) -> Option<String> {
    let named = match (word, kind) {
        // Of a team it says who.
        ("person", "team") => "who",
        ("person", _) => return None,
        (word, _) if SAID.contains(&word) => return None,
        ("subject" | "quiz" | "exam", "attempt") | ("path", "assignment") | ("name", "team" | "api-key") => {
            return None;
        }
        ("question", "appeal") => return None,
        ("attempts_left", _) => "attempts left",
        ("answers", "question") => "answers it was judged by",
        ("certificate", _) => "certificate",
        ("certificates", _) => "certificates granted",
        ("scope", "certificate" | "override") => return None,
        ("overrides_ended", _) => "overrides ended",
        ("asked_by", _) => "asked by",
        ("email", _) => "e-mail",
        ("email_before", _) => "e-mail before",
        ("exams", _) => "exams worked out anew",
        ("external_id", _) => "id in other systems",
        ("external_id_before", _) => "id in other systems before",
        ("extra_percent", _) => "more time",
        ("failures", _) => "wrong tries in a row",
        ("flips", _) => "results that changed",
        ("iterations", _) => "rounds",
        ("occasion", _) => "night",
        ("parameters", _) => "difficulties, version",
        ("parent", _) => "part of",
        ("part", _) => "as",
        ("policy", _) => "rules, version",
        ("prefix", _) => "begins with",
        ("people", "clearance") => "people",
        ("replayed", _) => "events",
        ("staleness_seconds", _) => "answers kept for, in seconds",
        ("sessions_ended", _) => "devices signed out",
        ("time_zone", _) => "time zone",
        ("until", "webhook") => "the old one signs until",
        (other, _) => return Some(plain(other)),
    };
    Some(named.to_owned())
}

/// A word of the log without its hyphens.
pub(super) fn plain(word: &str) -> String {
    word.replace(['-', '_'], " ").trim_end_matches(" at").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_words() {
        for verb in domain::authz::VERBS {
            let known = VERBS.iter().find(|known| known.verb == *verb);
            assert!(known.is_some_and(|known| !known.label.is_empty()), "“{verb}” has no words in the audit log");
            let words = what(verb, "unheard-of", |_| None);
            assert!(!words.is_empty() && words != plain(verb), "{verb} → {words}");
        }
        assert_eq!(VERBS.len(), domain::authz::VERBS.len(), "and no words are left over");
        assert!(VERBS.is_sorted_by_key(|known| known.verb));
    }
}
