//! Settings: defaults, then `canoe.toml`, then `CANOE_*` variables, then the command line. An unknown key is an error.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use services::integration::LONGEST_STALENESS;

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
    /// The folder of the packs to come, of which an admin sees what they would change.
    pub content_next: Option<PathBuf>,
    /// The folder of the built frontend; the one inside the binary where there is one and nothing is set.
    pub assets: Option<PathBuf>,
    /// Where people reach Canoe, such as `https://canoe.example.com`; `http://` and the address where nothing is set.
    pub public_url: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed: a list, or one text with commas.
    #[serde(default, deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Networks to which webhooks are sent although they are private, and over plain http too: a list, or one text with commas.
    #[serde(default, deserialize_with = "networks")]
    pub webhook_private_networks: Vec<IpNet>,
    /// For how many seconds, 0 to 60, checks may go on without asking the database whether anything has changed.
    pub clearance_staleness_seconds: u32,
    /// What is logged, as in `info,tower_http=debug`.
    pub log: String,
}

/// A list of networks, or a text with commas between them, as an environment variable gives it. A single address is a
/// network of one.
fn networks<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<IpNet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<String>),
        Text(String),
    }
    let texts = match Given::deserialize(input)? {
        Given::List(texts) => texts,
        Given::Text(text) => text.split(',').map(str::to_owned).collect(),
    };
    let network = |text: &str| match text.parse::<IpNet>() {
        Ok(network) => Ok(network),
        Err(_) => text.parse::<IpAddr>().map(IpNet::from),
    };
    let wrong = |text: &str| serde::de::Error::custom(format!("“{text}” is no network such as 10.0.0.0/8"));
    let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    texts.map(|text| network(text).map_err(|_| wrong(text))).collect()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database_url: "sqlite://data/canoe.db".to_owned(),
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            content: None,
            content_next: None,
            assets: None,
            public_url: None,
            trusted_proxies: Vec::new(),
            webhook_private_networks: Vec::new(),
            clearance_staleness_seconds: 0,
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
        // Only the current folder's, never one of a folder above it; and there need not be any.
        let file = Path::new("canoe.toml");
        let figment = Figment::from(Serialized::defaults(Self::default()));
        let figment = if file.is_file() { figment.merge(Toml::file_exact(file)) } else { figment };
        let figment = figment.merge(environment);
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
        if self.clearance_staleness_seconds > LONGEST_STALENESS {
            return Err(Box::new(figment::Error::from(format!(
                "clearance_staleness_seconds is {}, and at most {LONGEST_STALENESS} are possible",
                self.clearance_staleness_seconds
            ))));
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
    fn an_answer_is_a_minute_old_at_most() {
        figment::Jail::expect_with(|jail| {
            assert_eq!(Settings::read().unwrap().clearance_staleness_seconds, 0);
            jail.create_file("canoe.toml", "clearance_staleness_seconds = 60")?;
            assert_eq!(Settings::read().unwrap().clearance_staleness_seconds, 60);
            jail.set_env("CANOE_CLEARANCE_STALENESS_SECONDS", "61");
            let error = Settings::read().unwrap_err().to_string();
            assert!(error.contains("at most 60"), "{error}");
            Ok(())
        });
    }

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
    fn proxies_are_a_list_or_a_text() {
        let read = |text: &'static str| {
            let mut found = Vec::new();
            figment::Jail::expect_with(|jail| {
                jail.set_env("CANOE_TRUSTED_PROXIES", text);
                found = Settings::read().map_err(|error| *error)?.trusted_proxies;
                Ok(())
            });
            found.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(read("10.0.0.0/8"), ["10.0.0.0/8"]);
        assert_eq!(read("[10.0.0.0/8, 192.0.2.1]"), ["10.0.0.0/8", "192.0.2.1/32"]);
        assert_eq!(read("10.0.0.0/8, fd00::/8"), ["10.0.0.0/8", "fd00::/8"]);
        figment::Jail::expect_with(|jail| {
            jail.set_env("CANOE_TRUSTED_PROXIES", "the proxy");
            assert!(Settings::read().unwrap_err().to_string().contains("the proxy"));
            Ok(())
        });
    }

    #[test]
    fn the_environment_overrides_the_file() {
        figment::Jail::expect_with(|jail| {
            let file = "addr = \"127.0.0.1:4000\"\npublic_url = \"https://canoe.example.com/\"\nwebhook_private_networks = [\"10.0.0.0/8\"]";
            jail.create_file("canoe.toml", file)?;
            jail.set_env("CANOE_ADDR", "127.0.0.1:5000");
            jail.set_env("CANOE_TEST_POSTGRES_URL", "postgres://localhost/x");
            let settings = Settings::read().map_err(|error| *error)?;
            assert_eq!(settings.addr.port(), 5000);
            assert_eq!(settings.public_url(), "https://canoe.example.com");
            assert!(settings.is_secure());
            assert_eq!(settings.webhook_private_networks, ["10.0.0.0/8".parse().unwrap()]);
            Ok(())
        });
    }
}
