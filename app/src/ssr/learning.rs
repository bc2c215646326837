//! Modules and lessons as pages show them.

mod home;
mod now;
mod words;

use domain::authz::Actor;
use domain::catalog::{LessonRef, ModuleRef};
use domain::time::Timestamp;
pub use home::home_view;
use services::Error;
use services::learning::{LessonPage, LessonStep, ModulePage, lesson_link, module_link};
pub use words::opens_after;
use words::{about, count, go_on, last_try, minutes, quiz_rule, what_changed};

use super::fail;
use crate::learning::view::{LessonRow, LessonView, LinkView, ModuleView, QuizCardView, ReadAgainView};
use crate::{ApiError, Done, paths};

/// Whether somebody leads: a manager or an admin.
#[must_use]
pub fn leads(actor: &Actor) -> bool {
    matches!(actor, Actor::Person(person) if person.leads())
}

/// Reads a module's reference.
///
/// # Errors
/// Not found, where it is none.
pub fn module_ref(text: &str) -> Result<ModuleRef, ApiError> {
    text.parse().map_err(|_| fail(Error::NotFound("This module")))
}

/// Reads a lesson's reference.
///
/// # Errors
/// Not found, where it is none.
pub fn lesson_ref(text: &str) -> Result<LessonRef, ApiError> {
    text.parse().map_err(|_| fail(Error::NotFound("This lesson")))
}

/// A module as its page shows it.
#[must_use]
pub fn module_view(page: &ModulePage, (now, zone): (Timestamp, &str)) -> ModuleView {
    let read = page.lessons.iter().filter(|step| step.read).count();
    let left: u32 = page.lessons.iter().filter(|step| !step.read).map(|step| step.minutes).sum();
    let all: u32 = page.lessons.iter().map(|step| step.minutes).sum();
    let next = page.lessons.iter().find(|step| !step.read && step.open).map(|step| LinkView {
        href: lesson_link(&step.lesson),
        label: if read == 0 { "Start reading".to_owned() } else { "Go on reading".to_owned() },
    });
    ModuleView {
        reference: page.module.to_string(),
        title: page.title.clone(),
        summary: page.summary.clone(),
        objectives: page.objectives.clone(),
        lessons: page.lessons.iter().enumerate().map(|(at, step)| lesson_row(&page.lessons, at, step)).collect(),
        read: count(read),
        time: match left {
            0 => format!("{}, all read", minutes(all)),
            left if left == all => about(all),
            left => format!("{} of {} left", about(left), minutes(all)),
        },
        next: next.filter(|_| !page.passed),
        quiz: QuizCardView {
            open: page.quiz_open,
            passed: page.passed,
            rule: match &page.changed {
                Some(changed) => quiz_rule(changed.items, changed.needed),
                None => quiz_rule(page.quiz_items, page.quiz_needed),
            },
            lessons_left: count(page.lessons.len() - read),
            resume: page.open_quiz.as_ref().map(go_on),
            last_try: page.missed_quiz.as_ref().filter(|_| !page.passed).map(last_try),
            changed: page.changed.as_ref().map(|changed| what_changed(changed, now, zone)),
            rests_for: page.open_exam.map(|exam| exam.to_string()),
        },
    }
}

fn lesson_row(steps: &[LessonStep], at: usize, step: &LessonStep) -> LessonRow {
    let first = steps.iter().take(at).rfind(|before| !before.read);
    LessonRow {
        href: lesson_link(&step.lesson),
        title: step.title.clone(),
        minutes: step.minutes,
        read: step.read,
        after: if step.open { None } else { first.map(|first| first.title.clone()) },
    }
}

/// A lesson as its page shows it.
#[must_use]
pub fn lesson_view(page: LessonPage) -> LessonView {
    let module = ModuleRef { pack: page.lesson.pack.clone(), module: page.lesson.module.clone() };
    let at = page.steps.iter().position(|step| step.lesson == page.lesson).unwrap_or_default();
    let link = |step: &LessonStep| LinkView { href: lesson_link(&step.lesson), label: step.title.clone() };
    let next = page.steps.get(at + 1).filter(|next| next.open || !page.read);
    LessonView {
        reference: page.lesson.to_string(),
        place: count(at + 1),
        of: count(page.steps.len()),
        previous: at.checked_sub(1).and_then(|before| page.steps.get(before)).map(link),
        onward: next.map_or_else(|| module_link(&module), |next| lesson_link(&next.lesson)),
        fetch_ahead: page.read && next.is_some(),
        module: LinkView { href: module_link(&module), label: page.module_title },
        headings: page.headings.into_iter().map(|(id, label)| LinkView { href: format!("#{id}"), label }).collect(),
        title: page.title,
        minutes: page.minutes,
        html: page.html,
        read: page.read,
        again: page.again.map(|again| ReadAgainView {
            exam: paths::exam(again.scope.as_str()),
            left: match again.left.len() {
                1 => "It is the last one; then nothing is left to read.".to_owned(),
                left => format!("{left} lessons are left to read, this one included."),
            },
        }),
    }
}

/// Where the last lesson of a module leads, and what to say there.
#[must_use]
pub fn after_last_lesson(page: &ModulePage) -> Done {
    let left = page.lessons.iter().filter(|step| !step.read).count();
    let notice = match (left, page.passed) {
        (_, true) => "Lesson read.".to_owned(),
        (0, false) => "All lessons read. The quiz is open.".to_owned(),
        (1, false) => "Lesson read. One more and the quiz opens.".to_owned(),
        (left, false) => format!("Lesson read. {left} more and the quiz opens."),
    };
    Done { notice: Some(notice), ..Done::to(module_link(&page.module)) }
}
