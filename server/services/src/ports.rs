//! The ports to the world: time, randomness, and messages to other systems. Tests put their own in.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Gives what nobody can guess.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` from a cryptographically secure source.
    fn fill(&self, bytes: &mut [u8]);

    /// A new UUID of version 7.
    fn uuid(&self) -> Uuid;
}

/// A message to another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where to.
    pub url: String,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its body.
    pub body: String,
    /// How long the other system may take.
    pub timeout: Duration,
}

/// What the other system answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// The beginning of the body.
    pub body: String,
}

/// Why there is no answer, in words for an admin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoReply(pub String);

/// A reply that is on its way.
pub type Replying<'a> = Pin<Box<dyn Future<Output = Result<Reply, NoReply>> + Send + 'a>>;

/// Sends messages to other systems.
pub trait Messenger: Send + Sync {
    /// Whether the settings list this address as one to send to although it is not public, or without TLS.
    fn lists(&self, address: IpAddr) -> bool;

    /// Posts a message. It goes to addresses only that [`domain::integration::may_send`] allows, follows no redirect and takes no proxy.
    fn post(&self, message: Message) -> Replying<'_>;
}

/// All ports.
#[derive(Clone)]
pub struct Ports {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness and ids.
    pub entropy: Arc<dyn Entropy>,
    /// The way to other systems.
    pub messenger: Arc<dyn Messenger>,
}

impl Ports {
    /// The machine's own clock and randomness, and no way to other systems: only a server has one.
    #[must_use]
    pub fn system() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy), messenger: Arc::new(NoMessenger) }
    }

    /// A random number for a seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

struct NoMessenger;

impl Messenger for NoMessenger {
    fn lists(&self, _: IpAddr) -> bool {
        false
    }

    fn post(&self, _: Message) -> Replying<'_> {
        Box::pin(std::future::ready(Err(NoReply("Only a running server sends anything.".to_owned()))))
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port")]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the port")]
    fn fill(&self, bytes: &mut [u8]) {
        use rand::Rng as _;
        rand::rng().fill_bytes(bytes);
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}
