//! One file a table. The columns are explained in the migrations; a test holds the two together.

pub mod accommodation;
pub mod api_key;
pub mod appeal;
pub mod assignment;
pub mod attempt;
pub mod attempt_item;
pub mod audit_event;
pub mod certificate;
pub mod certification_version;
pub mod exam_parameters;
pub mod job_run;
pub mod lesson_read;
pub mod lesson_version;
pub mod module_pass;
pub mod notice;
pub mod one_time_link;
pub mod person;
pub mod question_correction;
pub mod question_suspension;
pub mod question_version;
pub mod remedial_lesson;
pub mod session;
pub mod sign_in_throttle;
pub mod team;
pub mod team_member;
