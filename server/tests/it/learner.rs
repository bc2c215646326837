//! A rep who walks the line: reads, answers by the key, and sits the exam, all through the browser's own forms.

use axum::http::StatusCode;
use domain::catalog::{Key, Question};
use domain::id::PersonId;
use serde_json::json;
use services::Services;

use crate::app::{Browser, TestApp};

/// The modules of the shipped path, in order.
pub const MODULES: [&str; 4] =
    ["halyard/offering", "halyard/sales-process", "halyard/lead-nurturing", "halyard/customer-relationships"];

/// The answer to the question of a prompt, as the form's fields and values; `right` or wrong.
pub fn answer_to(services: &Services, view: &serde_json::Value, right: bool) -> Vec<(String, String)> {
    let prompt = view["prompt_html"].as_str().unwrap();
    let material = services.material();
    let questions =
        material.catalog.packs.values().flat_map(|pack| pack.modules.values()).flat_map(|module| &module.questions);
    let shown: Vec<&str> = view["options"].as_array().unwrap().iter().map(|option| option.as_str().unwrap()).collect();
    let parts = view["parts_html"].as_str().unwrap();
    let question: &Question = questions
        .filter(|question| question.prompt_html == prompt)
        .find(|question| question.key.choices().iter().all(|choice| shown.contains(&choice.html.as_str())))
        .unwrap();
    let place = |wanted: bool| -> Vec<usize> {
        let is_right = |html: &str| question.key.choices().iter().any(|choice| choice.html == html && choice.right);
        shown.iter().enumerate().filter(|(_, html)| is_right(html) == wanted).map(|(place, _)| place).collect()
    };
    let pick = |(row, value): (usize, usize)| (format!("picks[{row}]"), value.to_string());
    match &question.key {
        Key::Numeric(numeric) => {
            let value = if right { numeric.value } else { numeric.value + numeric.tolerance + 17.0 };
            vec![("number".to_owned(), value.to_string())]
        }
        Key::Single(_) | Key::TrueFalse(_) => vec![("choice".to_owned(), place(right)[0].to_string())],
        Key::Multiple(_) if right => place(true).iter().map(|p| (format!("choices[{p}]"), p.to_string())).collect(),
        // Everything ticked is wrong as soon as one option is.
        Key::Multiple(_) => match place(false).first() {
            Some(p) => vec![(format!("choices[{p}]"), p.to_string())],
            None => vec![(format!("choices[{}]", place(true)[0]), place(true)[0].to_string())],
        },
        Key::Ordering(steps) => {
            let stands = |n: usize| {
                let html = between(parts, &format!("id=\"item-{n}\""), "</span><span class=\"item-steps");
                steps.iter().position(|step| step.html == html).unwrap()
            };
            let count = steps.len();
            (0..count).map(|n| (n, if right { stands(n) } else { count - 1 - stands(n) })).map(pick).collect()
        }
        Key::Matching(matching) => {
            let entries: Vec<&str> = between(parts, "<select", "</select>").split("<option").skip(2).collect();
            let shows = |words: &str| entries.iter().position(|entry| unescape(entry).contains(&format!(">{words}<")));
            let option = |row: &(String, u8)| {
                let option = usize::from(row.1) + usize::from(!right);
                shows(&matching.options[option % matching.options.len()]).unwrap()
            };
            matching.rows.iter().map(option).enumerate().map(pick).collect()
        }
        Key::ShortText(key) => {
            vec![("text".to_owned(), if right { key.accepted[0].clone() } else { "no idea".to_owned() })]
        }
    }
}

/// What stands behind the tag that begins with or around `start`, up to `end`.
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("{start} in {html}"));
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once(end).unwrap_or_else(|| panic!("{end} in {rest}")).0
}

