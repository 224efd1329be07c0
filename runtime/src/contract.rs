//! An interface as data: what the generator knows about topics and schemas, for the runtime and its tools.

use crate::{identity::IdentityRef, message::Message};
use adjutant_avro::codegen_v1::DecodeError;

/// The whole contract of one interface.
#[derive(Debug)]
pub struct Contract {
    /// Its name: prefix of topics, and the default group of its processor.
    pub name: &'static str,
    /// One for each priority, first served first.
    pub commands: &'static [Topic],
    /// The names of the priorities, as `commands`.
    pub priorities: &'static [&'static str],
    /// Index in `commands` of the priority that a call has unless it says otherwise.
    pub normal: usize,
    /// Replies, rejections and failures.
    pub replies: Topic,
    /// Where events are published.
    pub events: &'static [Topic],
    /// Every schema of the contract, keyed by fingerprint.
    pub schemas: Topic,
    /// What could not be processed.
    pub dead_letters: Topic,
    /// Every command, reply, rejection and event.
    pub messages: &'static [MessageInfo],
}

impl Contract {
    /// Every topic of the interface.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        (self.commands.iter().chain([&self.replies]).chain(self.events))
            .chain([&self.schemas, &self.dead_letters])
    }

    /// The message whose current or released schema has this fingerprint.
    pub fn message(&self, writer: u64) -> Option<&MessageInfo> {
        self.messages.iter().find(|m| m.schemas.iter().any(|s| s.fingerprint == writer))
    }
}

/// A topic, with what it is created with and checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name on the broker.
    pub name: &'static str,
    /// What it carries.
    pub role: TopicRole,
    /// Frozen: a broker that has another number is refused.
    pub partitions: i32,
    /// Copies; `None`: the broker's default.
    pub replication: Option<i32>,
    /// Largest record value in bytes that the topic takes.
    pub max_message_bytes: usize,
    /// Topic configuration for its creation, such as `("cleanup.policy", "compact")`.
    pub config: &'static [(&'static str, &'static str)],
}

/// What a [`Topic`] carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicRole {
    /// Commands of one priority.
    Commands,
    /// Replies, rejections and failures.
    Replies,
    /// Events.
    Events,
    /// Schemas by fingerprint.
    Schemas,
    /// Dead letters.
    DeadLetters,
}

/// One message of the contract.
#[derive(Debug)]
pub struct MessageInfo {
    /// Full name.
    pub name: &'static str,
    /// Command, reply, rejection or event.
    pub role: Role,
    /// Current schema first, then released ones.
    pub schemas: &'static [SchemaText],
    /// Reads the identity of a datum with one of these schemas.
    pub identity: fn(writer: u64, datum: &[u8]) -> Result<IdentityRef<'_>, DecodeError>,
}

impl MessageInfo {
    /// What a message says of itself, with the role that the interface gives it.
    pub const fn of<M: Message>(role: Role) -> Self {
        MessageInfo { name: M::NAME, role, schemas: M::SCHEMAS, identity: M::identity }
    }
}

/// A schema as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaText {
    /// CRC-64-AVRO of its canonical form.
    pub fingerprint: u64,
    /// Complete JSON, every name defined inside.
    pub text: &'static str,
}

/// The four roles of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Asks the service for something.
    Command,
    /// The answer to a command.
    Reply,
    /// A declared refusal.
    Rejection,
    /// What changed.
    Event,
}
