//! Names inside packs, and references built from them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name in a pack and in a URL: 1 to 80 lower-case ASCII letters, digits and hyphens, beginning and ending with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A text is not a [`Slug`] or not a reference made of slugs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a name: use lower-case letters, digits and hyphens")]
pub struct SlugError(pub String);

impl Slug {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let inner = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        let bytes = text.as_bytes();
        let ends = bytes.first().copied().is_some_and(inner) && bytes.last().copied().is_some_and(inner);
        if ends && bytes.len() <= 80 && bytes.iter().all(|&c| inner(c) || c == b'-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Declares a reference: slugs joined by `/`, in this order.
macro_rules! references {
    ($($(#[$doc:meta])* $name:ident { $($field:ident),+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name {
            $(
                #[doc = concat!("The ", stringify!($field), "'s name.")]
                pub $field: Slug,
            )+
        }

        impl FromStr for $name {
            type Err = SlugError;

            fn from_str(text: &str) -> Result<Self, SlugError> {
                let mut parts = text.split('/');
                let made = Self { $($field: parts.next().unwrap_or_default().parse().map_err(|_| SlugError(text.to_owned()))?,)+ };
                if parts.next().is_some() { Err(SlugError(text.to_owned())) } else { Ok(made) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let parts = [$(self.$field.as_str()),+];
                f.write_str(&parts.join("/"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = SlugError;

            fn try_from(text: String) -> Result<Self, SlugError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(reference: $name) -> Self {
                reference.to_string()
            }
        }
    )+};
}

references! {
    /// Names a module across packs: `halyard/offering`.
    ModuleRef { pack, module }
    /// Names a path across packs: `halyard/outbound-onboarding`.
    PathRef { pack, path }
    /// Names a lesson across packs: `halyard/offering/10-what-we-do`.
    LessonRef { pack, module, lesson }
    /// Names a question across packs: `halyard/offering/of-001`.
    QuestionRef { pack, module, question }
}

impl ModuleRef {
    /// The reference of one of this module's lessons.
    #[must_use]
    pub fn lesson(&self, lesson: &Slug) -> LessonRef {
        LessonRef { pack: self.pack.clone(), module: self.module.clone(), lesson: lesson.clone() }
    }

    /// The reference of one of this module's questions.
    #[must_use]
    pub fn question(&self, question: &Slug) -> QuestionRef {
        QuestionRef { pack: self.pack.clone(), module: self.module.clone(), question: question.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_names() {
        assert!("10-what-we-do".parse::<Slug>().is_ok());
        for bad in ["", "-a", "a-", "A", "a b", "ä", "a/b", "../etc", &"a".repeat(81)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }

    #[test]
    fn references_have_exactly_their_parts() {
        let r: LessonRef = "halyard/offering/10-night".parse().unwrap();
        assert_eq!(r.to_string(), "halyard/offering/10-night");
        assert!("halyard".parse::<ModuleRef>().is_err());
        assert!("a/b/c".parse::<ModuleRef>().is_err());
    }
}
