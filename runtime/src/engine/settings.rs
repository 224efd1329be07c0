//! What a lane needs to know beside its service.

use rdkafka::ClientConfig;
use std::time::Duration;

/// How the lanes of one service run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// What every handle starts from: `bootstrap.servers`, security, and the properties that the
    /// user passes through. The engine adds its own under it: what is set here wins.
    pub client: ClientConfig,
    /// More properties, for consumers alone.
    pub consumer: Vec<(String, String)>,
    /// More properties, for producers alone.
    pub producer: Vec<(String, String)>,
    /// The consumer group.
    pub group: String,
    /// `group.instance.id`: a stable name of this process, unique in its group.
    pub instance: Option<String>,
    /// What a processor promises; a subscriber is always at least once.
    pub guarantee: Guarantee,
    /// Members of the group in this process, each with a thread of its own.
    pub lanes: usize,
    /// What a handler's error leads to.
    pub retry: Retry,
    /// How long running handlers may take when their partition is given up.
    pub drain: Duration,
    /// Bytes of finished outputs that wait for their transaction; above it nothing more is taken.
    pub buffer: usize,
}

/// How often the effects of a command inside Kafka take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guarantee {
    /// Reply, events and offset in one transaction.
    ExactlyOnce,
    /// The offset follows the outputs.
    AtLeastOnce,
}

/// Bounded exponential back-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retry {
    /// Tries in all, the first included; at least 1.
    pub tries: u32,
    /// Before the second try; doubled for each further one.
    pub first: Duration,
    /// No pause is longer.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Retry { tries: 8, first: Duration::from_millis(100), longest: Duration::from_secs(10) }
    }
}

impl Settings {
    /// The defaults for a group of a cluster.
    pub(crate) fn new(client: ClientConfig, group: impl Into<String>) -> Self {
        Settings {
            client,
            consumer: Vec::new(),
            producer: Vec::new(),
            group: group.into(),
            instance: None,
            guarantee: Guarantee::ExactlyOnce,
            lanes: 1,
            retry: Retry::default(),
            drain: Duration::from_secs(5),
            buffer: 16 * 1024 * 1024,
        }
    }
}
