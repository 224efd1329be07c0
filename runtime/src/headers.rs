//! The names of the optional headers. None is needed: a record says what it is in its value.

/// Until when a command may be started: milliseconds since 1970, as decimal text.
pub(crate) const DEADLINE: &str = "adjutant-deadline";
/// The identity, for records that cannot be decoded, and on dead letters.
pub(crate) const CLIENT_ID: &str = "adjutant-client-id";
/// The second half of the identity.
pub(crate) const REQUEST_ID: &str = "adjutant-request-id";
/// On a failure reply: `headers` when its identity was read from headers, not from the record.
pub(crate) const IDENTITY_FROM: &str = "adjutant-identity-from";

/// Where a dead letter was read: topic.
pub(crate) const TOPIC: &str = "adjutant-topic";
/// Where a dead letter was read: partition, as decimal text.
pub(crate) const PARTITION: &str = "adjutant-partition";
/// Where a dead letter was read: offset, as decimal text.
pub(crate) const OFFSET: &str = "adjutant-offset";
/// When it was written: milliseconds since 1970, as decimal text.
pub(crate) const TIMESTAMP: &str = "adjutant-timestamp";
/// Why it is dead: the kind of the failure.
pub(crate) const CAUSE: &str = "adjutant-cause";
/// Why it is dead, for people.
pub(crate) const MESSAGE: &str = "adjutant-message";
/// How many bytes its value has where it was read, when the dead letter holds its beginning alone.
pub(crate) const WHOLE_LENGTH: &str = "adjutant-whole-length";
