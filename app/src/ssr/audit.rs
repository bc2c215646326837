//! The audit log in words.

mod words;

use domain::catalog::{Catalog, QuestionRef};
use domain::id::PersonId;
use services::audit::{AuditEntry, AuditFilter, AuditPage};

pub use self::words::audit_kind;
use self::words::{VERBS, detail_label, plain, what};
use super::moment;
use crate::integration::view::{AuditFilterView, AuditPageView, AuditView, NamedView};
use crate::paths;

/// What the address asks for. A verb or a person that is none is as good as none; a row that is none is not there.
///
/// # Errors
/// Where `before` is no row's id.
pub fn audit_filter(filter: &AuditFilterView) -> Result<AuditFilter, crate::ApiError> {
    let verb = VERBS.iter().find(|known| known.written && known.verb == filter.verb);
    let before = super::parse_optional_id(&filter.before)?;
    Ok(AuditFilter { verb: verb.map(|known| known.verb.to_owned()), person: filter.person.parse().ok(), before })
}

/// A page of the log.
#[must_use]
pub fn audit_page_view(asked: &AuditFilter, page: AuditPage, catalog: &Catalog, time_zone: &str) -> AuditPageView {
    let mut verbs: Vec<(String, String)> = VERBS
        .iter()
        .filter(|known| known.written)
        .map(|known| (known.verb.to_owned(), known.label.to_owned()))
        .collect();
    verbs.sort_by(|a, b| a.1.cmp(&b.1));
    AuditPageView {
        rows: page.rows.into_iter().map(|entry| audit_view(entry, catalog, time_zone)).collect(),
        filter: AuditFilterView {
            verb: asked.verb.clone().unwrap_or_default(),
            person: asked.person.map(|id| id.to_string()).unwrap_or_default(),
            before: asked.before.map(|id| id.to_string()).unwrap_or_default(),
        },
        older: page.older.map(|id| id.to_string()),
        verbs,
        people: page.people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    }
}

/// A row of the log. What is not known to this page is shown as it was written, without its hyphens.
fn audit_view(entry: AuditEntry, catalog: &Catalog, time_zone: &str) -> AuditView {
    let detail = |word: &str| entry.detail.iter().find(|(known, _)| known == word).map(|(_, value)| value.as_str());
    let what = what(&entry.verb, &entry.object_kind, detail);
    let object = object(&entry, detail, catalog);
    // Whoever signs in, or uses a link, is nobody until then; afterwards it is known who it was.
    let came_in = ["sign-in", "redeem-link"].contains(&entry.verb.as_str()) && entry.object_kind == "person";
    let who = match (&entry.whose, came_in) {
        (Some((id, name)), true) => person(*id, name),
        _ => NamedView { name: entry.who.clone(), href: entry.who_id.map(|id| paths::person(&id.to_string())) },
    };
    let theirs = entry.whose.as_ref().map(|(id, name)| person(*id, name));
    // The object is that person, or the row says so already.
    let whose = theirs.filter(|whose| entry.object_kind != "person" && *whose != who);
    let shown = entry.detail.iter().filter_map(|(word, value)| {
        let label = detail_label(word, &entry.object_kind)?;
        Some((label, value_words(word, value, time_zone)?))
    });
    AuditView {
        at: moment(entry.at, time_zone),
        who,
        what,
        kind: audit_kind(&entry.object_kind).map_or_else(|| plain(&entry.object_kind), str::to_owned),
        object,
        whose,
        detail: shown.collect(),
    }
}

fn person(id: PersonId, name: &str) -> NamedView {
    NamedView { name: name.to_owned(), href: Some(paths::person(&id.to_string())) }
}

