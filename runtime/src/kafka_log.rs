//! What librdkafka says, as `tracing` events.

use rdkafka::{
    ClientContext, config::RDKafkaLogLevel, consumer::ConsumerContext, error::KafkaError,
};

/// The context of handles that need nothing but their logs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Logged;

impl ClientContext for Logged {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        report(&error, reason);
    }
}

impl ConsumerContext for Logged {}

/// A log line of a handle.
pub(crate) fn log(level: RDKafkaLogLevel, facility: &str, message: &str) {
    use RDKafkaLogLevel::{Alert, Critical, Debug, Emerg, Error, Info, Notice, Warning};
    match level {
        Emerg | Alert | Critical | Error => tracing::error!(facility, "{message}"),
        Warning => tracing::warn!(facility, "{message}"),
        Notice | Info => tracing::info!(facility, "{message}"),
        Debug => tracing::debug!(facility, "{message}"),
    }
}

/// An error of a handle that concerns no single call. librdkafka goes on by itself.
pub(crate) fn report(error: &KafkaError, reason: &str) {
    tracing::warn!(%error, "{reason}");
}
