//! Lessons as somebody read them, for whoever answers for that person.

use domain::authz::{Actor, ReadPerson, permit};
use domain::catalog::LessonRef;
use domain::id::PersonId;
use domain::time::Timestamp;
use store::catalog as table;

use crate::identity::{person_scope, read_person};
use crate::{Error, Result, Services};

/// A lesson that somebody has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonRead {
    /// Which.
    pub lesson: LessonRef,
    /// Its title now, or its name where the packs do not have it any more.
    pub title: String,
    /// When it was read first.
    pub at: Timestamp,
    /// Whether it has changed since.
    pub changed: bool,
}

/// A lesson in the version that somebody read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonAsRead {
    /// Who read it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Its title then.
    pub title: String,
    /// Sanitised HTML.
    pub html: String,
    /// When it was read first.
    pub at: Timestamp,
    /// Whether it has changed since, or is gone.
    pub changed: bool,
}

/// The lessons that a person has read, the latest first.
///
/// # Errors
/// [`Error::Denied`].
pub async fn lessons_read(services: &Services, actor: &Actor, person: PersonId) -> Result<Vec<LessonRead>> {
    let permit = permit::<ReadPerson>(actor, &person_scope(services, actor, person).await?)?;
    let readings = table::readings_of(services.store(), &permit, person).await?;
    let material = services.material();
    let read = readings.into_iter().map(|reading| {
        let now = material.catalog.lesson(&reading.lesson).map(|(_, lesson)| lesson);
        LessonRead {
            title: now.map_or_else(|| reading.lesson.to_string(), |lesson| lesson.title.clone()),
            changed: now.is_none_or(|lesson| lesson.version != reading.version),
            lesson: reading.lesson,
            at: reading.at,
        }
    });
    Ok(read.collect())
}

/// A lesson in the version that a person read first.
///
/// # Errors
/// [`Error::NotFound`] where they have not read it, or that version is of before versions were kept; [`Error::Denied`].
pub async fn lesson_as_read(
    services: &Services,
    actor: &Actor,
    person: PersonId,
    lesson: &LessonRef,
) -> Result<LessonAsRead> {
    let permit = permit::<ReadPerson>(actor, &person_scope(services, actor, person).await?)?;
    let store = services.store();
    let name = read_person(services, actor, person).await?.name.to_string();
    let readings = table::readings_of(store, &permit, person).await?;
    let reading = readings.into_iter().find(|reading| &reading.lesson == lesson);
    let reading = reading.ok_or(Error::NotFound("This lesson"))?;
    let material = services.material();
    let now = material.catalog.lesson(lesson).map(|(_, lesson)| lesson);
    if let Some(now) = now.filter(|now| now.version == reading.version) {
        let (title, html) = (now.title.clone(), now.html.clone());
        return Ok(LessonAsRead { person, name, title, html, at: reading.at, changed: false });
    }
    let source = table::lesson_source(store, &permit, &reading.version).await?;
    let source = source.ok_or(Error::NotFound("The text that they read"))?;
    let stored = content::render_lesson(lesson, &source, &material.files);
    Ok(LessonAsRead { person, name, title: stored.title, html: stored.html, at: reading.at, changed: true })
}
