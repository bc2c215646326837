//! What only the server can do: who asks, which services there are, and turning the services' errors and types into the
//! browser's. The only module of this package that is compiled for the server alone.

mod answering;
mod assessment;
mod assign;
mod audit;
mod brief;
mod certification;
mod clearance;
mod context;
mod error;
mod feedback;
mod gate;
mod identity;
mod integration;
mod learning;
mod next;
mod parts;
mod questions;
mod readiness;
mod reading;
mod teams;
mod transcript;
mod webhooks;
mod when;

pub use answering::{answer_form, answer_input, give_answer, next_view};
pub use assessment::attempt_page_view;
pub use assign::{assign_target, assign_view, assigned_words, target_name};
pub use audit::{audit_filter, audit_kind, audit_page_view};
pub use brief::brief_view;
pub use certification::{against_words, certificates_view, standard_view};
pub use clearance::clearance_view;
pub use context::{RequestContext, context};
pub use error::{api_error, fail, set_status};
pub use gate::{ending_words, override_report_view, override_words};
pub use identity::{
    account_view, current_session, own_page, parse_id, parse_optional_id, people_view, team_part, teams_view,
    time_zones,
};
pub use integration::key_view;
pub use learning::{after_last_lesson, home_view, leads, lesson_ref, lesson_view, module_ref, module_view};
pub use next::{NextPacks, next_packs, next_packs_view, preview_of_packs};
pub use questions::{parse_correction, preview_view, question_filter, question_view, questions_view, undo_view};
pub use readiness::{as_read_view, board_filter, board_view, person_view, team_names};
pub use teams::membership_words;
pub use transcript::transcript_view;
pub use webhooks::{asked, deliveries_view, delivery_view, parse_seq, replay_words, since, webhook_view};
pub use when::{day, day_input, days_ago, days_until, moment, near_day, near_moment, time_of_day};
