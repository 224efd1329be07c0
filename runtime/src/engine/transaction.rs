//! The steps of one transaction.

use super::{
    batch::Batch,
    context::Reports,
    fault::{Fault, is_permanent, permanent},
    generation::Generation,
    outputs::Outputs,
};
use crate::native::{TransactionError, Writer};
use rdkafka::{TopicPartitionList, error::RDKafkaErrorCode, producer::Producer};
use std::time::{Duration, Instant};

/// Opens it. Nothing is sent yet.
pub(super) fn begin(writer: &Writer<Reports>) -> Result<(), Fault> {
    Ok(writer.producer().begin_transaction().map_err(TransactionError::from)?)
}

/// Queues every record of a batch.
pub(super) fn produce(
    writer: &Writer<Reports>,
    outputs: &Outputs,
    batch: &Batch,
    deadline: Instant,
) -> Result<(), Fault> {
    for output in batch.outputs() {
        loop {
            let (key, value) = (output.key, output.value);
            let produced = match output.headers {
                None => writer.produce(output.topic, key, value, 0),
                Some(headers) => writer.produce_with_headers(output.topic, key, value, headers, 0),
            };
            let code = match produced {
                Ok(()) => break,
                Err(code) => code,
            };
            let topic = outputs.names()[output.topic];
            if code == RDKafkaErrorCode::QueueFull && Instant::now() < deadline {
                writer.producer().poll(Duration::from_millis(1));
            } else if is_permanent(code) {
                return Err(Fault::Stop(permanent(code, Some(topic), &code.to_string())));
            } else {
                return Err(Fault::Abort(format!("topic `{topic}` did not take a record: {code}")));
            }
        }
    }
    Ok(())
}

/// Waits until every record is on the broker.
pub(super) fn flush(writer: &Writer<Reports>, deadline: Instant) -> Result<(), Fault> {
    let flushed = writer.flush(deadline.saturating_duration_since(Instant::now()));
    match writer.producer().context().failed() {
        Some((code, topic)) if is_permanent(code) => {
            Err(Fault::Stop(permanent(code, Some(&topic), &code.to_string())))
        }
        Some((code, topic)) => {
            Err(Fault::Abort(format!("topic `{topic}` did not take a record: {code}")))
        }
        None if !flushed => Err(Fault::Abort("its records are not acknowledged".into())),
        None => Ok(()),
    }
}

/// Adds the offsets of a batch to its transaction.
pub(super) fn send_offsets(
    writer: &Writer<Reports>,
    offsets: &TopicPartitionList,
    generation: &Generation,
    deadline: Instant,
) -> Result<(), Fault> {
    retried(deadline, |limit| {
        let metadata = &generation.metadata;
        Ok(writer.producer().send_offsets_to_transaction(offsets, metadata, limit)?)
    })
}

/// Calls again while the error says that this is right and there is time.
fn retried(
    deadline: Instant,
    mut call: impl FnMut(Duration) -> Result<(), TransactionError>,
) -> Result<(), Fault> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match call(left.max(Duration::from_millis(1))) {
            Ok(()) => return Ok(()),
            Err(error) if error.retriable && !error.abort && !left.is_zero() => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Commits it. Everything in it must have been flushed.
pub(super) fn commit(writer: &Writer<Reports>, deadline: Instant) -> Result<(), Fault> {
    retried(deadline, |limit| writer.commit(limit))
}
