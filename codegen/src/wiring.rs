//! `interface.toml` as data: what the user wrote, each value with its place, no default filled in.

mod duration;
mod read;
mod settings;
mod table;

pub use read::read;

use adjutant_avro::source::Span;
use std::fmt;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// A name or other text and its place.
pub type Text = Spanned<String>;

/// The whole file.
#[derive(Debug, Clone, Default)]
pub struct Wiring {
    /// `name`
    pub name: Option<Text>,
    /// `doc`
    pub doc: Option<String>,
    /// `[identity] client_id`
    pub client_id: Option<Text>,
    /// `[identity] request_id`
    pub request_id: Option<Text>,
    /// `[commands.X]`, in the order of the file.
    pub commands: Vec<CommandWiring>,
    /// `[events.X]`, in the order of the file.
    pub events: Vec<EventWiring>,
    /// `[topics.T]`, in the order of the file.
    pub topics: Vec<TopicWiring>,
}

/// `[commands.X]`
#[derive(Debug, Clone)]
pub struct CommandWiring {
    /// `X`
    pub name: Text,
    /// `key`
    pub key: Option<Text>,
    /// `reply`
    pub reply: Option<Text>,
    /// `rejections`
    pub rejections: Vec<Text>,
    /// `events`
    pub events: Vec<Text>,
}

/// `[events.X]`
#[derive(Debug, Clone)]
pub struct EventWiring {
    /// `X`
    pub name: Text,
    /// `topic`
    pub topic: Option<Text>,
    /// `key`
    pub key: Option<Text>,
}

/// `[topics.T]`
#[derive(Debug, Clone)]
pub struct TopicWiring {
    /// `T`
    pub topic: Text,
    /// `name`
    pub name: Option<Text>,
    /// `partitions`, at least 1.
    pub partitions: Option<u32>,
    /// `replication`, at least 1.
    pub replication: Option<u32>,
    /// `max-message-bytes`, at least 1.
    pub max_message_bytes: Option<u64>,
    /// `priorities`, of `[topics.commands]` only; not empty, no name twice.
    pub priorities: Option<Spanned<Vec<Text>>>,
    /// `retention`
    pub retention: Option<Retention>,
    /// `cleanup`
    pub cleanup: Option<Spanned<Cleanup>>,
    /// `config.*`, dots included, values as Kafka takes them.
    pub config: Vec<(Text, String)>,
}

/// How long a topic keeps its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Milliseconds.
    Millis(u64),
    /// `forever`
    Forever,
}

/// What happens to old records of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleanup {
    /// They go when their retention is over.
    Delete,
    /// The last record of each key stays.
    Compact,
    /// The last record of each key stays until its retention is over.
    CompactAndDelete,
}

impl fmt::Display for Retention {
    /// The value of Kafka's `retention.ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Retention::Millis(millis) => write!(f, "{millis}"),
            Retention::Forever => f.write_str("-1"),
        }
    }
}

impl fmt::Display for Cleanup {
    /// The value of Kafka's `cleanup.policy`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cleanup::Delete => "delete",
            Cleanup::Compact => "compact",
            Cleanup::CompactAndDelete => "compact,delete",
        })
    }
}
