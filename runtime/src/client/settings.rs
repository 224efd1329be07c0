//! What a client needs to know beside its interface.

use crate::contract::Contract;
use rdkafka::ClientConfig;
use std::time::Duration;

/// How one client runs.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// What every handle starts from: `bootstrap.servers`, security, and the properties that the
    /// user passes through. The client adds its own under it: what is set here wins.
    pub client: ClientConfig,
    /// More properties, for consumers alone.
    pub consumer: Vec<(String, String)>,
    /// More properties, for producers alone.
    pub producer: Vec<(String, String)>,
    /// The name of this process among those with the same client_id; with it the client_id chooses
    /// the partition of the reply topic that this process reads.
    pub instance: String,
    /// How long a call waits for its reply unless it says otherwise.
    pub timeout: Duration,
    /// How long the broker may take to tell where a partition ends.
    pub answer: Duration,
    /// Calls in flight; one more waits in order.
    pub window: usize,
    /// The broker is the embedded one.
    pub embedded: bool,
}

/// Room for a record's key and headers beside its value, and for the frame of its batch.
const AROUND_A_VALUE: usize = 64 * 1024;

impl Settings {
    /// The defaults on a cluster.
    pub(crate) fn new(client: ClientConfig, instance: impl Into<String>) -> Self {
        Settings {
            client,
            consumer: Vec::new(),
            producer: Vec::new(),
            instance: instance.into(),
            timeout: Duration::from_secs(30),
            answer: Duration::from_secs(10),
            window: 1_000,
            embedded: false,
        }
    }

    /// For a consumer that reads replies: never as a member of a group, and never from a place
    /// that nobody chose.
    pub(crate) fn consumer(&self, client_id: &str) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            // Nobody joins it: librdkafka wants the name of a group for every assignment.
            .set("group.id", client_id)
            .set("fetch.min.bytes", "1")
            .set("fetch.queue.backoff.ms", "5")
            .set("fetch.error.backoff.ms", "100")
            .set("queued.max.messages.kbytes", "16384")
            .set("reconnect.backoff.max.ms", "1000");
        if self.embedded {
            // It answers a fetch that found nothing when its wait is over, not when a record comes.
            config.set("fetch.wait.max.ms", "10");
        }
        self.pass_through(&mut config, &self.consumer);
        config
            .set("isolation.level", "read_committed")
            .set("auto.offset.reset", "error")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("allow.auto.create.topics", "false");
        config
    }

    /// For the producer of commands.
    pub(crate) fn producer(&self, contract: &Contract) -> ClientConfig {
        let largest = contract.commands.iter().map(|t| t.max_message_bytes).max().unwrap_or(0);
        let mut config = ClientConfig::new();
        config
            .set("linger.ms", "0")
            .set("message.timeout.ms", "20000")
            .set("request.timeout.ms", "10000")
            .set("reconnect.backoff.max.ms", "1000")
            .set(
                "message.max.bytes",
                (largest + AROUND_A_VALUE).clamp(1_000, 1_000_000_000).to_string(),
            );
        self.pass_through(&mut config, &self.producer);
        config
            .set("partitioner", "murmur2_random")
            .set("acks", "all")
            .set("enable.idempotence", "true")
            .set("allow.auto.create.topics", "false");
        config
    }

    fn pass_through(&self, config: &mut ClientConfig, more: &[(String, String)]) {
        for (name, value) in self.client.config_map() {
            config.set(name, value);
        }
        for (name, value) in more {
            config.set(name, value);
        }
        config.set_log_level(self.client.log_level);
    }
}