/// What it was done to, and its page.
fn object<'a>(entry: &AuditEntry, detail: impl Fn(&str) -> Option<&'a str>, catalog: &Catalog) -> NamedView {
    let id = entry.object_id.as_str();
    let link = |name: String, href: String| NamedView { name, href: Some(href) };
    let plainly = |name: &str| NamedView { name: name.to_owned(), href: None };
    match entry.object_kind.as_str() {
        "person" => match &entry.whose {
            Some((id, name)) => person(*id, name),
            None => plainly("Somebody"),
        },
        // The log keeps a mark of the address, so that it is no list of what people mistyped.
        "account" => plainly(&format!("An address, marked {}", short(id))),
        "installation" => plainly("Canoe"),
        "session" => plainly("A device"),
        "notice" => plainly("A notice"),
        "job" => plainly("Difficulty of questions"),
        "clearance" if id == "time" => plainly("What time has changed"),
        "clearance" => plainly("Under the material and rules that are live"),
        "material" => plainly(&format!("Version {}", short(id))),
        "team" => link(known_or(entry, "A team"), paths::TEAMS.to_owned()),
        "api-key" => link(known_or(entry, "An API key"), paths::KEYS.to_owned()),
        "webhook" => {
            let href = detail("deleted").is_none().then(|| paths::webhook(id));
            NamedView { name: detail("description").unwrap_or("A webhook").to_owned(), href }
        }
        "exam" => link(title(id, catalog), paths::STANDARDS.to_owned()),
        "assignment" => {
            let name = detail("path").map_or_else(|| "A path".to_owned(), |path| title(path, catalog));
            let page = entry.whose.as_ref().map(|(id, _)| paths::person(&id.to_string()));
            link(name, page.unwrap_or_else(|| paths::TEAMS.to_owned()))
        }
        "certificate" | "override" => {
            let name = detail("scope").map_or_else(|| "A certificate".to_owned(), |scope| title(scope, catalog));
            NamedView { name, href: entry.whose.as_ref().map(|(id, _)| paths::person(&id.to_string())) }
        }
        "lesson" => {
            let here = id.parse().ok().and_then(|reference| catalog.lesson(&reference)).is_some();
            NamedView { name: title(id, catalog), href: here.then(|| paths::lesson(id)) }
        }
        "attempt" => {
            let name = match (detail("subject"), detail("quiz"), detail("exam")) {
                (Some(subject), ..) => subject_title(subject, catalog),
                (None, Some(module), _) => format!("Quiz: {}", title(module, catalog)),
                (None, None, Some(scope)) => format!("Exam: {}", title(scope, catalog)),
                (None, None, None) => "A quiz or an exam".to_owned(),
            };
            NamedView { name, href: (entry.closed && entry.whose.is_some()).then(|| paths::attempt(id)) }
        }
        "question" => question(id, detail("version"), catalog),
        "appeal" => match &entry.question {
            Some((reference, version)) => question(reference, Some(version), catalog),
            None => plainly("A question"),
        },
        _ => plainly(&entry.object),
    }
}

/// The beginning of a long mark, as the page of a question shows it.
fn short(mark: &str) -> String {
    mark.chars().take(8).collect()
}

/// The object's name, where it has one.
fn known_or(entry: &AuditEntry, else_: &str) -> String {
    if entry.object == entry.object_id { else_.to_owned() } else { entry.object.clone() }
}

fn question(reference: &str, version: Option<&str>, catalog: &Catalog) -> NamedView {
    let page = paths::question(reference);
    let href = version.map_or_else(|| page.clone(), |version| format!("{page}?version={}", paths::encoded(version)));
    let Ok(parsed) = reference.parse::<QuestionRef>() else {
        return NamedView { name: reference.to_owned(), href: None };
    };
    let module = title(&format!("{}/{}", parsed.pack, parsed.module), catalog);
    NamedView { name: format!("{module}, question {}", parsed.question), href: Some(href) }
}

