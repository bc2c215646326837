//! Secrets and signatures of Standard Webhooks: HMAC-SHA256 over id, time and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::EventId;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use store::webhook::Delivery;

use crate::ports::Entropy;
use crate::{Error, Result};

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// A new secret: 32 random bytes.
pub(super) fn new_secret(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// The body that tells of an event: the same bytes at every try.
pub(super) fn body(delivery: &Delivery) -> String {
    format!(r#"{{"type":"{}","timestamp":"{}","data":{}}}"#, delivery.kind, delivery.at, delivery.data)
}

/// The headers of a message that is sent at `at`, with a signature by each of the secrets.
pub(super) fn headers(
    event: EventId,
    at: Timestamp,
    body: &str,
    secrets: &[String],
) -> Result<Vec<(&'static str, String)>> {
    let (id, seconds) = (event.to_string(), at.as_millis().div_euclid(1_000));
    let signed: Result<Vec<String>> = secrets.iter().map(|secret| signature(secret, &id, seconds, body)).collect();
    Ok(vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", concat!("Canoe/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signed?.join(" ")),
    ])
}

fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String> {
    let unusable = || Error::Internal("a stored webhook secret cannot be read".to_owned());
    let key = secret.strip_prefix(PREFIX).and_then(|key| STANDARD.decode(key).ok()).ok_or_else(unusable)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| unusable())?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of the specification's reference libraries.
    #[test]
    fn signs_as_the_specification_says() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let entropy = crate::ports::Ports::system().entropy;
        let (a, b) = (new_secret(&*entropy), new_secret(&*entropy));
        assert_ne!(a, b);
        assert_eq!(STANDARD.decode(a.strip_prefix(PREFIX).unwrap()).unwrap().len(), 32);
    }

    #[test]
    fn every_secret_signs() {
        let entropy = crate::ports::Ports::system().entropy;
        let secrets = [new_secret(&*entropy), new_secret(&*entropy)];
        let headers = headers(EventId::default(), Timestamp::from_millis(1_999), "{}", &secrets).unwrap();
        let of = |name: &str| headers.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!(of("webhook-timestamp"), "1");
        let signatures = of("webhook-signature");
        let parts: Vec<&str> = signatures.split(' ').collect();
        assert!(parts.len() == 2 && parts[0] != parts[1] && parts.iter().all(|part| part.starts_with("v1,")));
    }
}
