//! The span that a handler runs in.

use super::work::Work;
use crate::{contract::Contract, dispatch::Face};
use tracing::{Level, Span};

/// Names the message, its identity and its place. Nothing is read when nobody listens.
pub(super) fn span(contract: &Contract, face: Face, work: &Work) -> Span {
    if !tracing::span_enabled!(target: "adjutant", Level::INFO) {
        return Span::none();
    }
    let message = work.writer().and_then(|writer| contract.message(writer)).map(|found| found.name);
    let identity = work.identity(contract);
    let client_id = identity.map(|identity| identity.client_id);
    let request_id = identity.map(|identity| identity.request_id);
    let (topic, partition, offset) = (work.topic, work.partition, work.offset);
    macro_rules! named {
        ($name:literal) => {
            tracing::info_span!(
                target: "adjutant", $name, message, client_id, request_id, topic, partition, offset
            )
        };
    }
    match face {
        Face::Processor => named!("command"),
        Face::Subscriber => named!("event"),
    }
}