/// The title of a subject as the log keeps it: `quiz halyard/offering` or `exam outbound`.
fn subject_title(subject: &str, catalog: &Catalog) -> String {
    match subject.split_once(' ') {
        Some(("quiz", module)) => format!("Quiz: {}", title(module, catalog)),
        Some(("exam", scope)) => format!("Exam: {}", title(scope, catalog)),
        _ => subject.to_owned(),
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

/// A detail's value; none where it says that nothing happened.
fn value_words(word: &str, value: &str, time_zone: &str) -> Option<String> {
    Some(match word {
        "sessions_ended" | "exams" | "overrides_ended" if value == "0" => return None,
        "certificate" => "granted".to_owned(),
        "extra_percent" => format!("{value} %"),
        "prefix" => format!("canoe_{value}"),
        "time_zone" => value.replace('_', " "),
        "version" => short(value),
        _ => match value.parse() {
            Ok(at) if word.ends_with("_at") || word == "until" => moment(at, time_zone),
            _ => value.to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    const NIA: &str = "01900000-0000-7000-8000-000000000007";

    fn entry(verb: &str, kind: &str, object: &str, detail: &[(&str, &str)]) -> AuditEntry {
        let whose = ["person", "attempt", "appeal"].contains(&kind).then(|| (NIA.parse().unwrap(), "Nia".to_owned()));
        AuditEntry {
            at: Timestamp::from_millis(1_764_806_400_000),
            who: "Ada".to_owned(),
            who_id: None,
            verb: verb.to_owned(),
            object_kind: kind.to_owned(),
            object: object.to_owned(),
            object_id: object.to_owned(),
            whose,
            question: (kind == "appeal").then(|| ("halyard/offering/of-001".to_owned(), "abcdef0123".to_owned())),
            closed: true,
            detail: detail.iter().map(|(word, value)| ((*word).to_owned(), (*value).to_owned())).collect(),
        }
    }

    fn view(verb: &str, kind: &str, object: &str, detail: &[(&str, &str)]) -> AuditView {
        audit_view(entry(verb, kind, object, detail), &Catalog::default(), "Europe/Berlin")
    }

    #[test]
    fn a_row_is_a_sentence() {
        let row = view("sign-in", "person", NIA, &[("rehashed", "no"), ("signed_in", "yes")]);
        assert_eq!((row.what.as_str(), row.who.name.as_str(), row.detail.len()), ("Signed in", "Nia", 0));
        let entered = view("redeem-link", "person", NIA, &[("activated", "yes")]);
        assert_eq!((entered.who.name.as_str(), entered.what.as_str()), ("Nia", "Accepted the invitation"));
        let row = view("redeem-link", "person", NIA, &[("password", "reset"), ("sessions_ended", "2")]);
        assert_eq!(row.what, "Chose a new password");
        assert_eq!(row.detail, [("devices signed out".to_owned(), "2".to_owned())]);
        let row = view("grant-accommodation", "person", NIA, &[("extra_percent", "25"), ("changed", "no")]);
        assert_eq!((row.what.as_str(), row.object.name.as_str()), ("Gave extra time in exams", "Nia"));
        assert_eq!(row.detail, [("more time".to_owned(), "25 %".to_owned())]);
        let row = view("take-attempt", "attempt", "0190", &[("question", "7"), ("subject", "exam outbound")]);
        assert_eq!((row.what.as_str(), row.object.name.as_str()), ("Answered a question", "Exam: outbound"));
        assert_eq!((row.object.href.as_deref(), row.whose.unwrap().name.as_str()), (Some("/attempts/0190"), "Nia"));
        let over = [("passed", "no"), ("subject", "exam outbound"), ("time_over", "yes")];
        assert_eq!(view("operate", "attempt", "0190", &over).what, "When the time was over: not passed yet");
        let row =
            view("assign-team", "assignment", "0190", &[("due_at", "2026-12-01T22:59:59.999Z"), ("team", "North")]);
        assert_eq!(row.detail[0], ("due".to_owned(), "1 Dec 2026, 23:59".to_owned()));
    }

    #[test]
    fn what_is_done_to_a_question_is_told_apart() {
        let question = "halyard/offering/of-001";
        let what = |detail: &[(&str, &str)]| view("manage-questions", "question", question, detail).what;
        assert_eq!(what(&[("suspended", "yes"), ("reason", "x")]), "Suspended a question");
        assert_eq!(what(&[("suspended", "no")]), "Lifted the suspension of a question");
        assert_eq!(what(&[("correction", "throw-out")]), "Threw a question out");
        assert_eq!(what(&[("correction", "re-key")]), "Gave a question another key");
        assert_eq!(what(&[("correction", "re-key"), ("undone", "yes")]), "Took a correction back");
        let detail = [("correction", "throw-out"), ("exams", "3"), ("flips", "Nia: passed"), ("version", "abcdef0123")];
        let row = view("manage-questions", "question", question, &detail);
        let pairs = [("exams worked out anew", "3"), ("results that changed", "Nia: passed"), ("version", "abcdef01")];
        assert_eq!(row.detail, pairs.map(|(word, value)| (word.to_owned(), value.to_owned())));
        assert_eq!(row.object.href.as_deref(), Some("/questions/halyard/offering/of-001?version=abcdef0123"));
    }

    #[test]
    fn a_webhook_is_called_what_it_is_for() {
        let row = |verb: &str, detail: &[(&str, &str)]| view(verb, "webhook", "0190", detail);
        let crm = ("description", "CRM");
        let made = row("manage-webhooks", &[crm, ("host", "crm.example")]);
        assert_eq!((made.what.as_str(), made.object.name.as_str()), ("Made a webhook", "CRM"));
        assert_eq!(made.object.href.as_deref(), Some("/webhooks/0190"));
        assert_eq!(made.detail, [("host".to_owned(), "crm.example".to_owned())]);
        let gone = row("operate", &[crm, ("disabled", "yes"), ("gone", "yes")]);
        assert_eq!((gone.what.as_str(), gone.detail.len()), ("Disabled a webhook whose receiver is gone", 0));
        assert_eq!(row("manage-webhooks", &[crm, ("disabled", "no")]).what, "Enabled a webhook");
        assert_eq!(row("manage-webhooks", &[crm, ("deleted", "yes")]).object.href, None);
    }

    #[test]
    fn an_objection_is_somebodys_and_leads_to_its_question() {
        let raised = [("question", "2"), ("raised", "yes"), ("subject", "quiz halyard/offering")];
        for (verb, detail, words) in [
            ("raise-appeal", &raised[..], "Objected to a question"),
            ("decide-appeal", &[("verdict", "upheld"), ("person", "Nia")][..], "Upheld an objection"),
            ("decide-appeal", &[("verdict", "kept")][..], "Kept a question that somebody objected to"),
        ] {
            let row = view(verb, "appeal", "0190", detail);
            assert_eq!((row.what.as_str(), row.kind.as_str()), (words, "objection"));
            assert_eq!(row.whose.unwrap().name, "Nia");
            assert_eq!(row.object.name, "halyard/offering, question of-001");
            assert!(row.object.href.unwrap().starts_with("/questions/halyard/offering/of-001?version="));
            assert!(row.detail.iter().all(|(_, value)| !value.contains("0190")));
        }
    }

    #[test]
    fn a_notice_put_away_is_no_lesson_read() {
        for verb in ["put-away-notice", "learn"] {
            assert_eq!(view(verb, "notice", "0190", &[("put_away", "yes")]).what, "Put a notice away");
        }
        assert_eq!(view("learn", "lesson", "a/b/c", &[("read", "yes")]).what, "Read a lesson");
    }

    #[test]
    fn an_open_attempt_is_its_owners_alone() {
        let open = AuditEntry { closed: false, ..entry("take-attempt", "attempt", "0190", &[("quiz", "a/b")]) };
        assert_eq!(audit_view(open, &Catalog::default(), "UTC").object.href, None);
    }

    #[test]
    fn the_unknown_is_shown_as_it_is() {
        let row = view("paint-boat", "canoe", "7", &[("colour", "red")]);
        assert_eq!((row.what.as_str(), row.kind.as_str(), row.object.name.as_str()), ("paint boat", "canoe", "7"));
        assert_eq!(row.detail, [("colour".to_owned(), "red".to_owned())]);
    }

    #[test]
    fn a_filter_that_is_not_understood_is_none() {
        let filter = |verb: &str, person: &str| {
            let filter = AuditFilterView { verb: verb.to_owned(), person: person.to_owned(), before: String::new() };
            audit_filter(&filter).unwrap()
        };
        assert_eq!(filter("nonsense", "rubbish"), AuditFilter::default());
        assert_eq!(filter("read-board", ""), AuditFilter::default(), "reading is never written down");
        assert_eq!(filter("sign-in", NIA).person, NIA.parse().ok());
    }
}
