//! Lessons and quizzes in order: what is open, what comes next, how much is left.

mod access;
mod progress;
mod route;

pub use access::{Access, Missing, lesson_access, module_access, quiz_access};
pub use progress::{Progress, Steps, minutes_left, steps};
pub use route::{ModuleState, NextStep, module_states, next_step};

#[cfg(test)]
mod tests;
