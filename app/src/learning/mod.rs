//! Lessons, progress and assignments.

pub mod api;
mod assign;
pub mod assign_api;
pub mod assign_view;
mod home;
mod lesson;
mod module;
mod notices;
mod prefetch;
mod quiz_card;
mod start;
pub mod view;

pub use assign::AssignPage;
pub use home::HomePage;
pub use lesson::LessonPage;
pub use module::ModulePage;
pub use start::StartPage;
