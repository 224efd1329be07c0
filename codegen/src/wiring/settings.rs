//! Every setting of `interface.toml`, with an example for messages.

/// A setting's name, and how it is written.
pub(super) type Setting = (&'static str, &'static str);

/// The largest `max-message-bytes`: librdkafka takes no message above 1,000,000,000 bytes, and dead
/// letters are larger than commands.
pub(super) const LARGEST_MESSAGE: u64 = 999_000_000;

pub(super) const FILE: &[Setting] = &[
    ("name", "name = \"ledger\""),
    ("doc", "doc = \"Moves money between accounts.\""),
    ("framing", "framing = \"single-object\""),
    ("identity", "[identity]"),
    ("commands", "[commands.MoveFunds]"),
    ("events", "[events.BalanceChanged]"),
    ("topics", "[topics.commands]"),
];
pub(super) const IDENTITY: &[Setting] =
    &[("client_id", "client_id = \"tenant\""), ("request_id", "request_id = \"order_id\"")];
pub(super) const COMMAND: &[Setting] = &[
    ("key", "key = \"account\""),
    ("reply", "reply = \"FundsMoved\""),
    ("rejections", "rejections = [\"InsufficientFunds\"]"),
    ("events", "events = [\"BalanceChanged\"]"),
];
pub(super) const EVENT: &[Setting] =
    &[("topic", "topic = \"balances\""), ("key", "key = \"account\"")];
pub(super) const NAME: Setting = ("name", "name = \"bank.ledger.commands\"");
pub(super) const PARTITIONS: Setting = ("partitions", "partitions = 12");
pub(super) const REPLICATION: Setting = ("replication", "replication = 3");
pub(super) const MAX_MESSAGE_BYTES: Setting =
    ("max-message-bytes", "max-message-bytes = 1_000_000");
pub(super) const RETENTION: Setting =
    ("retention", "retention = \"30d\"; the units are ms, s, m, h, d and w, or it is \"forever\"");
pub(super) const CLEANUP: Setting =
    ("cleanup", "cleanup = \"compact\"; or \"delete\", or \"compact,delete\"");
pub(super) const CONFIG: Setting = ("config", "config.\"compression.type\" = \"zstd\"");
pub(super) const COMMANDS_TOPIC: &[Setting] = &[
    NAME,
    PARTITIONS,
    ("priorities", "priorities = [\"high\", \"normal\"]"),
    REPLICATION,
    MAX_MESSAGE_BYTES,
    RETENTION,
    CLEANUP,
    CONFIG,
];
pub(super) const SCHEMAS_TOPIC: &[Setting] = &[NAME, REPLICATION, MAX_MESSAGE_BYTES, CONFIG];
pub(super) const DEAD_LETTERS_TOPIC: &[Setting] =
    &[NAME, PARTITIONS, REPLICATION, MAX_MESSAGE_BYTES, RETENTION, CONFIG];
pub(super) const OTHER_TOPIC: &[Setting] =
    &[NAME, PARTITIONS, REPLICATION, MAX_MESSAGE_BYTES, RETENTION, CLEANUP, CONFIG];
