//! What every clone of a client shares.

use super::{
    Settings,
    mail::Mail,
    outcome::{self, Unreadable},
    past::Past,
    pending::{Arrived, LateReplies, Pending, Waiting},
    race::{First, race},
    reader::Reader,
    request::{End, Request},
    request_id::RequestIds,
    sender::{Letter, Sender},
};
use crate::{
    call::Post,
    contract::Contract,
    identity::Identity,
    message::{Answered, Command},
    outcome::{CallError, NotSent, Unknown, Why},
    partitioner::partition,
    receipt::{Position, Receipt},
};
use adjutant_avro::codegen_v1::single_object;
use std::{
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep, timeout_at},
};
use tracing::Instrument;

/// The client's half of the runtime, shared by every clone of a generated client.
#[derive(Clone)]
pub struct Core(Arc<Shared>);

struct Shared {
    contract: &'static Contract,
    settings: Settings,
    ids: RequestIds,
    /// Places for calls in flight.
    window: Semaphore,
    mail: Arc<Mail>,
    sender: Sender,
    reader: Reader,
    past: Past,
}

/// A command on its way, encoded.
struct Draft {
    identity: Identity,
    topic: &'static str,
    partition: i32,
    key: Vec<u8>,
    value: Vec<u8>,
    deadline: Option<i64>,
    /// The partition of the reply topic where its reply will stand.
    reply: i32,
}

impl Core {
    /// Starts a client whose topics exist with the partitions of the contract. Nothing can be sent
    /// before it knows from where it reads replies.
    pub(crate) async fn start(
        contract: &'static Contract,
        client_id: &str,
        settings: Settings,
    ) -> Result<Core, NotSent> {
        if client_id.is_empty() {
            return Err(NotSent::new(
                "a client needs a client_id, such as the name of its service",
            ));
        }
        let ids = RequestIds::new(client_id, &settings.instance, contract.replies.partitions);
        let mail =
            Arc::new(Mail { contract, client_id: client_id.into(), pending: Pending::default() });
        let consumer = settings.consumer(client_id);
        let refused = |error| NotSent::new(format!("the client cannot start: {error}"));
        let sender = Sender::start(&settings.producer(contract)).map_err(refused)?;
        let reader = Reader::start(&consumer, settings.answer, mail.clone()).map_err(refused)?;
        reader.read_too(ids.partition()).await.map_err(NotSent::new)?;
        let past = Past::new(consumer, settings.answer, mail.clone());
        let window = Semaphore::new(settings.window);
        Ok(Core(Arc::new(Shared { contract, settings, ids, window, mail, sender, reader, past })))
    }

    /// Sends a command; `answered` when its reply may be claimed.
    pub(crate) async fn send<C: Command>(
        &self,
        post: Post<'_, C>,
        answered: bool,
    ) -> Result<Receipt<C>, NotSent> {
        let shared = &*self.0;
        let until = after(shared.settings.timeout);
        let draft = shared.draft(post)?;
        let span = draft.span::<C>("send");
        async {
            let first = if answered { Some(shared.reads(draft.reply, until).await?) } else { None };
            let _place = shared.place(until).await?;
            let request = Arc::new(Request::default());
            let request_id = draft.identity.request_id.clone();
            if answered {
                shared.mail.pending.expect(&request_id);
            }
            let accepted = match shared.sender.send(&draft.letter(), request.clone()) {
                Ok(()) => timeout_at(until, request.accepted()).await,
                Err(error) => {
                    shared.mail.pending.forget(&request_id);
                    return Err(NotSent::new(draft.refused(&error.to_string())));
                }
            };
            match accepted {
                Ok(Ok(offset)) => Ok(draft.receipt(Some(offset), first)),
                Ok(Err(refusal)) if refusal.certain => {
                    shared.mail.pending.forget(&request_id);
                    Err(NotSent::new(draft.refused(&refusal.reason)))
                }
                Ok(Err(refusal)) => Err(draft.unconfirmed::<C>(first, &refusal.reason)),
                Err(_) => Err(draft.unconfirmed::<C>(first, "no answer in time")),
            }
        }
        .instrument(span)
        .await
    }

