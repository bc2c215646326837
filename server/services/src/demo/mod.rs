//! The demo company: people of every role and at every stage, with a history that the real use cases made.
//!
//! Nothing is written past them: people are added, paths assigned, lessons read, quizzes and exams answered, each at its
//! day in the past. What the demo shows is therefore what Canoe would have come to by itself.

mod cast;
mod clock;
mod play;
mod script;
mod sitting;

use domain::authz::{Actor, KeyScope};
use store::identity as table;

use self::play::Stage;
use crate::{Error, Result, Services, identify, integration};

/// The password of everybody in the demo.
pub const PASSWORD: &str = "quiet-river-early-light";

/// How to look around in the demo.
#[derive(Clone)]
pub struct DemoGuide {
    /// Who can sign in, admins and managers first.
    pub people: Vec<DemoPerson>,
    /// The password of everybody.
    pub password: &'static str,
    /// An API key that may ask for clearances.
    pub api_key: String,
    /// The id that the demo rep has in the phone system.
    pub rep: &'static str,
    /// The scope to ask about.
    pub scope: String,
}

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// `admin`, `manager` or `rep`.
    pub role: &'static str,
    /// Their name.
    pub name: &'static str,
    /// Their address.
    pub email: &'static str,
    /// Where they stand, in a few words.
    pub note: &'static str,
}

impl DemoGuide {
    /// A line for a shell that asks whether the demo rep may take calls. `public_url` has no slash at its end.
    #[must_use]
    pub fn curl(&self, public_url: &str) -> String {
        let Self { api_key, rep, scope, .. } = self;
        format!("curl -H 'Authorization: Bearer {api_key}' '{public_url}/api/v1/people/{rep}/clearance?scope={scope}'")
    }
}

/// Fills an empty database with the demo company.
///
/// # Errors
/// [`Error::Refused`] with code `not-empty` where there is anybody already, `no-path` where the material has no path or no
/// certification to demonstrate.
pub async fn load(services: &Services) -> Result<DemoGuide> {
    if table::anybody_exists(services.store(), &identify(&Actor::System)?).await? {
        return Err(Error::refused(
            "not-empty",
            "There are people here already. The demo goes into an empty database only.",
        ));
    }
    let mut stage = Stage::set(services)?;
    let scope = stage.scope().to_string();
    stage.play(script::script(services.now())).await?;
    let admin = stage.actor(cast::ADMIN)?;
    let may = [KeyScope::ClearanceRead.as_str().to_owned()];
    let (_, api_key) = integration::create_key(services, &admin, "Phone system (demo)", &may, "").await?;
    Ok(DemoGuide { people: people(), password: PASSWORD, api_key, rep: cast::DEMO_REP, scope })
}

/// Who can sign in to the demo, admins and managers first.
#[must_use]
pub fn people() -> Vec<DemoPerson> {
    let listed = cast::CAST.iter().filter(|part| !part.invited_only).map(|part| DemoPerson {
        role: part.role.as_str(),
        name: part.name,
        email: part.email,
        note: part.note,
    });
    listed.collect()
}
