//! The probability of mastery: how sure one may be that a person is above the standard.
//!
//! A person's ability θ is a number on a scale on which the standard is 0. A question has a [`Curve`]: the probability of a
//! right answer at each ability. What is known about a person is an [`Ability`]: weights on a grid of θ, from a prior that is the same
//! for everyone and moved by each answer. [`ExamParameters`] hold the curves of an exam's questions: from the panel's ratings at
//! first ([`calibrate`]), from answers too once there are some ([`learn`]).

mod ability;
pub mod calibrate;
mod curve;
pub mod learn;
mod parameters;

pub use ability::{Ability, InvalidAbility, Normal};
pub use curve::Curve;
pub use parameters::{ExamParameters, ItemParameters, Model, NotCalibrated};
