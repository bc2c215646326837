//! Draws from a seed: the same on every machine and under every later version of every library.
//!
//! The words come from ChaCha with 12 rounds (RFC 8439's layout, fewer rounds) under a key written out here. How a word
//! becomes a number below a bound, and numbers a shuffle, is written out here too: a library that changes its mind
//! about sampling cannot change a stored attempt's draw.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a draw is made from; stored with the attempt. It comes from the randomness port and is used for one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// The seed as a database keeps it: the same 64 bits, read as a signed number.
    #[must_use]
    pub const fn to_stored(self) -> i64 {
        self.0.cast_signed()
    }

    /// The seed from the database.
    #[must_use]
    pub const fn from_stored(stored: i64) -> Self {
        Self(stored.cast_unsigned())
    }
}

/// What a stream of random words is for, so that adding a shuffle never moves a draw.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    /// Which questions, in which order.
    Questions,
    /// The order of a question's options.
    Options,
    /// Which places of its module a critical question may take.
    Places,
}

/// A stream of random words from a seed.
pub(super) struct Generator(ChaCha12Rng);

impl Generator {
    /// The beginning of one stream of a seed. The key is the seed, little-endian, followed by zeros.
    pub(super) fn new(seed: Seed, stream: Stream) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.0.to_le_bytes());
        let mut words = ChaCha12Rng::from_seed(key);
        words.set_stream(match stream {
            Stream::Questions => 1,
            Stream::Options => 2,
            Stream::Places => 3,
        });
        Self(words)
    }

    /// A number below `bound`, each equally likely; 0 where `bound` is 0.
    ///
    /// Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019, algorithm 5, on
    /// 32-bit words.
    fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let mut product = self.product(bound);
        if low(product) < bound {
            let biased = bound.wrapping_neg() % bound;
            while low(product) < biased {
                product = self.product(bound);
            }
        }
        high(product)
    }

    fn product(&mut self, bound: u32) -> u64 {
        u64::from(self.0.next_u32()) * u64::from(bound)
    }

    fn index_below(&mut self, length: usize) -> usize {
        let index = self.below(u32::try_from(length).unwrap_or(u32::MAX));
        usize::try_from(index).unwrap_or(0)
    }

    /// Puts `items` into an order of which each is equally likely (Fisher–Yates, from the last place to the second).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let chosen = self.index_below(last + 1);
            items.swap(last, chosen);
        }
    }

    /// Takes one of `items` out, each equally likely; the order of the others is kept. None where there are none.
    pub(super) fn take<T>(&mut self, items: &mut Vec<T>) -> Option<T> {
        let chosen = self.index_below(items.len());
        (chosen < items.len()).then(|| items.remove(chosen))
    }
}

/// The lower half of a 64-bit product.
const fn low(product: u64) -> u32 {
    (product & 0xFFFF_FFFF) as u32
}

/// The upper half of a 64-bit product.
const fn high(product: u64) -> u32 {
    (product >> 32) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn numbers(seed: u64, stream: Stream, bound: u32, count: usize) -> Vec<u32> {
        let mut generator = Generator::new(Seed(seed), stream);
        (0..count).map(|_| generator.below(bound)).collect()
    }

    #[test]
    fn streams_never_change() {
        // Worked out by a second implementation of ChaCha12 from its definition.
        assert_eq!(numbers(7, Stream::Questions, 1_000, 8), [979_u32, 410, 283, 391, 49, 60, 461, 884]);
        assert_eq!(numbers(7, Stream::Options, 1_000, 8), [17_u32, 281, 139, 361, 785, 346, 294, 595]);
    }

    #[test]
    fn every_number_is_equally_likely() {
        // 60,000 throws of a die: chi-squared with 5 degrees of freedom stays below 20.5 in 999 of 1,000 fair dice.
        let mut counts = [0_u32; 6];
        for face in numbers(42, Stream::Questions, 6, 60_000) {
            counts[face as usize] += 1;
        }
        let chi_squared: f64 = counts.iter().map(|&n| (f64::from(n) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi_squared < 20.5, "{counts:?}");
    }

    #[test]
    fn every_order_is_equally_likely() {
        let mut generator = Generator::new(Seed(3), Stream::Options);
        let mut counts = std::collections::BTreeMap::<[u8; 3], u32>::new();
        for _ in 0..6_000 {
            let mut order = [0, 1, 2];
            generator.shuffle(&mut order);
            *counts.entry(order).or_default() += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|n| (880..1_120).contains(n)), "{counts:?}");
    }

    #[test]
    fn nothing_comes_from_nothing() {
        let mut generator = Generator::new(Seed(1), Stream::Questions);
        assert_eq!(generator.below(0), 0);
        assert_eq!(generator.take::<u8>(&mut Vec::new()), None);
        generator.shuffle::<u8>(&mut []);
    }

    proptest! {
        #[test]
        fn numbers_stay_below_their_bound(seed: u64, bound in 1..=u32::MAX) {
            prop_assert!(numbers(seed, Stream::Questions, bound, 4).into_iter().all(|n| n < bound));
        }

        #[test]
        fn a_shuffle_loses_nothing(seed: u64, items in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut shuffled = items.clone();
            Generator::new(Seed(seed), Stream::Options).shuffle(&mut shuffled);
            let (mut a, mut b) = (items, shuffled);
            a.sort_unstable();
            b.sort_unstable();
            prop_assert_eq!(a, b);
        }

        #[test]
        fn seeds_survive_the_database(seed: u64) {
            prop_assert_eq!(Seed::from_stored(Seed(seed).to_stored()), Seed(seed));
        }
    }
}
