//! The producer of commands and the thread that takes its delivery reports.

use super::{
    request::{Refusal, Request},
    stop::Stop,
};
use crate::{contract::Contract, kafka_log, native};
use rdkafka::{
    ClientConfig, ClientContext,
    config::{FromClientConfigAndContext, RDKafkaLogLevel},
    error::{KafkaError, KafkaResult},
    message::{Header, Message, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext, PurgeConfig},
};
use std::{sync::Arc, thread, time::Duration};

/// Fields are dropped in order: the thread, which is told last, drops the producer.
pub(crate) struct Sender {
    producer: Arc<BaseProducer<Reports>>,
    _stop: Stop,
}

/// A command as it goes on the wire.
pub(crate) struct Letter<'a> {
    pub topic: &'static str,
    pub partition: i32,
    pub key: &'a [u8],
    pub value: &'a [u8],
    /// Milliseconds since 1970 after which the service shall not start it.
    pub deadline: Option<i64>,
}

/// Hands each delivery report to the request that its record carries.
struct Reports;

/// The header that carries a deadline.
const DEADLINE: &str = "adjutant-deadline";

impl Sender {
    pub(crate) fn start(config: &ClientConfig) -> KafkaResult<Self> {
        let producer = Arc::new(BaseProducer::from_config_and_context(config, Reports)?);
        let (stop, stopped) = Stop::new();
        let driven = producer.clone();
        thread::Builder::new()
            .name("adjutant-sender".into())
            .spawn(move || {
                while !stopped.get() {
                    driven.poll(Duration::from_millis(100));
                }
            })
            .map_err(|error| KafkaError::ClientCreation(format!("no thread for it: {error}")))?;
        Ok(Sender { producer, _stop: stop })
    }

    /// Connects, so that the first command does not wait for it. Blocks.
    ///
    /// The id of an idempotent producer is asked for with the first answer about topics, otherwise
    /// every half second.
    pub(crate) fn get_ready(&self, contract: &Contract, limit: Duration) -> KafkaResult<()> {
        let topic = contract.commands.get(contract.normal).map(|topic| topic.name);
        self.producer.client().fetch_metadata(topic, limit).map(|_| ())
    }

    /// Puts a command into the producer's queue; its delivery report goes to `request`.
    pub(crate) fn send(&self, letter: &Letter<'_>, request: Arc<Request>) -> KafkaResult<()> {
        let mut record = BaseRecord::with_opaque_to(letter.topic, request)
            .partition(letter.partition)
            .key(letter.key)
            .payload(letter.value);
        if let Some(deadline) = letter.deadline {
            let value = deadline.to_string();
            let header = Header { key: DEADLINE, value: Some(&value) };
            record = record.headers(OwnedHeaders::new_with_capacity(1).insert(header));
        }
        self.producer.send(record).map_err(|(error, _)| error)
    }

    /// Gives up what is queued or on its way; the delivery reports tell which.
    pub(crate) fn give_up(&self) {
        self.producer.purge(PurgeConfig::default().queue().inflight());
    }
}

#[cfg(test)]
impl Sender {
    pub(crate) fn watch(&self) -> Box<dyn Fn() -> bool> {
        let producer = Arc::downgrade(&self.producer);
        Box::new(move || producer.strong_count() > 0)
    }
}

impl ClientContext for Reports {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        kafka_log::log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        kafka_log::report(&error, reason);
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Arc<Request>;

    fn delivery(&self, result: &DeliveryResult<'_>, request: Arc<Request>) {
        request.deliver(match result {
            Ok(record) => Ok(record.offset()),
            Err((error, record)) => {
                Err(Refusal { reason: error.to_string(), certain: native::is_in_no_topic(record) })
            }
        });
    }
}
