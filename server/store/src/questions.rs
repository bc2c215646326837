//! What is known of questions, and what is done about them: answers for analysis, exposure, suspensions, objections.

mod answers;
mod appeal;
mod correction;
mod suspension;

pub use answers::{
    AnswerRow, Exposure, ShownVersion, analysis_state, answers_of, exposure, exposure_of, first_attempts,
    shown_versions,
};
pub use appeal::{
    Appeal, AppealDecision, appeal_by_id, appealed_places, appeals_of, decide_appeal, insert_appeal, open_appeals,
};
pub use correction::{
    StoredCorrection, correction_by_id, corrections_of, corrections_to_decide_by, decided_exams_with,
    insert_correction, lock_corrections, lock_people_with, set_corrected, standing_corrections, undo_correction,
};
pub use suspension::{
    Evidence, Lifted, MaySuspend, Suspension, lift, open_suspension, suspend, suspended_versions, suspensions_of,
    versions_looked_at,
};

/// For how many attempts answers are read at a time.
pub const CHUNK: usize = crate::rows::CHUNK;
