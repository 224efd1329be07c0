//! What a failed step of a transaction means.

use super::error::ServeError;
use crate::native::TransactionError;
use rdkafka::error::RDKafkaErrorCode::{self, *};

/// Why a batch is not committed.
#[derive(Debug)]
pub(super) enum Fault {
    /// Its predecessor is produced again.
    Superseded,
    /// Nothing of it will be seen: abort, and produce the same bytes again.
    Abort(String),
    /// The member has been put out of the group: others own these partitions.
    Lost(String),
    /// It may have been committed or not: the group's offsets know.
    Unknown(String),
    /// No command is at fault, and trying again does not help.
    Stop(ServeError),
    /// The lane gives up.
    Stopped,
}

impl From<TransactionError> for Fault {
    fn from(error: TransactionError) -> Self {
        match error.code {
            IllegalGeneration | UnknownMemberId | FencedInstanceId | RebalanceInProgress => {
                Fault::Lost(error.message)
            }
            code if is_permanent(code) => Fault::Stop(permanent(code, None, &error.message)),
            _ if error.abort => Fault::Abort(error.message),
            _ => Fault::Unknown(error.message),
        }
    }
}

/// Whether only an operator can help.
pub(super) fn is_permanent(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        UnknownTopicOrPartition
            | UnknownTopic
            | UnknownPartition
            | TopicAuthorizationFailed
            | GroupAuthorizationFailed
            | ClusterAuthorizationFailed
            | TransactionalIdAuthorizationFailed
            | MessageSizeTooLarge
            | InvalidMessageSize
            | PolicyViolation
            | InvalidRecord
            | UnsupportedForMessageFormat
    )
}

/// The error that stops a lane when a write or commit is refused.
pub(super) fn permanent(code: RDKafkaErrorCode, topic: Option<&str>, message: &str) -> ServeError {
    let place = topic.map_or("the cluster".to_owned(), |topic| format!("topic `{topic}`"));
    let help = match code {
        UnknownTopicOrPartition | UnknownTopic | UnknownPartition => {
            "create it with `adjutant topics create`"
        }
        MessageSizeTooLarge | InvalidMessageSize => {
            "its `max.message.bytes` is smaller than the contract says; raise it, or lower \
             `max-message-bytes` in interface.toml"
        }
        GroupAuthorizationFailed => "allow this principal to read with its consumer group",
        TransactionalIdAuthorizationFailed => {
            "allow this principal to describe and write its transactional ids"
        }
        _ => "allow this principal to write to it",
    };
    ServeError::new(format!("{place} does not take what is written: {message}; {help}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(code: RDKafkaErrorCode, abort: bool) -> Fault {
        TransactionError { code, message: String::new(), retriable: false, abort }.into()
    }

    #[test]
    fn a_member_that_was_put_out_drops_its_batch_though_the_error_asks_for_an_abort_alone() {
        for code in [IllegalGeneration, UnknownMemberId, FencedInstanceId] {
            assert!(matches!(fault(code, true), Fault::Lost(_)), "{code:?}");
        }
    }

    #[test]
    fn a_forbidden_or_missing_topic_stops_the_lane_and_says_what_to_do() {
        let Fault::Stop(error) = fault(TopicAuthorizationFailed, true) else { panic!("goes on") };
        assert!(error.to_string().ends_with("allow this principal to write to it"), "{error}");
        let missing = permanent(UnknownTopic, Some("ledger.replies"), "unknown");
        assert!(missing.to_string().contains("`ledger.replies`"), "{missing}");
        assert!(missing.to_string().contains("adjutant topics create"), "{missing}");
    }

    #[test]
    fn only_an_abortable_error_is_known_not_to_have_committed() {
        assert!(matches!(fault(MessageTimedOut, true), Fault::Abort(_)));
        assert!(matches!(fault(Fenced, false), Fault::Unknown(_)));
        assert!(matches!(fault(OperationTimedOut, false), Fault::Unknown(_)));
    }
}
