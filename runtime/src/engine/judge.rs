//! From how a handler ended to what leaves the lane for its record.

use super::{
    dead_letter::{DeadLetter, dead_letter},
    error::ServeError,
    outputs::Outputs,
    retry::{chain, is_final, random},
    settings::Retry,
    slots::Ran,
    work::{Headers, Work},
};
use crate::{
    contract::{Contract, Role},
    dispatch::{Face, Verdict},
    failure::{self, Failure, FailureKind},
    headers,
    identity::Identity,
};
use std::{sync::Arc, time::Duration};
use tracing::{debug, warn};

/// Longest text of a failure, in bytes: it travels in a reply and in a header.
const LONGEST_MESSAGE: usize = 4096;

/// Judges for one service.
pub(super) struct Judge {
    pub contract: &'static Contract,
    pub face: Face,
    pub retry: Retry,
    pub outputs: Arc<Outputs>,
}

/// What becomes of a record.
#[derive(Debug)]
pub(super) enum Next {
    /// Finished: its outbox leaves, with a dead letter if it failed.
    Finished(Option<Box<Dead>>),
    /// Rests, then is tried again.
    Rest(Duration),
    /// The service cannot go on.
    Stop(ServeError),
}

/// A failed record.
#[derive(Debug)]
pub(super) struct Dead {
    pub letter: DeadLetter,
    /// The failure reply in the outbox bears an identity that only headers claimed.
    pub claimed: bool,
    /// The headers of such a reply.
    pub mark: Headers,
}

impl Judge {
    /// What to do after a try.
    pub fn judge(&self, work: &mut Work, ran: Ran) -> Next {
        let answer = match ran {
            Ran::Answered(answer) => answer,
            Ran::Panicked(text) => {
                let message = format!("the handler panicked: {text}");
                return self.fail(work, None, FailureKind::Panicked, message);
            }
        };
        work.take_back(answer.value, answer.outbox);
        match answer.verdict {
            Verdict::Done(identity) => self.measure(work, identity),
            Verdict::Retry(identity, error) => self.again(work, identity, &*error),
            Verdict::Undecodable(error) => {
                self.fail(work, None, FailureKind::Undecodable, error.to_string())
            }
            Verdict::Unknown => self.unknown(work),
        }
    }

    /// A record without a single-object header.
    pub fn unframed(&self, work: &mut Work) -> Next {
        let message = match &work.value {
            Some(_) => "the value does not begin with a single-object header (C3 01, fingerprint)",
            None => "the record has no value",
        };
        self.fail(work, None, FailureKind::Undecodable, message.to_owned())
    }

    /// A command whose deadline has passed.
    pub fn expired(&self, work: &mut Work) -> Next {
        let message = "its deadline had passed before it could be started".to_owned();
        self.fail(work, None, FailureKind::Expired, message)
    }

    fn again(&self, work: &mut Work, identity: Identity, error: &BoxedError) -> Next {
        let Identity { client_id, request_id } = &identity;
        let (text, tries, topic) = (chain(error), work.tries, work.topic);
        let (partition, offset) = (work.partition, work.offset);
        let pause = match is_final(error) {
            true => None,
            false => self.retry.pause(tries, random((partition, offset, tries))),
        };
        match pause {
            Some(pause) => {
                warn!(
                    client_id,
                    request_id,
                    topic,
                    partition,
                    offset,
                    tries,
                    ?pause,
                    "the handler failed and will be tried again: {text}"
                );
                Next::Rest(pause)
            }
            None => {
                let times = if tries == 1 { "once".into() } else { format!("{tries} times") };
                let message = format!("tried {times}, at last: {text}");
                self.fail(work, Some(identity), FailureKind::RetriesExhausted, message)
            }
        }
    }

    fn unknown(&self, work: &mut Work) -> Next {
        let writer = work.writer().unwrap_or_default();
        if self.face == Face::Subscriber {
            debug!(
                topic = work.topic,
                partition = work.partition,
                offset = work.offset,
                "skipped a record that this subscriber has no handler for: {writer:016x}"
            );
            return Next::Finished(None);
        }
        let message = match self.contract.message(writer) {
            Some(message) if message.role == Role::Command => {
                format!("this service has no handler for the command `{}`", message.name)
            }
            Some(message) => format!(
                "`{}` is no command but {} of this interface",
                message.name,
                match message.role {
                    Role::Event => "an event",
                    _ => "a reply",
                }
            ),
            None => format!("no message of this interface has the fingerprint {writer:016x}"),
        };
        self.fail(work, None, FailureKind::UnknownCommand, message)
    }

    /// Holds what was answered against the limits of the topics.
    fn measure(&self, work: &mut Work, identity: Identity) -> Next {
        let mut large = None;
        for record in &work.outbox.records {
            let Some(topic) = self.outputs.index(record.topic) else {
                return Next::Stop(ServeError::new(format!(
                    "`{}` goes to topic `{}`, which the contract of `{}` does not name; generate the code anew",
                    record.message, record.topic, self.contract.name
                )));
            };
            let (size, limit) = (record.value.len(), self.outputs.limit(topic));
            // An event decides: without it the reply would tell of what was not published.
            if size > limit && (large.is_none() || !record.reply) {
                large = Some((record.reply, record.message, record.topic, size, limit));
            }
        }
        let Some((reply, name, topic, size, limit)) = large else { return Next::Finished(None) };
        let what = if reply { "the answer to" } else { "the event" };
        let message = format!("{what} `{name}` has {size} bytes; topic `{topic}` takes {limit}");
        match reply {
            true => self.fail(work, Some(identity), FailureKind::ReplyTooLarge, message),
            false => self.fail(work, Some(identity), FailureKind::EventTooLarge, message),
        }
    }

    /// Writes the failure reply into the outbox, if somebody can be told, and the dead letter.
    fn fail(
        &self,
        work: &mut Work,
        identity: Option<Identity>,
        kind: FailureKind,
        mut message: String,
    ) -> Next {
        let mut end = message.len().min(LONGEST_MESSAGE);
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        message.truncate(end);

        let read = identity.or_else(|| work.identity(self.contract).map(|found| found.to_owned()));
        let claimed = read.is_none();
        let identity = read.or_else(|| work.claimed_identity());
        let (client_id, request_id) =
            identity.as_ref().map(|i| (i.client_id.as_str(), i.request_id.as_str())).unzip();
        warn!(client_id, request_id, topic = work.topic, partition = work.partition,
            offset = work.offset, cause = ?kind, "dead letter: {message}");

        let limit = self.contract.dead_letters.max_message_bytes;
        let letter = dead_letter(work, kind, &message, identity.as_ref(), limit);
        match kind {
            // The events stand: only what the caller hears is replaced.
            FailureKind::ReplyTooLarge => work.outbox.records.retain(|record| !record.reply),
            _ => work.outbox.clear(),
        }
        if let (Face::Processor, Some(identity)) = (self.face, &identity) {
            let failure = Failure { kind, message };
            let topic = self.contract.replies.name;
            work.outbox.reply(topic, identity, failure::NAME, |out| {
                Some(failure::encode(identity, &failure, out))
            });
        }
        let mark = vec![(headers::IDENTITY_FROM.to_owned(), Some(b"headers".to_vec()))];
        Next::Finished(Some(Box::new(Dead { letter, claimed, mark })))
    }
}

type BoxedError = dyn std::error::Error + Send + Sync;
