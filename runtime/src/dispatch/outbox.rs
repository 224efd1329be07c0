//! What one command publishes and is answered with, encoded.

use crate::{
    Identity,
    error::{BoxError, Cause, Handled, HandlerError},
    message::{Command, Event, Interface, Rejection, Reply},
};
use adjutant_avro::codegen_v1::single_object;
use std::ops::Range;

/// Encoded records that leave together. Values are framed.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) bytes: Vec<u8>,
    pub(crate) records: Vec<Outgoing>,
}

/// One record of an [`Outbox`]; ranges are of its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub topic: &'static str,
    /// `None`: the key of the command.
    pub key: Option<Range<usize>>,
    pub value: Range<usize>,
    /// Full name of the message.
    pub message: &'static str,
    pub reply: bool,
}

impl Outbox {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
    }

    pub(crate) fn event<E: Event>(&mut self, identity: &Identity, event: &E) {
        let start = self.bytes.len();
        let key = event.key(&mut self.bytes).then_some(start..self.bytes.len());
        let value = self.bytes.len();
        single_object::header(E::FINGERPRINT, &mut self.bytes);
        event.encode(identity, &mut self.bytes);
        let value = value..self.bytes.len();
        self.records.push(Outgoing { topic: E::TOPIC, key, value, message: E::NAME, reply: false });
    }

    /// Completes the events with what the handler answered; an error asks for another try.
    pub(crate) fn outcome<C: Command>(
        &mut self,
        identity: &Identity,
        outcome: Handled<C>,
    ) -> Result<(), BoxError> {
        let replayed = self.records.iter().any(|record| record.reply);
        let topic = C::Interface::CONTRACT.replies.name;
        match outcome {
            Ok(_) | Err(HandlerError(Cause::Rejected(_))) if replayed => {}
            Ok(reply) => {
                self.reply(topic, identity, C::NAME, |out| reply.encode_reply(identity, out));
            }
            Err(HandlerError(Cause::Rejected(rejection))) => {
                // A refusal changes nothing, so nothing is published.
                self.clear();
                self.reply(topic, identity, C::NAME, |out| Some(rejection.encode(identity, out)));
            }
            Err(HandlerError(Cause::Retry(error))) => {
                self.clear();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Appends a reply, rejection or failure; `encode` appends the datum and tells its fingerprint.
    pub(crate) fn reply(
        &mut self,
        topic: &'static str,
        identity: &Identity,
        message: &'static str,
        encode: impl FnOnce(&mut Vec<u8>) -> Option<u64>,
    ) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(identity.client_id.as_bytes());
        self.bytes.push(b'/');
        self.bytes.extend_from_slice(identity.request_id.as_bytes());
        let value = self.bytes.len();
        single_object::header(0, &mut self.bytes);
        match encode(&mut self.bytes) {
            Some(writer) => {
                single_object::set_fingerprint(writer, &mut self.bytes[value..]);
                let (key, value) = (Some(start..value), value..self.bytes.len());
                self.records.push(Outgoing { topic, key, value, message, reply: true });
            }
            None => self.bytes.truncate(start),
        }
    }
}
