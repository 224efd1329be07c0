//! How long a command rests before its next try, and what is not tried again.

use super::settings::Retry;
use crate::outcome::RejectedElsewhere;
use std::{
    error::Error,
    hash::{BuildHasher, RandomState},
    time::Duration,
};

impl Retry {
    /// The pause after this many tries, between half and the whole of its doubling bound; `None`
    /// when there is no further one. `random` is any number.
    pub(super) fn pause(&self, tries: u32, random: u64) -> Option<Duration> {
        if tries >= self.tries {
            return None;
        }
        let doubled = self.first.saturating_mul(1_u32 << (tries.max(1) - 1).min(20));
        let bound = doubled.min(self.longest);
        let half = bound / 2;
        let span = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX).saturating_add(1);
        Some(half + Duration::from_nanos(random % span))
    }
}

/// A number that differs between processes and between calls with different input.
pub(super) fn random(input: impl std::hash::Hash) -> u64 {
    thread_local!(static SEED: RandomState = RandomState::new());
    SEED.with(|seed| seed.hash_one(input))
}

/// Whether trying again cannot help: another service has refused.
pub(super) fn is_final(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<RejectedElsewhere>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The error with its causes, on one line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        if !error.is::<RejectedElsewhere>() {
            text.push_str(": ");
            text.push_str(&error.to_string());
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end_after_the_last_try() {
        let retry = Retry::default();
        let longest: Vec<_> = (1..8)
            .map(|tries| {
                let pauses = (0..1000).map(|n| {
                    retry.pause(tries, super::random(n)).expect("not the last try").as_millis()
                });
                let (least, most) = pauses.fold((u128::MAX, 0), |(l, m), p| (l.min(p), m.max(p)));
                let bound = (100 << (tries - 1)).min(10_000);
                assert!(least >= bound / 2 && most <= bound, "{least}..{most} of {bound}");
                bound
            })
            .collect();
        assert_eq!(longest, [100, 200, 400, 800, 1600, 3200, 6400]);
        assert_eq!(retry.pause(8, 0), None);
    }

    #[test]
    fn a_refusal_of_another_service_is_final_however_deep_it_lies() {
        #[derive(Debug)]
        struct Outer(RejectedElsewhere);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("outer")
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.0)
            }
        }
        assert!(is_final(&Outer(RejectedElsewhere)));
        assert!(!is_final(&std::io::Error::other("disk")));
        assert_eq!(chain(&Outer(RejectedElsewhere)), "outer");
    }
}
