//! The calls into librdkafka that rdkafka does not wrap, or wraps in a way that costs too much:
//! its `flush` and `commit_transaction` wait in steps of 100 ms while messages are in flight, and
//! its `send` looks the topic up by name for every record.
//!
//! All `unsafe` of this crate is here. It rests on three facts:
//!
//! - A [`Writer`] owns its producer, and every pointer it passes to C comes from that producer and is
//!   used only while `self` is borrowed, so while the producer lives. Its topic handles are destroyed
//!   before the producer is (`Drop` runs before the fields are dropped).
//! - librdkafka's handles may be used from any thread, and it copies keys, values and headers
//!   (`RD_KAFKA_MSG_F_COPY`), so no buffer has to outlive its call.
//! - The opaque of a message is a number; nothing is ever read through it.

use rdkafka::{
    bindings as sys,
    error::{KafkaError, RDKafkaErrorCode},
    message::BorrowedMessage,
    producer::{BaseProducer, Producer, ProducerContext},
    types::RDKafkaRespErr,
};
use std::{
    ffi::{CStr, CString, c_void},
    fmt,
    ptr::{null, null_mut},
    time::{Duration, Instant},
};

/// Whether it is certain that a record whose delivery report is an error stands in no topic.
pub(crate) fn is_in_no_topic(record: &BorrowedMessage<'_>) -> bool {
    // SAFETY: the message lives as long as `record`, and the call only reads it.
    let status = unsafe { sys::rd_kafka_message_status(record.ptr()) };
    status == sys::rd_kafka_msg_status_t::RD_KAFKA_MSG_STATUS_NOT_PERSISTED
}

/// Lets the mock cluster of this producer give the first member of a group its partitions at once.
pub(crate) fn assign_groups_at_once<C: ProducerContext>(producer: &BaseProducer<C>) {
    // SAFETY: the producer lives for both calls; a cluster, where there is one, lives as long as it.
    unsafe {
        let cluster = sys::rd_kafka_handle_mock_cluster(producer.client().native_ptr());
        if !cluster.is_null() {
            sys::rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0);
        }
    }
}

/// `RD_KAFKA_PARTITION_UA`, a macro that the bindings leave out.
const ANY_PARTITION: i32 = -1;

/// A producer with handles of the topics it writes to.
pub(crate) struct Writer<C: ProducerContext<DeliveryOpaque = usize>> {
    producer: BaseProducer<C>,
    topics: Vec<*mut sys::rd_kafka_topic_t>,
}

// SAFETY: a producer and its topic handles may be used from any thread (see above).
unsafe impl<C: ProducerContext<DeliveryOpaque = usize>> Send for Writer<C> {}
// SAFETY: as above.
unsafe impl<C: ProducerContext<DeliveryOpaque = usize>> Sync for Writer<C> {}

/// What a transaction call answered.
#[derive(Debug, Clone)]
pub(crate) struct TransactionError {
    pub code: RDKafkaErrorCode,
    pub message: String,
    /// The same call may be made again.
    pub retriable: bool,
    /// The transaction must be aborted, and nothing of it will be seen.
    pub abort: bool,
}

impl fmt::Display for TransactionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<KafkaError> for TransactionError {
    fn from(error: KafkaError) -> Self {
        match error {
            KafkaError::Transaction(error) => TransactionError {
                code: error.code(),
                message: error.string(),
                retriable: error.is_retriable(),
                abort: error.txn_requires_abort(),
            },
            other => TransactionError {
                code: other.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown),
                message: other.to_string(),
                retriable: false,
                abort: false,
            },
        }
    }
}

impl<C: ProducerContext<DeliveryOpaque = usize>> Writer<C> {
    /// Joins a producer with the topics it may write to; records name them by index.
    pub fn new(producer: BaseProducer<C>, topics: &[&str]) -> Result<Self, KafkaError> {
        let mut writer = Writer { producer, topics: Vec::with_capacity(topics.len()) };
        for name in topics {
            let c_name = CString::new(*name)?;
            let client = writer.producer.client().native_ptr();
            // SAFETY: the client lives as long as `writer`; the name is copied; a null configuration
            // means the client's own.
            let topic = unsafe { sys::rd_kafka_topic_new(client, c_name.as_ptr(), null_mut()) };
            if topic.is_null() {
                return Err(KafkaError::ClientCreation(format!("no handle for topic `{name}`")));
            }
            writer.topics.push(topic);
        }
        Ok(writer)
    }

    /// The producer itself.
    pub fn producer(&self) -> &BaseProducer<C> {
        &self.producer
    }

    /// Queues a record; its partition follows from the key. `QueueFull` asks to serve and try again.
    pub fn produce(
        &self,
        topic: usize,
        key: Option<&[u8]>,
        value: &[u8],
        opaque: usize,
    ) -> Result<(), RDKafkaErrorCode> {
        let (key, key_len) = key.map_or((null(), 0), |key| (key.as_ptr(), key.len()));
        // SAFETY: the handle belongs to this producer; both buffers are valid for the call and copied.
        let result = unsafe {
            sys::rd_kafka_produce(
                self.topics[topic],
                ANY_PARTITION,
                sys::RD_KAFKA_MSG_F_COPY,
                value.as_ptr() as *mut c_void,
                value.len(),
                key as *const c_void,
                key_len,
                opaque as *mut c_void,
            )
        };
        match result {
            0 => Ok(()),
            // SAFETY: reads a thread-local number.
            _ => Err(unsafe { sys::rd_kafka_last_error() }.into()),
        }
    }