    /// Sends a command and waits for its reply.
    pub(crate) async fn call<C: Answered>(
        &self,
        post: Post<'_, C>,
        timeout: Option<Duration>,
    ) -> Result<C::Reply, CallError<C>> {
        let shared = &*self.0;
        let until = after(timeout.unwrap_or(shared.settings.timeout));
        let draft = shared.draft(post).map_err(CallError::NotSent)?;
        let span = draft.span::<C>("call");
        async {
            let first = shared.reads(draft.reply, until).await.map_err(CallError::NotSent)?;
            let _place = shared.place(until).await.map_err(CallError::NotSent)?;
            let mut waiting = shared.mail.pending.wait(&draft.identity.request_id);
            shared.sender.send(&draft.letter(), waiting.request.clone()).map_err(|error| {
                CallError::NotSent(NotSent::new(draft.refused(&error.to_string())))
            })?;
            waiting.watched = true;
            let end = timeout_at(until, waiting.request.ended()).await;
            let receipt = |offset| draft.receipt(offset, Some(first));
            match end {
                Ok(End::Reply(reply)) => read(&reply, || receipt(waiting.request.offset())),
                Ok(End::Refused(reason)) => {
                    Err(CallError::NotSent(NotSent::new(draft.refused(&reason))))
                }
                Ok(End::ShutDown) => Err(unknown(receipt(waiting.request.offset()), Why::ShutDown)),
                Err(_) => Err(unknown(receipt(waiting.request.offset()), Why::TimedOut)),
            }
        }
        .instrument(span)
        .await
    }

    /// Finds the outcome of a command that was sent earlier.
    pub(crate) async fn outcome<C: Answered>(
        &self,
        receipt: Receipt<C>,
        timeout: Option<Duration>,
    ) -> Result<C::Reply, CallError<C>> {
        let shared = &*self.0;
        let until = after(timeout.unwrap_or(shared.settings.timeout));
        let Identity { client_id, request_id } = &receipt.identity;
        let span = tracing::debug_span!("outcome", command = C::NAME, client_id, request_id);
        async {
            if *client_id != shared.mail.client_id {
                return Err(unknown(receipt.clone(), Why::OtherClient));
            }
            let mut waiting = shared.mail.pending.claim(request_id, receipt.sent.offset);
            let end = timeout_at(until, shared.claimed(&mut waiting, receipt.reply)).await;
            match end {
                Ok(Ok(End::Reply(reply))) => read(&reply, || receipt.clone()),
                Ok(Ok(End::Refused(_) | End::ShutDown)) => {
                    Err(unknown(receipt.clone(), Why::ShutDown))
                }
                Ok(Err(why)) => Err(unknown(receipt.clone(), why)),
                Err(_) => Err(unknown(receipt.clone(), Why::TimedOut)),
            }
        }
        .instrument(span)
        .await
    }

    /// Replies that came after their caller had given up.
    pub(crate) fn late_replies(&self) -> LateReplies {
        self.0.mail.pending.late_replies()
    }

    /// Tells of each thing that the threads hold whether they still do.
    #[cfg(test)]
    pub(crate) fn watch(&self) -> [Box<dyn Fn() -> bool>; 2] {
        [self.0.reader.watch(), self.0.sender.watch()]
    }

    /// The reader of live replies.
    #[cfg(test)]
    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// Ends every call that waits, and refuses new ones.
    pub(crate) fn shut_down(&self) {
        self.0.window.close();
        self.0.mail.pending.shut_down();
        self.0.sender.give_up();
    }
}

