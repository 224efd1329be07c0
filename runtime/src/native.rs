//! The calls into librdkafka that rdkafka does not wrap. All `unsafe` of this crate is here.

use rdkafka::{bindings as sys, message::BorrowedMessage};

/// Whether it is certain that a record whose delivery report is an error stands in no topic.
pub(crate) fn is_in_no_topic(record: &BorrowedMessage<'_>) -> bool {
    // SAFETY: the message lives as long as `record`, and the call only reads it.
    let status = unsafe { sys::rd_kafka_message_status(record.ptr()) };
    status == sys::rd_kafka_msg_status_t::RD_KAFKA_MSG_STATUS_NOT_PERSISTED
}