    /// As [`produce`](Self::produce), with headers.
    pub fn produce_with_headers(
        &self,
        topic: usize,
        key: Option<&[u8]>,
        value: &[u8],
        headers: &[(String, Option<Vec<u8>>)],
        opaque: usize,
    ) -> Result<(), RDKafkaErrorCode> {
        use sys::rd_kafka_vtype_t::*;
        let (key, key_len) = key.map_or((null(), 0), |key| (key.as_ptr(), key.len()));
        // SAFETY: the list is owned here until `producev` takes it, which it does on success alone;
        // names and values are copied into it. The variable arguments are pairs of a type tag and
        // what that tag asks for, closed by END; `msgflags` is an int, lengths are size_t.
        let error = unsafe {
            let list = sys::rd_kafka_headers_new(headers.len());
            for (name, value) in headers {
                let (bytes, len) =
                    value.as_ref().map_or((null(), 0), |value| (value.as_ptr(), value.len()));
                sys::rd_kafka_header_add(
                    list,
                    name.as_ptr() as *const _,
                    name.len() as isize,
                    bytes as *const c_void,
                    len as isize,
                );
            }
            let error = sys::rd_kafka_producev(
                self.producer.client().native_ptr(),
                RD_KAFKA_VTYPE_RKT,
                self.topics[topic],
                RD_KAFKA_VTYPE_MSGFLAGS,
                sys::RD_KAFKA_MSG_F_COPY,
                RD_KAFKA_VTYPE_VALUE,
                value.as_ptr(),
                value.len(),
                RD_KAFKA_VTYPE_KEY,
                key,
                key_len,
                RD_KAFKA_VTYPE_OPAQUE,
                opaque as *mut c_void,
                RD_KAFKA_VTYPE_HEADERS,
                list,
                RD_KAFKA_VTYPE_END,
            );
            if error != RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR {
                sys::rd_kafka_headers_destroy(list);
            }
            error
        };
        match error {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR => Ok(()),
            error => Err(error.into()),
        }
    }

    /// Serves one event that waits, if any: a batch of delivery reports, an error, a log line.
    pub fn serve(&self) {
        self.producer.poll(Duration::ZERO);
    }

    /// Waits until nothing is in flight; `false` after `limit`. Errors of records reach the context.
    pub fn flush(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        loop {
            // Reports of failed records count as in flight until they are served, hence the slices;
            // librdkafka wakes a flush as soon as the last record is acknowledged.
            let slice = deadline.saturating_duration_since(Instant::now());
            let slice = slice.min(Duration::from_millis(20));
            // SAFETY: the client lives as long as `self`.
            let error = unsafe {
                sys::rd_kafka_flush(self.producer.client().native_ptr(), slice.as_millis() as i32)
            };
            if error == RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR {
                return true;
            }
            self.serve();
            if slice.is_zero() {
                return false;
            }
        }
    }

    /// Commits the open transaction. Everything in it must have been flushed.
    pub fn commit(&self, limit: Duration) -> Result<(), TransactionError> {
        // SAFETY: the client lives as long as `self`.
        self.transaction_result(unsafe {
            sys::rd_kafka_commit_transaction(
                self.producer.client().native_ptr(),
                limit.as_millis() as i32,
            )
        })
    }

    /// Aborts the open transaction.
    pub fn abort(&self, limit: Duration) -> Result<(), TransactionError> {
        let deadline = Instant::now() + limit;
        loop {
            self.serve();
            // Purged records count as in flight until their reports are served, so the call is cut
            // into slices; librdkafka resumes it.
            // SAFETY: the client lives as long as `self`.
            let result = self.transaction_result(unsafe {
                sys::rd_kafka_abort_transaction(self.producer.client().native_ptr(), 100)
            });
            match result {
                Err(error) if error.retriable && Instant::now() < deadline => {
                    while self.producer.in_flight_count() > 0 && Instant::now() < deadline {
                        self.producer.poll(Duration::from_millis(5));
                    }
                }
                other => return other,
            }
        }
    }

    fn transaction_result(
        &self,
        error: *mut sys::rd_kafka_error_t,
    ) -> Result<(), TransactionError> {
        if error.is_null() {
            return Ok(());
        }
        // SAFETY: a non-null error is owned by the caller, read here and destroyed once.
        unsafe {
            let found = TransactionError {
                code: sys::rd_kafka_error_code(error).into(),
                message: CStr::from_ptr(sys::rd_kafka_error_string(error))
                    .to_string_lossy()
                    .into_owned(),
                retriable: sys::rd_kafka_error_is_retriable(error) != 0,
                abort: sys::rd_kafka_error_txn_requires_abort(error) != 0,
            };
            sys::rd_kafka_error_destroy(error);
            Err(found)
        }
    }
}

impl<C: ProducerContext<DeliveryOpaque = usize>> Drop for Writer<C> {
    fn drop(&mut self) {
        for topic in self.topics.drain(..) {
            // SAFETY: made in `new`, destroyed once, and the producer still lives.
            unsafe { sys::rd_kafka_topic_destroy(topic) };
        }
    }
}

/// Makes librdkafka treat a producer as lost for good.
#[cfg(test)]
pub(crate) fn raise_fatal_error<C: rdkafka::ClientContext>(client: &rdkafka::client::Client<C>) {
    let error = sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    // SAFETY: the client lives through the call, which copies the text.
    unsafe { sys::rd_kafka_test_fatal_error(client.native_ptr(), error, c"a test".as_ptr()) };
}
