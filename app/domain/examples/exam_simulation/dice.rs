//! Randomness from a seed.

use domain::assessment::Seed;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
pub struct Dice(ChaCha12Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        // Not the key of a draw's own generator, which has zeros here.
        key[31] = 1;
        Self(ChaCha12Rng::from_seed(key))
    }

    /// A number from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        // The upper 53 bits are what a double holds.
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
        let bits = (self.0.next_u64() >> 11) as f64;
        bits * (-53_f64).exp2()
    }

    /// A number from N(0, 1).
    ///
    /// Source: G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", 1958.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }

    pub fn seed(&mut self) -> Seed {
        Seed(self.0.next_u64())
    }
}
