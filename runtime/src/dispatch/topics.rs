//! The topics of a subscriber's events.

use crate::message::{Event, Interface};

/// The topic of an event of `I`.
pub const fn topic<E: Event<Interface = I>, I: Interface>() -> &'static str {
    E::TOPIC
}

/// Topics, each once, in the order in which they are first named: events may share a topic.
pub struct Topics<const N: usize> {
    names: [&'static str; N],
    count: usize,
}

impl<const N: usize> Topics<N> {
    /// Of these, which are at most `N`; more are left out.
    pub const fn each_once(all: &[&'static str]) -> Self {
        let (mut names, mut count, mut next) = ([""; N], 0, 0);
        while next < all.len() && count < N {
            if !holds(&names, count, all[next]) {
                names[count] = all[next];
                count += 1;
            }
            next += 1;
        }
        Topics { names, count }
    }

    /// Their names.
    pub const fn as_slice(&self) -> &[&'static str] {
        self.names.split_at(self.count).0
    }
}

const fn holds(names: &[&str], count: usize, name: &str) -> bool {
    let mut at = 0;
    while at < count {
        if same(names[at].as_bytes(), name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    left.len() == right.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_that_events_share_is_read_once() {
        const ALL: &[&str] = &["balances", "accounts", "balances", "balance", "accounts"];
        const ONCE: Topics<{ ALL.len() }> = Topics::each_once(ALL);
        const NAMES: &[&str] = ONCE.as_slice();
        assert_eq!(NAMES, ["balances", "accounts", "balance"]);
    }

    #[test]
    fn no_events_have_no_topics() {
        assert_eq!(Topics::<0>::each_once(&[]).as_slice(), [""; 0]);
    }
}
