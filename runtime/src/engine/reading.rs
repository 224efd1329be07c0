//! What an error of the consumer means.

use super::error::ServeError;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use tracing::{debug, warn};

/// Decides about an error of the consumer: most pass, and librdkafka goes on by itself.
pub(super) fn consumer_error(error: KafkaError) -> Result<(), ServeError> {
    use RDKafkaErrorCode::{
        AutoOffsetReset, GroupAuthorizationFailed, TopicAuthorizationFailed,
        UnknownTopicOrPartition,
    };
    let (code, fatal) = match &error {
        KafkaError::MessageConsumption(code) => (*code, false),
        KafkaError::MessageConsumptionFatal(code) => (*code, true),
        _ => {
            warn!(%error, "the consumer met an error and goes on");
            return Ok(());
        }
    };
    let help = match code {
        AutoOffsetReset => {
            "retention has removed records before they were read, or the topic was made anew"
        }
        GroupAuthorizationFailed => "allow this principal to read with its consumer group",
        TopicAuthorizationFailed => "allow this principal to read the topic",
        UnknownTopicOrPartition => "a topic is missing; create it with `adjutant topics create`",
        _ if fatal => "the member cannot go on; another one with its `group.instance.id` may run",
        _ => {
            debug!(%error, "the consumer met an error and goes on");
            return Ok(());
        }
    };
    Err(ServeError::new(format!("cannot read: {error}; {help}")))
}
