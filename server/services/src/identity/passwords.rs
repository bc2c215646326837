//! Passwords: hashing off the async threads, a bounded number at a time, and what a new one must be.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::identity::{PASSWORD_MAX, PASSWORD_MIN};
use tokio::sync::Semaphore;

use crate::{Error, FieldError, Result};

/// Memory in KiB, passes and lanes: OWASP's recommendation for Argon2id.
const PARAMS: (u32, u32, u32) = (47_104, 2, 1);
/// Each hash takes 46 MiB; more at a time would only queue on the cores and fill the memory.
const AT_ONCE: usize = 2;
/// The weakest zxcvbn score that is accepted, of 0 to 4.
const WEAKEST_SCORE: u8 = 3;

/// Hashes and checks passwords with Argon2id.
pub struct Passwords {
    permits: Semaphore,
    dummy: tokio::sync::OnceCell<String>,
}

/// What checking a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Not this password, or no such account.
    Wrong,
    /// The password.
    Right {
        /// Whether the stored hash was made with weaker parameters and should be replaced.
        outdated: bool,
    },
}

impl Passwords {
    /// Ready to hash.
    #[must_use]
    pub fn new() -> Self {
        Self { permits: Semaphore::new(AT_ONCE), dummy: tokio::sync::OnceCell::new() }
    }

    /// Hashes a password to a PHC string.
    ///
    /// # Errors
    /// [`Error::Internal`] where hashing fails or the server is shutting down.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let _turn = self.permits.acquire().await.map_err(internal)?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || {
            argon2()?.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(internal)
        })
        .await
        .map_err(internal)?
    }

    /// Checks a password against a stored hash. Where there is none, it takes as long and says wrong, so that nobody can
    /// tell by the time whether an account exists.
    ///
    /// # Errors
    /// [`Error::Internal`] where a stored hash cannot be read.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict> {
        let known = stored.is_some();
        let stored = match stored {
            Some(hash) => hash.to_owned(),
            None => self.dummy.get_or_try_init(|| self.hash("an account that does not exist")).await?.clone(),
        };
        let _turn = self.permits.acquire().await.map_err(internal)?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&stored).map_err(internal)?;
            let argon2 = argon2()?;
            if argon2.verify_password(password.as_bytes(), &hash).is_err() || !known {
                return Ok(Verdict::Wrong);
            }
            let made_with = Params::try_from(&hash).map_err(internal)?;
            Ok(Verdict::Right { outdated: is_weaker(&made_with) })
        })
        .await
        .map_err(internal)?
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn is_weaker(made_with: &Params) -> bool {
    (made_with.m_cost(), made_with.t_cost(), made_with.p_cost()) != PARAMS
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = PARAMS;
    let params = Params::new(memory, passes, lanes, None).map_err(internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("hashing a password: {error}"))
}

/// Checks a new password: length, and how hard it is to guess for somebody who knows `about` (name, address). No rules about
/// kinds of characters.
pub fn check_new_password(password: &str, about: &[&str]) -> std::result::Result<(), FieldError> {
    let refuse = |message: String| Err(FieldError { field: "password", message });
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return refuse(format!("Use at least {PASSWORD_MIN} characters; four unrelated words do well."));
    }
    if length > PASSWORD_MAX {
        return refuse(format!("Use at most {PASSWORD_MAX} characters."));
    }
    let strength = zxcvbn::zxcvbn(password, about);
    if u8::from(strength.score()) < WEAKEST_SCORE {
        let why = strength.feedback().and_then(|feedback| feedback.warning());
        let why = why.map_or_else(|| "This one is easy to guess.".to_owned(), |why| why.to_string());
        return refuse(format!("{why} Four unrelated words do well."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_and_another_does_not() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery staple").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=2,p=1$"), "{hash}");
        assert_eq!(
            passwords.verify("correct horse battery staple", Some(&hash)).await.unwrap(),
            Verdict::Right { outdated: false }
        );
        assert_eq!(passwords.verify("another one", Some(&hash)).await.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.verify("an account that does not exist", None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn weaker_hashes_are_noticed() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let hash = weak.hash_password(b"correct horse battery staple").unwrap().to_string();
        let verdict = Passwords::new().verify("correct horse battery staple", Some(&hash)).await.unwrap();
        assert_eq!(verdict, Verdict::Right { outdated: true });
    }

    #[test]
    fn new_passwords_are_long_and_hard_to_guess() {
        assert!(check_new_password("short", &[]).is_err());
        assert!(check_new_password("passwordpassword", &[]).is_err());
        assert!(check_new_password(&"a b c d e f ".repeat(12), &[]).is_err());
        assert!(check_new_password("ada.lovelace@example.com", &["ada.lovelace@example.com"]).is_err());
        assert!(check_new_password("lantern-gravel-ostrich-seven", &["ada"]).is_ok());
    }
}
