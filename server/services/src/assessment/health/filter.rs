//! Which questions somebody wants to see, and in which order.

use domain::assessment::Subject;
use domain::catalog::ModuleRef;

/// What somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthFilter {
    /// Whose answers: an exam's or a quiz's; the first exam where nothing is named.
    pub subject: Option<Subject>,
    /// Only questions of this module.
    pub module: Option<ModuleRef>,
    /// Only those of this kind.
    pub show: Show,
    /// In this order.
    pub sort: Sort,
    /// The page, from 0.
    pub page: u32,
}

/// Which questions to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those with a flag or an open objection.
    NeedsLook,
    /// Those that exams do not draw: suspended or corrected.
    Suspended,
    /// Those with an open objection.
    Objected,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// What needs a look first.
    #[default]
    Look,
    /// The hardest first.
    Facility,
    /// The least discriminating first.
    Discrimination,
    /// The most exposed first.
    Exposure,
    /// As the material has them.
    Material,
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its word in addresses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one of this word; the usual one where there is no such word.
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                Self::ALL.iter().copied().find(|one| one.as_str() == word).unwrap_or_default()
            }
        }
    )+};
}

words! {
    Show { All = "", NeedsLook = "look", Suspended = "suspended", Objected = "objected" }
    Sort { Look = "", Facility = "facility", Discrimination = "discrimination", Exposure = "exposure", Material = "material" }
}