impl Shared {
    fn draft<C: Command>(&self, post: Post<'_, C>) -> Result<Draft, NotSent> {
        let Some(topic) = self.contract.commands.get(post.priority) else {
            return Err(NotSent::new(format!("`{}` has no such priority", self.contract.name)));
        };
        let (request_id, reply) = match post.request_id {
            Some(request_id) => {
                let reply = self.ids.partition_of(&request_id);
                (request_id, reply)
            }
            None => (self.ids.draw(), self.ids.partition()),
        };
        let identity = Identity { client_id: self.mail.client_id.clone(), request_id };
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

    /// Makes sure that the reply will be read, and tells the offset before which it cannot stand.
    async fn reads(&self, partition: i32, until: Instant) -> Result<i64, NotSent> {
        match timeout_at(until, self.reader.read_too(partition)).await {
            Ok(position) => position.map_err(NotSent::new),
            Err(_) => Err(NotSent::new(format!(
                "the end of partition {partition} of `{}`, where its reply will stand, was not known in time",
                self.contract.replies.name
            ))),
        }
    }

    /// A place in the window of calls in flight.
    async fn place(&self, until: Instant) -> Result<SemaphorePermit<'_>, NotSent> {
        match timeout_at(until, self.window.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) => Err(NotSent::new("the client was shut down")),
            Err(_) => Err(NotSent::new(format!(
                "{} calls of this client were in flight all the time; wait longer, or raise its window",
                self.settings.window
            ))),
        }
    }

    /// Waits for the reply of a claim: live, and in the past of its partition where this client has not
    /// read since the send.
    async fn claimed(
        &self,
        waiting: &mut Waiting<'_>,
        reply: Option<(i32, i64)>,
    ) -> Result<End, Why> {
        if !waiting.watched && !waiting.request.is_answered() {
            let (partition, first) = reply.ok_or(Why::NoLongerKept)?;
            let past = self.look_back(waiting, partition, first);
            match race(waiting.request.ended(), past).await {
                First::A(end) => return Ok(end),
                First::B(Some(why)) if !waiting.request.is_answered() => return Err(why),
                First::B(_) => waiting.watched = true,
            }
        }
        Ok(waiting.request.ended().await)
    }

    /// Reads the past of a partition, as often as it takes.
    async fn look_back(&self, waiting: &Waiting<'_>, partition: i32, first: i64) -> Option<Why> {
        if !(0..self.contract.replies.partitions).contains(&partition) {
            return Some(Why::TopicRecreated);
        }
        loop {
            let read = async {
                self.reader.read_too(partition).await?;
                self.past.read(waiting, partition, first).await
            };
            match read.await {
                Ok(why) => return why,
                Err(error) => {
                    tracing::debug!(topic = self.contract.replies.name, partition, %error, "trying again");
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }
}

impl Draft {
    fn letter(&self) -> Letter<'_> {
        let Draft { topic, partition, key, value, deadline, .. } = self;
        Letter { topic, partition: *partition, key, value, deadline: *deadline }
    }

    fn receipt<C>(&self, offset: Option<i64>, first: Option<i64>) -> Receipt<C> {
        let sent = Position { topic: self.topic.into(), partition: self.partition, offset };
        let reply = first.map(|first| (self.reply, first));
        Receipt { identity: self.identity.clone(), sent, reply, command: PhantomData }
    }

    fn refused(&self, reason: &str) -> String {
        format!("topic `{}` did not take it: {reason}", self.topic)
    }

    /// A send without an answer: Kafka may have the command.
    fn unconfirmed<C: Command>(&self, first: Option<i64>, reason: &str) -> NotSent {
        let receipt: Receipt<C> = self.receipt(None, first);
        NotSent::unconfirmed_as(
            format!("topic `{}` did not confirm it: {reason}", self.topic),
            &receipt,
        )
    }

    fn span<C: Command>(&self, what: &'static str) -> tracing::Span {
        let Identity { client_id, request_id } = &self.identity;
        tracing::debug_span!("client", what, command = C::NAME, client_id, request_id)
    }
}

fn read<C: Answered>(
    reply: &Arrived,
    receipt: impl FnOnce() -> Receipt<C>,
) -> Result<C::Reply, CallError<C>> {
    outcome::read::<C>(reply).unwrap_or_else(|error: Unreadable| {
        let receipt = receipt();
        tracing::warn!(
            command = C::NAME, %receipt, partition = reply.partition, offset = reply.offset,
            "its reply cannot be read: {error}"
        );
        Err(unknown(receipt, Why::Unreadable))
    })
}

fn unknown<C: Command>(receipt: Receipt<C>, why: Why) -> CallError<C> {
    CallError::Unknown(Unknown { receipt, why })
}

/// A moment from now; one that never comes where the clock cannot tell it.
fn after(time: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);
    Instant::now() + time.min(FAR)
}

/// Milliseconds since 1970 of a moment from now.
pub(crate) fn since_1970(from_now: Duration) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.saturating_add(from_now).as_millis()).unwrap_or(i64::MAX)
}
