//! A checked interface: what `check` yields and `lower` takes. Every reference in it is resolved
//! and every rule holds.

use adjutant_avro::schema::{Schemas, TypeId};

/// One interface without a fault.
#[derive(Debug, Clone)]
pub struct Checked {
    /// From `interface.toml`, or the folder's name.
    pub name: String,
    /// For people.
    pub doc: Option<String>,
    /// Every named type of the interface's files.
    pub schemas: Schemas,
    /// The name of the identity field that holds the client, in this interface's spelling.
    pub client_id: String,
    /// The name of the identity field that holds the request.
    pub request_id: String,
    /// In the order of their files' names.
    pub commands: Vec<Command>,
    /// Every record of `replies/` that is the reply of a command.
    pub replies: Vec<TypeId>,
    /// Every record of `replies/` that is a rejection of a command.
    pub rejections: Vec<TypeId>,
    /// Every record of `events/`.
    pub events: Vec<Event>,
    /// Every topic of the interface.
    pub topics: Topics,
}

/// A command and its wiring.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its record.
    pub record: TypeId,
    /// The field that routes it, never one of the identity; `None`: its request_id.
    pub key: Option<String>,
    /// What it is answered with.
    pub reply: Option<TypeId>,
    /// How it may be refused.
    pub rejections: Vec<TypeId>,
    /// What it may publish.
    pub events: Vec<TypeId>,
}

/// An event and its wiring.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its record.
    pub record: TypeId,
    /// Index in [`Topics::events`].
    pub topic: usize,
    /// The field that routes it; `None`: the key of its command.
    pub key: Option<String>,
}

/// The topics of an interface.
#[derive(Debug, Clone)]
pub struct Topics {
    /// One for each priority, first served first.
    pub commands: Vec<Topic>,
    /// Their priorities' names.
    pub priorities: Vec<String>,
    /// Index in `commands` of the priority `normal`.
    pub normal: usize,
    /// Replies, rejections and failures.
    pub replies: Topic,
    /// Event topics, in the order of the first event that goes to each.
    pub events: Vec<Topic>,
    /// Schemas by fingerprint.
    pub schemas: Topic,
    /// Dead letters.
    pub dead_letters: Topic,
}

/// One topic, with every default filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// On the broker.
    pub name: String,
    /// Partitions.
    pub partitions: u32,
    /// Copies; `None`: the broker's default.
    pub replication: Option<u32>,
    /// Largest record value, in bytes.
    pub max_message_bytes: u64,
    /// Topic configuration for its creation: `cleanup.policy`, `retention.ms`, .. `max.message.bytes`
    /// is larger than `max_message_bytes`, since Kafka counts key, headers and batch too.
    pub config: Vec<(String, String)>,
}
