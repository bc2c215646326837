//! Who is looking, and what the page's head needs; the server puts both into the context.

use leptos::prelude::use_context;

use crate::ApiError;
use crate::ui::Theme;

/// Who is looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role: `rep`, `manager` or `admin`.
    pub role: String,
    /// IANA time zone in which times are shown to them.
    pub time_zone: String,
    /// What every page says of the overrides that lift their clearance now.
    pub overrides: Vec<String>,
}

impl Viewer {
    /// Who is looking; none where nobody is signed in.
    #[must_use]
    pub fn current() -> Option<Self> {
        use_context::<Self>()
    }

    /// Whether they are a manager or an admin.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.role != "rep"
    }

    /// Whether they are an admin.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role == "admin"
    }
}

/// Addresses of the built files, with their hashes, and the theme that was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The stylesheet.
    pub css: String,
    /// The script that loads the islands.
    pub js: String,
    /// The islands.
    pub wasm: String,
    /// The theme that was chosen.
    pub theme: Theme,
}

impl Assets {
    /// The files of this build.
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().unwrap_or_default()
    }
}

/// Why no page can be shown at all, such as a database that is away; the server puts it into the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped(pub ApiError);

/// Sets the response's status; the server puts it into the context, so that every error page carries its own.
#[derive(Debug, Clone, Copy)]
pub struct StatusSetter(pub fn(u16));

impl StatusSetter {
    /// Sets the status of this response.
    pub fn set(status: u16) {
        if let Some(Self(set)) = use_context::<Self>() {
            set(status);
        }
    }
}
