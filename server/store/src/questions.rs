//! What is known of questions, and what is done about them.

mod suspension;

pub use suspension::{
    Evidence, Lifted, MaySuspend, Suspension, lift, open_suspension, suspend, suspended_versions, suspensions_of,
};
