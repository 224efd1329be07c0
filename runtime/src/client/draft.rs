//! A command, encoded and addressed.

use super::{request_id::RequestIds, sender::Letter};
use crate::{
    call::Post,
    contract::Contract,
    identity::Identity,
    message::Command,
    outcome::NotSent,
    partitioner::partition,
    receipt::{Position, Receipt},
};
use adjutant_avro::codegen_v1::single_object;
use std::{
    marker::PhantomData,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A command ready to be sent.
pub(crate) struct Draft {
    pub identity: Identity,
    topic: &'static str,
    partition: i32,
    key: Vec<u8>,
    value: Vec<u8>,
    deadline: Option<i64>,
    /// The partition of the reply topic where its reply will stand.
    pub reply: i32,
}

impl Draft {
    /// Encodes a command and finds where it and its reply belong.
    pub(crate) fn write<C: Command>(
        contract: &Contract,
        client_id: &str,
        ids: &RequestIds,
        post: Post<'_, C>,
    ) -> Result<Self, NotSent> {
        let Some(topic) = contract.commands.get(post.priority) else {
            return Err(NotSent::new(format!("`{}` has no such priority", contract.name)));
        };
        let (request_id, reply) = match post.request_id {
            Some(request_id) => {
                let reply = ids.partition_of(&request_id);
                (request_id, reply)
            }
            None => (ids.draw(), ids.partition()),
        };
        let identity = Identity { client_id: client_id.into(), request_id };
        let mut value = Vec::with_capacity(256);
        single_object::header(C::FINGERPRINT, &mut value);
        post.command.encode(&identity, &mut value);
        if value.len() > topic.max_message_bytes {
            return Err(NotSent::new(format!(
                "`{}` is {} bytes and topic `{}` takes {} at most; send less, or raise \
                 `max-message-bytes` of the topic in interface.toml and on the broker",
                C::NAME,
                value.len(),
                topic.name,
                topic.max_message_bytes
            )));
        }
        let mut key = Vec::with_capacity(64);
        if !post.command.key(&mut key) {
            key.extend_from_slice(identity.request_id.as_bytes());
        }
        let partition = partition(&key, topic.partitions);
        let deadline = post.deadline.map(since_1970);
        Ok(Draft { identity, topic: topic.name, partition, key, value, deadline, reply })
    }

    pub(crate) fn letter(&self) -> Letter<'_> {
        let Draft { topic, partition, key, value, deadline, .. } = self;
        Letter { topic, partition: *partition, key, value, deadline: *deadline }
    }

    /// A receipt of it: where it stands, if that is known, and the offset before which its reply
    /// cannot stand, if it has one.
    pub(crate) fn receipt<C>(&self, offset: Option<i64>, first: Option<i64>) -> Receipt<C> {
        let sent = Position { topic: self.topic.into(), partition: self.partition, offset };
        let reply = first.map(|first| (self.reply, first));
        Receipt { identity: self.identity.clone(), sent, reply, command: PhantomData }
    }

    /// It stands in no topic.
    pub(crate) fn refused(&self, reason: &str) -> NotSent {
        NotSent::new(format!("topic `{}` did not take it: {reason}", self.topic))
    }

    /// Kafka may have it or not.
    pub(crate) fn unconfirmed<C: Command>(&self, first: Option<i64>, reason: &str) -> NotSent {
        let reason = format!("topic `{}` did not confirm it: {reason}", self.topic);
        NotSent::unconfirmed_as(reason, &self.receipt::<C>(None, first))
    }
}

/// Milliseconds since 1970 of a moment from now.
pub(crate) fn since_1970(from_now: Duration) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.saturating_add(from_now).as_millis()).unwrap_or(i64::MAX)
}
