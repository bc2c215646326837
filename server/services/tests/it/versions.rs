//! Versions of what was served: stored when they go live, shown as they were read.

use domain::authz::{Actor, Denied};
use domain::id::PersonId;
use domain::identity::Role;
use services::Error;
use services::catalog::{Material, store_material};
use services::identity::add_team;
use services::learning::{lesson_as_read, lessons_read, mark_read};

use crate::kit::{Kit, material};
use crate::sql::count;

/// The shipped packs with one file edited.
pub fn edited(path: &str, edit: impl Fn(String) -> String) -> Material {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
    let mut files = Material::read_files(&packs).unwrap();
    let text = String::from_utf8(files.get(path).unwrap().to_vec()).unwrap();
    files.insert(path, edit(text));
    Material::from_files(files).unwrap().0
}

#[tokio::test]
async fn what_goes_live_is_stored_once() {
    let kit = Kit::new().await;
    let live = material();
    let modules = || live.catalog.packs.values().flat_map(|pack| pack.modules.values());
    let lessons = modules().map(|module| module.lessons.len()).sum::<usize>();
    let questions = modules().map(|module| module.questions.len()).sum::<usize>();
    let stored = async |table: &str| count(&kit, &format!("SELECT count(*) AS n FROM {table}")).await;
    assert_eq!(stored("question_version").await, i64::try_from(questions).unwrap());
    assert_eq!(stored("certification_version").await, 1);
    let events = count(&kit, "SELECT count(*) AS n FROM audit_event").await;
    assert_eq!(store_material(&kit.services).await.unwrap(), 0);
    assert_eq!(count(&kit, "SELECT count(*) AS n FROM audit_event").await, events, "nothing new is nothing written");
    assert_eq!(count(&kit, "SELECT count(*) AS n FROM lesson_version").await, i64::try_from(lessons).unwrap());
}

#[tokio::test]
async fn a_lesson_is_shown_as_it_was_read() {
    let kit = Kit::new().await;
    let team = add_team(&kit.services, &Actor::System, "North", None).await.unwrap();
    let manager = kit.add("maya", Role::Manager, Some(team)).await;
    let outsider = kit.add("viktor", Role::Manager, None).await;
    let ada = kit.add("ada", Role::Rep, Some(team)).await;
    let id = match &ada {
        Actor::Person(person) => person.id,
        _ => PersonId::default(),
    };
    store_material(&kit.services).await.unwrap();
    let lesson = material().catalog.module(&"halyard/offering".parse().unwrap()).unwrap().lessons[0].clone();
    let reference = &lesson.reference;
    mark_read(&kit.services, &ada, reference).await.unwrap();
    let same = lesson_as_read(&kit.services, &manager, id, reference).await.unwrap();
    assert_eq!((same.title.as_str(), same.html.as_str(), same.changed), (&*lesson.title, &*lesson.html, false));

    let path = format!("{}/modules/{}/lessons/{}.md", reference.pack, reference.module, reference.lesson);
    let title = format!("title = \"{}\"", lesson.title);
    let changed = edited(&path, |text| text.replace(&title, "title = \"Another title\"") + "\nOne more paragraph.\n");
    let services = kit.restarted(changed);
    assert_eq!(store_material(&services).await.unwrap(), 1);
    let before = lesson_as_read(&services, &manager, id, reference).await.unwrap();
    assert_eq!((before.title.as_str(), before.html.as_str(), before.changed), (&*lesson.title, &*lesson.html, true));
    let listed = lessons_read(&services, &manager, id).await.unwrap();
    assert_eq!((listed[0].title.as_str(), listed[0].changed), ("Another title", true));

    let hidden = lesson_as_read(&services, &outsider, id, reference).await.unwrap_err();
    assert!(matches!(hidden, Error::Denied(Denied::Hidden)), "{hidden:?}");
    let unread = lesson_as_read(&services, &manager, id, &"halyard/offering/no-such".parse().unwrap()).await;
    assert!(matches!(unread, Err(Error::NotFound(_))), "{unread:?}");
}
