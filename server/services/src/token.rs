//! Secrets that are shown once and stored as a hash: session tokens, one-time links, API keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::ports::Entropy;

/// A new secret: 32 random bytes as 43 URL-safe characters.
pub fn new_token(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// SHA-256 of a text, in hex. Enough for secrets of 256 random bits, which cannot be guessed from their hash.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    // Every request with a key comes here: one allocation, not one for each byte.
    let mut hex = String::with_capacity(2 * digest.len());
    for byte in digest {
        hex.push(digit(byte >> 4));
        hex.push(digit(byte & 0xf));
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let entropy = crate::ports::Ports::system().entropy;
        let (a, b) = (new_token(&*entropy), new_token(&*entropy));
        assert_eq!(a.len(), 43);
        assert_ne!(a, b);
    }
}
