//! Packs to come: what an admin sees of them, and what a rep sees once they are live.

use std::path::Path;

use domain::authz::{Actor, PersonActor};
use domain::catalog::ModuleRef;
use domain::identity::Role;
use domain::time::Span;
use services::catalog::{Material, store_material};

use crate::app::{Browser, TestApp};
use crate::command::{copy, shipped};
use crate::kit::PASSWORD;

const MODULE: &str = "halyard/modules/offering/module.toml";
const BANK: &str = "halyard/modules/offering/questions.md";

fn edit(packs: &Path, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(packs.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no “{from}”");
    std::fs::write(packs.join(file), text.replacen(from, to, 1)).unwrap();
}

/// The shipped packs with a material change of two questions.
fn next(folder: &Path) {
    copy(&shipped(), folder);
    edit(folder, MODULE, "revision = 1\nchange = \"editorial\"", "revision = 2\nchange = \"material\"");
    edit(folder, BANK, " {#of-001 ", " Now? {#of-001 ");
    edit(folder, BANK, " {#of-002 ", " Now? {#of-002 ");
}

fn required(app: &TestApp) -> Vec<ModuleRef> {
    app.kit.services.material().catalog.certification(&"outbound".parse().unwrap()).unwrap().requires.clone()
}

#[tokio::test]
async fn an_admin_sees_who_would_lose_what_and_then_it_is_so() {
    let mut app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    next(folder.path());
    app.with_next(folder.path());
    let team = app.team("North").await;
    let modules = required(&app);
    let (ada, rep) = app.sign_in("ada", Role::Rep, Some(team)).await;
    let actor = Actor::Person(PersonActor { id: ada, role: Role::Rep, manages: [].into() });
    app.kit.finish(&actor, &modules).await;
    app.kit.certify(&actor, &modules, 365).await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;

    let page = admin.page("/publish").await;
    for words in [
        "1 of 1 loses solo on Monday, 7 December 2026.",
        "1 person finished it before. Who is certified proves it, with the 2 questions that changed, until",
        "solo → supervised",
        "1 → 2",
        "Pass its short quiz",
        "How they go live",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(page.contains(&format!("href=\"/people/{ada}\"")), "{page}");
    assert_eq!(rep.get("/publish").await.status, 403);
    assert!(!rep.page("/learn/halyard/offering").await.contains("have changed"), "nothing is live yet");

    let live = Material::from_files(Material::read_files(folder.path()).unwrap()).unwrap().0;
    app.kit.services.replace_material(live);
    store_material(&app.kit.services).await.unwrap();
    let told = "2 questions have changed since you passed. Take the short quiz by Mon 7 Dec, ";
    let module = rep.page("/learn/halyard/offering").await;
    assert!(module.contains(told) && module.contains("2 questions, 2 right to pass"), "{module}");
    assert!(module.contains("Start the short quiz"), "{module}");
    let home = rep.page("/home").await;
    assert!(home.contains(told) && home.contains("Short quiz: The offering"), "{home}");
    let seen = admin.page(&format!("/people/{ada}")).await;
    assert!(seen.contains("has changed. Pass its short quiz by"), "{seen}");
    let board = admin.page("/board").await;
    assert!(board.contains("has changed. Pass its short quiz by") && board.contains("and 1 more"), "{board}");
    assert!(board.contains("7 Dec") && board.contains("quiz by then"), "{board}");
    assert!(board.contains("Everybody is in time."), "there are two weeks left: {board}");
    app.kit.clock.forward(Span::days(12));
    sign_in_again(&[("root", &admin)]).await;
    let board = admin.page("/board").await;
    assert!(board.contains("1 due within three days.") && board.contains("2 days left"), "{board}");
    app.kit.clock.forward(Span::days(2));
    sign_in_again(&[("ada", &rep), ("root", &admin)]).await;
    let home = rep.page("/home").await;
    assert!(home.contains("Pass the short quiz to take calls as before."), "{home}");
    let nothing = admin.page("/publish").await;
    assert!(nothing.contains("Nobody loses anything. Certificates that were granted stay"), "{nothing}");
}

async fn sign_in_again(browsers: &[(&str, &Browser<'_>)]) {
    for (name, browser) in browsers {
        let email = format!("{name}@halyard.example");
        browser.form("/sign-in", "sign-in", &[("email", &email), ("password", PASSWORD)]).await;
    }
}

#[tokio::test]
async fn without_packs_to_come_the_page_says_how_to_name_them() {
    let app = TestApp::new().await;
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let page = admin.page("/publish").await;
    assert!(page.contains("content_next") && page.contains("CANOE_CONTENT_NEXT"), "{page}");
}

#[tokio::test]
async fn broken_packs_to_come_are_told_with_their_places() {
    let mut app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    next(folder.path());
    edit(folder.path(), MODULE, "material", "materiel");
    app.with_next(folder.path());
    let (_, admin) = app.sign_in("root", Role::Admin, None).await;
    let page = admin.page("/publish").await;
    assert!(page.contains("These packs cannot go live") && page.contains("module.toml:4:"), "{page}");
    app.with_next(&folder.path().join("nowhere"));
    let (_, admin) = app.sign_in("second", Role::Admin, None).await;
    assert!(admin.page("/publish").await.contains("The folder cannot be read"));
}
