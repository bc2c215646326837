//! A past attempt as it was shown: whose it is, how right each answer was, and the key for those alone who may know it.

use axum::http::StatusCode;
use domain::identity::Role;
use serde_json::json;

use crate::app::TestApp;
use crate::learner::{MODULES, answer_once, finish, finish_modules, read_module, shown, start, unescape};

#[tokio::test]
async fn a_quiz_tells_its_owner_what_is_right_and_their_manager_how_it_went() {
    let app = TestApp::new().await;
    let team = app.team("North").await;
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(team)).await;
    let (_, manager) = app.sign_in("maya", Role::Manager, Some(team)).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    read_module(&app, &rep, MODULES[0]).await;
    let quiz = start(&rep, "start-quiz", "module", MODULES[0]).await;
    let page = format!("/attempts/{quiz}/transcript");
    assert_eq!(rep.get(&page).await.status, StatusCode::CONFLICT, "not before it is decided");
    let mut told = Vec::new();
    for place in 0..8 {
        answer_once(&app, &rep, &quiz, place == 0).await;
        let view = rep.call("load-attempt", &json!({ "id": quiz, "shown": place })).await.json();
        let feedback = &view["open"]["feedback"];
        let options = feedback["options"].as_array().into_iter().flatten().map(|option| &option["html"]);
        let all = options.chain([&feedback["explanation_html"]]).filter_map(|html| html.as_str());
        told.extend(all.map(str::to_owned));
    }
    assert!(!told.is_empty());

    let own = unescape(&rep.page(&page).await);
    assert!(own.contains("Quiz: ") && own.contains(", as it was shown</h1>"), "{own}");
    assert!(!own.contains("mark 0") && own.contains(">Right</span>") && own.contains("Not right"), "{own}");
    assert!(told.iter().all(|why| own.contains(why.trim())), "as the quiz told it: {own}");
    assert!(own.contains("id=\"question-8\"") && own.contains("Version "), "{own}");

    let theirs = unescape(&manager.page(&page).await);
    assert!(theirs.contains("ada: Quiz: ") && theirs.contains(&format!("/people/{ada}")), "{theirs}");
    assert!(theirs.contains("Not right") && !theirs.contains("choice-right"), "{theirs}");
    assert!(told.iter().all(|why| !theirs.contains(why.trim())), "a manager learns no key: {theirs}");
    assert!(unescape(&admin.page(&page).await).contains(told[0].trim()), "an admin looks after the keys");
}

#[tokio::test]
async fn an_exam_is_not_shown_again_to_whoever_took_it_and_says_why() {
    let app = TestApp::new().await;
    let (_, rep) = app.sign_in("ada", Role::Rep, None).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    finish_modules(&app, &rep).await;
    let exam = start(&rep, "start-exam", "scope", "outbound").await;
    let first = shown(&rep, &exam).await["open"]["prompt_html"].as_str().unwrap().to_owned();
    finish(&app, &rep, &exam, true).await;
    let page = format!("/attempts/{exam}/transcript");
    let refused = rep.get(&page).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("so that they stay fair for everybody"), "{}", refused.body);
    assert!(!refused.body.contains("Your role does not cover this"), "{}", refused.body);
    let seen = unescape(&admin.page(&page).await);
    assert!(seen.contains("ada: Exam: ") && seen.contains(&first) && seen.contains("choice-right"), "{seen}");

    // What became of a question since stands at it.
    let material = app.kit.services.material();
    let mut all =
        material.catalog.packs.values().flat_map(|pack| pack.modules.values()).flat_map(|module| &module.questions);
    let question = all.find(|question| question.prompt_html == first).unwrap();
    let (reference, version) = (question.reference.to_string(), question.version.clone());
    let fields = [("question", reference.as_str()), ("version", &version), ("right", ""), ("reason", "Unfair.")];
    let made = admin.form(&format!("/questions/{reference}"), "apply-correction", &fields).await;
    assert!(made.status == StatusCode::SEE_OTHER, "{}", made.body);
    assert!(admin.page(&page).await.contains("Thrown out since"), "{}", made.location());
}
