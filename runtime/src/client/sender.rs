//! The producer of commands and the thread that takes its delivery reports.

use super::{
    request::{Refusal, Request},
    stop::Stop,
};
use crate::{contract::Contract, headers, kafka_log, native};
use rdkafka::{
    ClientConfig, ClientContext,
    config::{FromClientConfigAndContext, RDKafkaLogLevel},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    message::{Header, Message, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext, PurgeConfig},
};
use std::{
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

/// Sends commands. A producer that librdkafka has given up is replaced.
pub(crate) struct Sender {
    config: ClientConfig,
    driven: Mutex<Driven>,
}

/// A producer and its thread. Fields are dropped in order: the thread, which is told last, drops the
/// producer.
struct Driven {
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

impl Sender {
    pub(crate) fn start(config: ClientConfig) -> KafkaResult<Self> {
        let driven = Mutex::new(Driven::start(&config)?);
        Ok(Sender { config, driven })
    }

    /// Connects, so that the first command does not wait for it. Blocks.
    ///
    /// The id of an idempotent producer is asked for with the first answer about topics, otherwise
    /// every half second.
    pub(crate) fn get_ready(&self, contract: &Contract, limit: Duration) -> KafkaResult<()> {
        let topic = contract.commands.get(contract.normal).map(|topic| topic.name);
        self.producer().client().fetch_metadata(topic, limit).map(|_| ())
    }

    /// Puts a command into the producer's queue; its delivery report goes to `request`.
    pub(crate) fn send(&self, letter: &Letter<'_>, request: Arc<Request>) -> KafkaResult<()> {
        let producer = self.producer();
        let (error, record) = match producer.send(letter.record(request)) {
            Ok(()) => return Ok(()),
            Err(refused) => refused,
        };
        if error != KafkaError::MessageProduction(RDKafkaErrorCode::Fatal) {
            return Err(error);
        }
        self.renew(&producer)?;
        self.producer().send(record).map_err(|(error, _)| error)
    }

    /// Gives up what is queued or on its way; the delivery reports tell which.
    pub(crate) fn give_up(&self) {
        self.producer().purge(PurgeConfig::default().queue().inflight());
    }

    fn producer(&self) -> Arc<BaseProducer<Reports>> {
        self.driven().producer.clone()
    }

    fn renew(&self, lost: &Arc<BaseProducer<Reports>>) -> KafkaResult<()> {
        let mut driven = self.driven();
        if Arc::ptr_eq(&driven.producer, lost) {
            let error = lost.client().fatal_error().map(|(_, reason)| reason);
            tracing::warn!(error, "the producer of commands is lost; starting another");
            *driven = Driven::start(&self.config)?;
        }
        Ok(())
    }

    fn driven(&self) -> MutexGuard<'_, Driven> {
        self.driven.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Driven {
    fn start(config: &ClientConfig) -> KafkaResult<Self> {
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
        Ok(Driven { producer, _stop: stop })
    }
}

impl Letter<'_> {
    fn record(&self, request: Arc<Request>) -> BaseRecord<'_, [u8], [u8], Arc<Request>> {
        let record = BaseRecord::with_opaque_to(self.topic, request)
            .partition(self.partition)
            .key(self.key)
            .payload(self.value);
        let Some(deadline) = self.deadline else { return record };
        let value = deadline.to_string();
        let header = Header { key: headers::DEADLINE, value: Some(&value) };
        record.headers(OwnedHeaders::new_with_capacity(1).insert(header))
    }
}

#[cfg(test)]
impl Sender {
    pub(crate) fn watch(&self) -> Box<dyn Fn() -> bool> {
        let producer = Arc::downgrade(&self.producer());
        Box::new(move || producer.strong_count() > 0)
    }

    /// Whether a broker answers the producer.
    pub(crate) fn is_connected(&self) -> bool {
        self.producer().client().fetch_metadata(None, Duration::from_millis(200)).is_ok()
    }

    /// Makes librdkafka give the producer up.
    pub(crate) fn lose_producer(&self) {
        crate::native::raise_fatal_error(self.producer().client());
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
