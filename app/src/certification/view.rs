//! What the certificates page shows.

use serde::{Deserialize, Serialize};

/// Somebody's certificates, and the exams that earn one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatesView {
    /// The certificates, newest first.
    pub certificates: Vec<CertificateView>,
    /// Exams: scope and title of its certification.
    pub exams: Vec<(String, String)>,
}

/// A certificate in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Its id.
    pub id: String,
    /// What was decided about it, by whom and when, and why, oldest first.
    pub decisions: Vec<(String, String)>,
    /// Title of the certification.
    pub title: String,
    /// The day it was granted.
    pub granted: String,
    /// The last day it holds, or held.
    pub until: String,
    /// Where it stands.
    pub state: CertificateState,
}

/// Where a certificate stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateState {
    /// It holds.
    Holds,
    /// Another took its place: the day on which that was granted.
    Followed(String),
    /// Its time has run out.
    Expired,
    /// It does not hold, since this day, until it is reinstated.
    Suspended(String),
    /// It was taken back on this day.
    Revoked(String),
}

/// A certificate of somebody, with what can be decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldView {
    /// Its id.
    pub id: String,
    /// Title of the certification.
    pub title: String,
    /// `valid`, `suspended`, `revoked` or `expired`.
    pub state: String,
    /// Since when and until when, in words.
    pub words: String,
    /// What was decided about it, oldest first: who did what and when, and why.
    pub decisions: Vec<(String, String)>,
    /// What the reader may decide now: `suspend`, `reinstate`, `revoke`.
    pub may: Vec<String>,
}

/// The standard of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardView {
    /// The scope, which is its place on the page.
    pub scope: String,
    /// Title of the certification.
    pub title: String,
    /// The standard: "75 %".
    pub cut: String,
    /// Its error: "± 1.1 points".
    pub error: String,
    /// Who rated: "3 judges, 129 of 129 questions".
    pub judges: String,
    /// What is wrong with the panel; none where nothing is.
    pub warning: Option<String>,
    /// What its difficulties rest on.
    pub rests_on: String,
    /// The rules, each as name, value and what it means.
    pub rules: Vec<(String, String, String)>,
}
