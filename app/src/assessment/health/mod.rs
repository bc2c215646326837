//! Question health, for admins.

pub mod api;
mod appeals;
mod correction;
mod figures;
mod list;
mod one;
mod parts;
mod preview;
mod rows;
mod scatter;
mod suspension;
pub mod view;
mod whole;

pub use list::QuestionsPage;
pub use one::QuestionPage;
pub use preview::CorrectionPage;
