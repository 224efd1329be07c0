//! One record on its way through the lane.

use crate::{
    context::Metadata,
    contract::Contract,
    dispatch::{Delivery, Outbox},
    headers,
    identity::{Identity, IdentityRef},
};
use adjutant_avro::single_object;
use rdkafka::{
    Message,
    message::{BorrowedMessage, Headers as _},
};
use std::time::{SystemTime, UNIX_EPOCH};
use tracing::Span;

/// Names and values, in their order; a header may have no value.
pub(crate) type Headers = Vec<(String, Option<Vec<u8>>)>;

/// A record that was taken from its partition and is not finished yet. Owned, and its buffers are
/// reused for the next record of the partition.
pub(super) struct Work {
    pub topic: &'static str,
    pub partition: i32,
    pub offset: i64,
    /// Milliseconds since 1970; -1 when the record has none.
    pub timestamp: i64,
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    pub headers: Headers,
    /// Tries begun.
    pub tries: u32,
    pub outbox: Outbox,
    pub span: Span,
    /// What deliveries copy the value into.
    spare: Vec<u8>,
}

impl Work {
    pub fn new() -> Self {
        Work {
            topic: "",
            partition: 0,
            offset: 0,
            timestamp: -1,
            key: None,
            value: None,
            headers: Vec::new(),
            tries: 0,
            outbox: Outbox::default(),
            span: Span::none(),
            spare: Vec::new(),
        }
    }

    /// Takes over a record of `topic`.
    pub fn read(&mut self, topic: &'static str, message: &BorrowedMessage<'_>) {
        self.topic = topic;
        self.partition = message.partition();
        self.offset = message.offset();
        self.timestamp = message.timestamp().to_millis().unwrap_or(-1);
        copy(message.key(), &mut self.key);
        copy(message.payload(), &mut self.value);
        self.headers.clear();
        if let Some(headers) = message.headers() {
            let owned = |value: &[u8]| value.to_vec();
            self.headers.extend(headers.iter().map(|h| (h.key.to_owned(), h.value.map(owned))));
        }
        self.tries = 0;
        self.outbox.clear();
        self.span = Span::none();
    }

    /// The fingerprint of the writer's schema; `None` without a single-object header.
    pub fn writer(&self) -> Option<u64> {
        single_object::split(self.value.as_deref()?).map(|(writer, _)| writer)
    }

    /// What a handler is started with; `None` without a single-object header.
    pub fn delivery(&mut self) -> Option<Delivery> {
        let writer = self.writer()?;
        self.tries += 1;
        let mut value = std::mem::take(&mut self.spare);
        value.clear();
        value.extend_from_slice(self.value.as_deref()?);
        let metadata = Metadata {
            topic: self.topic,
            partition: self.partition,
            offset: self.offset,
            timestamp: self.timestamp,
            attempt: self.tries,
        };
        let mut outbox = std::mem::take(&mut self.outbox);
        outbox.clear();
        Some(Delivery { writer, datum: single_object::HEADER, value, metadata, outbox })
    }

    /// Takes back the buffers that travelled with a delivery.
    pub fn take_back(&mut self, value: Vec<u8>, outbox: Outbox) {
        self.spare = value;
        self.outbox = outbox;
    }

    /// The last value of a header, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().rev().find(|(found, _)| found == name)?;
        std::str::from_utf8(value.as_deref()?).ok()
    }

    /// Whether its deadline has passed. A header that is no number sets none.
    pub fn is_expired(&self) -> bool {
        if self.headers.is_empty() {
            return false;
        }
        let deadline = self.header(headers::DEADLINE).and_then(|text| text.parse::<i64>().ok());
        deadline.is_some_and(|deadline| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(now.as_millis()).unwrap_or(i64::MAX) >= deadline
        })
    }

    /// The identity that the record itself holds.
    pub fn identity(&self, contract: &Contract) -> Option<IdentityRef<'_>> {
        let (writer, datum) = single_object::split(self.value.as_deref()?)?;
        (contract.message(writer)?.identity)(writer, datum).ok()
    }

    /// The identity that its optional headers claim.
    pub fn claimed_identity(&self) -> Option<Identity> {
        let part = |name| self.header(name).filter(|part| !part.is_empty()).map(str::to_owned);
        let (client_id, request_id) = (part(headers::CLIENT_ID)?, part(headers::REQUEST_ID)?);
        Some(Identity { client_id, request_id })
    }
}

/// Copies into a buffer that is kept.
fn copy(from: Option<&[u8]>, to: &mut Option<Vec<u8>>) {
    match from {
        Some(bytes) => {
            let to = to.get_or_insert_with(Vec::new);
            to.clear();
            to.extend_from_slice(bytes);
        }
        None => *to = None,
    }
}
