//! Settings: defaults, then `canoe.toml`, then `CANOE_*` variables, then the command line. An unknown key is an error.

use std::net::SocketAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Variables that begin like settings but belong to the test runners.
const NOT_SETTINGS: [&str; 2] = ["test_", "e2e_"];

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://…`.
    pub database_url: String,
    /// Where to listen.
    pub addr: SocketAddr,
    /// The folder of packs; the ones inside the binary where there are any and nothing is set.
    pub content: Option<PathBuf>,
    /// The folder of the built frontend; the one inside the binary where there is one and nothing is set.
    pub assets: Option<PathBuf>,
    /// Where people reach Canoe, such as `https://canoe.example.com`; `http://` and the address where nothing is set.
    pub public_url: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,
    /// What is logged, as in `info,tower_http=debug`.
    pub log: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database_url: "sqlite://data/canoe.db".to_owned(),
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            content: None,
            assets: None,
            public_url: None,
            trusted_proxies: Vec::new(),
            log: "info,sqlx=warn,sea_orm_migration=warn".to_owned(),
        }
    }
}

impl Settings {
    /// Reads `canoe.toml` in the current folder and the environment.
    ///
    /// # Errors
    /// An unknown key or a value that does not do, with where it comes from.
    pub fn read() -> Result<Self, Box<figment::Error>> {
        let environment = Env::prefixed("CANOE_")
            .filter(|key| !NOT_SETTINGS.iter().any(|prefix| key.as_str().to_ascii_lowercase().starts_with(prefix)));
        let figment =
            Figment::from(Serialized::defaults(Self::default())).merge(Toml::file("canoe.toml")).merge(environment);
        let settings: Self = figment.extract().map_err(Box::new)?;
        settings.check()
    }

    fn check(mut self) -> Result<Self, Box<figment::Error>> {
        if let Some(url) = &mut self.public_url {
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                return Err(Box::new(figment::Error::from(format!(
                    "public_url “{url}” does not begin with https:// or http://"
                ))));
            }
            *url = url.trim_end_matches('/').to_owned();
        }
        Ok(self)
    }

    /// Where people reach Canoe, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.addr))
    }

    /// Whether people reach Canoe over TLS, so that cookies may be bound to it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url().starts_with("https://")
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the type is the library's")]
mod tests {
    use super::*;

    #[test]
    fn unknown_settings_are_errors() {
        figment::Jail::expect_with(|jail| {
            jail.create_file("canoe.toml", "colour = \"blue\"")?;
            let error = Settings::read().unwrap_err().to_string();
            assert!(error.contains("colour"), "{error}");
            Ok(())
        });
        figment::Jail::expect_with(|jail| {
            jail.set_env("CANOE_COLOUR", "blue");
            assert!(Settings::read().is_err());
            Ok(())
        });
    }

    #[test]
    fn the_environment_overrides_the_file() {
        figment::Jail::expect_with(|jail| {
            jail.create_file("canoe.toml", "addr = \"127.0.0.1:4000\"\npublic_url = \"https://canoe.example.com/\"")?;
            jail.set_env("CANOE_ADDR", "127.0.0.1:5000");
            jail.set_env("CANOE_TEST_POSTGRES_URL", "postgres://localhost/x");
            let settings = Settings::read().map_err(|error| *error)?;
            assert_eq!(settings.addr.port(), 5000);
            assert_eq!(settings.public_url(), "https://canoe.example.com");
            assert!(settings.is_secure());
            Ok(())
        });
    }
}