/// Undoes what JSON and HTML do to text, so that nothing hides behind an escape.
pub fn unescape(body: &str) -> String {
    body.replace("\\u003c", "<")
        .replace("\\\"", "\"")
        .replace("\\n", "\n")
        .replace("\\/", "/")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// What the attempt shows now.
pub async fn shown(browser: &Browser<'_>, attempt: &str) -> serde_json::Value {
    let answer = browser.call("load-attempt", &json!({ "id": attempt, "shown": null })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

/// Answers the question at hand; gives what the form answered.
pub async fn answer_once(app: &TestApp, browser: &Browser<'_>, attempt: &str, right: bool) -> crate::app::Answer {
    let view = shown(browser, attempt).await;
    let open = &view["open"];
    let position = open["position"].to_string();
    let mut fields = vec![("attempt".to_owned(), attempt.to_owned()), ("position".to_owned(), position)];
    fields.extend(answer_to(&app.kit.services, open, right));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = browser.form(&format!("/attempts/{attempt}"), "answer", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer
}

/// Starts a quiz or an exam; gives the attempt's id.
pub async fn start(browser: &Browser<'_>, endpoint: &str, field: &str, subject: &str) -> String {
    let answer = browser.form("/home", endpoint, &[(field, subject)]).await;
    answer
        .location()
        .strip_prefix("/attempts/")
        .unwrap_or_else(|| panic!("{} {}", answer.location(), answer.body))
        .to_owned()
}

/// Answers until the attempt is decided.
pub async fn finish(app: &TestApp, browser: &Browser<'_>, attempt: &str, right: bool) {
    for _ in 0..60 {
        if shown(browser, attempt).await.get("finished").is_some() {
            return;
        }
        answer_once(app, browser, attempt, right).await;
    }
    panic!("the attempt never ends");
}

/// Reads all lessons of a module.
pub async fn read_module(app: &TestApp, browser: &Browser<'_>, module: &str) {
    let material = app.kit.services.material();
    let module = material.catalog.module(&module.parse().unwrap()).unwrap();
    for lesson in &module.lessons {
        let lesson = lesson.reference.to_string();
        browser.page(&format!("/learn/{lesson}")).await;
        let answer = browser.form(&format!("/learn/{lesson}"), "mark-read", &[("lesson", &lesson)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

/// Reads what the last exam gave to read.
pub async fn read_again(browser: &Browser<'_>) {
    let brief = browser.call("load-exam-brief", &json!({ "scope": "outbound" })).await.json();
    for given in brief["to_read"].as_array().unwrap() {
        let lesson = given["href"].as_str().unwrap().strip_prefix("/learn/").unwrap();
        let answer = browser.form(&format!("/learn/{lesson}"), "mark-read", &[("lesson", lesson)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

/// Assigns the shipped path to somebody.
pub async fn assign_outbound(leads: &Browser<'_>, person: PersonId) {
    let to = format!("person:{person}");
    let fields = [("path", "halyard/outbound-onboarding"), ("to", &to), ("due", "2026-12-24")];
    let answer = leads.form("/assign", "assign", &fields).await;
    assert_eq!(answer.location(), "/board", "{}", answer.body);
}

/// Reads everything and passes every quiz.
pub async fn finish_modules(app: &TestApp, browser: &Browser<'_>) {
    for module in MODULES {
        read_module(app, browser, module).await;
        let attempt = start(browser, "start-quiz", "module", module).await;
        finish(app, browser, &attempt, true).await;
    }
}

/// A key for the phone system.
pub async fn phone_key(app: &TestApp) -> String {
    let scopes = ["clearance:read".to_owned()];
    let made =
        services::integration::create_key(&app.kit.services, &domain::authz::Actor::System, "phone", &scopes, "").await;
    made.unwrap().1
}

/// What the phone system hears: `1` or `0`.
pub async fn may_call(app: &TestApp, key: &str, person: PersonId) -> String {
    let path = format!("/api/v1/people/{person}/clearance?scope=outbound");
    app.ask(key, &path, "text/plain").await.body
}
