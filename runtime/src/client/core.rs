//! What every clone of a client shares.

use super::{
    Settings,
    claim::Claims,
    draft::Draft,
    mail::Mail,
    outcome,
    past::Past,
    pending::{Arrived, LateReplies, Pending},
    reader::Reader,
    request::{End, Request},
    request_id::RequestIds,
    sender::Sender,
};
use crate::{
    call::Post,
    contract::Contract,
    identity::Identity,
    message::{Answered, Command},
    outcome::{CallError, NotSent, Unknown, Why},
    receipt::Receipt,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
    time::{Instant, timeout_at},
};
use tracing::{Instrument, debug_span};

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

impl Core {
    /// Starts a client whose topics exist with the partitions of the contract. Nothing can be sent
    /// before it knows from where it reads replies.
    pub(crate) async fn start(
        contract: &'static Contract,
        client_id: &str,
        settings: Settings,
    ) -> Result<Core, NotSent> {
        if client_id.is_empty() {
            let reason = "a client needs a client_id, such as the name of its service";
            return Err(NotSent::new(reason));
        }
        let client_id = client_id.to_owned();
        let open = move || Shared::open(contract, client_id, settings);
        let opened = spawn_blocking(open).await.map_err(|error| error.to_string());
        opened.flatten().map(|shared| Core(Arc::new(shared))).map_err(NotSent::new)
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
        let Identity { client_id, request_id } = &draft.identity;
        let span = debug_span!("send", command = C::NAME, client_id, request_id);
        async {
            let pending = &shared.mail.pending;
            let first = if answered { Some(shared.reads(draft.reply, until).await?) } else { None };
            let _place = shared.place(until).await?;
            if answered {
                pending.expect(request_id);
            }
            let request = Arc::new(Request::default());
            if let Err(error) = shared.sender.send(&draft.letter(), request.clone()) {
                pending.forget(request_id);
                return Err(draft.refused(&error.to_string()));
            }
            match timeout_at(until, request.accepted()).await {
                Ok(Ok(offset)) => Ok(draft.receipt(Some(offset), first)),
                Ok(Err(refusal)) if refusal.certain => {
                    pending.forget(request_id);
                    Err(draft.refused(&refusal.reason))
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
        let Identity { client_id, request_id } = &draft.identity;
        let span = debug_span!("call", command = C::NAME, client_id, request_id);
        async {
            let first = shared.reads(draft.reply, until).await.map_err(CallError::NotSent)?;
            let _place = shared.place(until).await.map_err(CallError::NotSent)?;
            let mut waiting = shared.mail.pending.wait(request_id);
            if let Err(error) = shared.sender.send(&draft.letter(), waiting.request.clone()) {
                return Err(CallError::NotSent(draft.refused(&error.to_string())));
            }
            waiting.watched = true;
            let end = timeout_at(until, waiting.request.ended()).await;
            let receipt = || draft.receipt(waiting.request.offset(), Some(first));
            match end {
                Ok(End::Reply(reply)) => read(&reply, receipt),
                Ok(End::Refused(reason)) => Err(CallError::NotSent(draft.refused(&reason))),
                Ok(End::ShutDown) => Err(unknown(receipt(), Why::ShutDown)),
                Err(_) => Err(unknown(receipt(), Why::TimedOut)),
            }
        }
        .instrument(span)
        .await
    }

    /// Finds the outcome of a command that was sent earlier.
    pub(crate) async fn outcome<C: Command>(
        &self,
        receipt: Receipt<C>,
        timeout: Option<Duration>,
    ) -> Result<C::Reply, CallError<C>> {
        let Shared { settings, mail, reader, past, .. } = &*self.0;
        let until = after(timeout.unwrap_or(settings.timeout));
        let Identity { client_id, request_id } = receipt.identity();
        let span = debug_span!("outcome", command = C::NAME, client_id, request_id);
        if *client_id != mail.client_id {
            return Err(unknown(receipt, Why::OtherClient));
        }
        let mut waiting = mail.pending.claim(request_id, receipt.sent.offset);
        let claims = Claims { mail, reader, past };
        let end =
            timeout_at(until, claims.wait(&mut waiting, receipt.reply)).instrument(span).await;
        match end {
            Ok(Ok(End::Reply(reply))) => read(&reply, || receipt.clone()),
            Ok(Ok(End::Refused(_) | End::ShutDown)) => Err(unknown(receipt.clone(), Why::ShutDown)),
            Ok(Err(why)) => Err(unknown(receipt.clone(), why)),
            Err(_) => Err(unknown(receipt.clone(), Why::TimedOut)),
        }
    }

    /// Replies that came after their caller had given up.
    pub(crate) fn late_replies(&self) -> LateReplies {
        self.0.mail.pending.late_replies()
    }

    /// Ends every call that waits, and refuses new ones.
    pub(crate) fn shut_down(&self) {
        self.0.window.close();
        self.0.mail.pending.shut_down();
        self.0.sender.give_up();
    }

    /// Tells of each thing that the threads hold whether they still do.
    #[cfg(test)]
    pub(crate) fn watch(&self) -> [Box<dyn Fn() -> bool>; 2] {
        [self.0.reader.watch(), self.0.sender.watch()]
    }

    #[cfg(test)]
    pub(crate) fn sender(&self) -> &Sender {
        &self.0.sender
    }

    #[cfg(test)]
    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }
}

impl Shared {
    /// Blocks while brokers are asked.
    fn open(
        contract: &'static Contract,
        client_id: String,
        settings: Settings,
    ) -> Result<Self, String> {
        let ids = RequestIds::new(&client_id, &settings.instance, contract.replies.partitions);
        let consumer = settings.consumer(&client_id);
        let mail = Arc::new(Mail { contract, client_id, pending: Pending::default() });
        let refused = |error| format!("the client cannot start: {error}");
        let sender = Sender::start(settings.producer(contract)).map_err(refused)?;
        let reader = Reader::start(&consumer, settings.answer, mail.clone()).map_err(refused)?;
        reader.read_too_now(ids.partition())?;
        sender.get_ready(contract, settings.answer).map_err(refused)?;
        let past = Past::new(consumer, settings.answer, mail.clone());
        let window = Semaphore::new(settings.window.clamp(1, Semaphore::MAX_PERMITS));
        Ok(Shared { contract, settings, ids, window, mail, sender, reader, past })
    }

    fn draft<C: Command>(&self, post: Post<'_, C>) -> Result<Draft, NotSent> {
        Draft::write(self.contract, &self.mail.client_id, &self.ids, post)
    }

    /// Makes sure that the reply will be read, and tells the offset before which it cannot stand.
    async fn reads(&self, partition: i32, until: Instant) -> Result<i64, NotSent> {
        match timeout_at(until, self.reader.read_too(partition)).await {
            Ok(position) => position.map_err(NotSent::new),
            Err(_) => Err(NotSent::new(format!(
                "where partition {partition} of `{}` ends, on which its reply will stand, was not known in time",
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
}

fn read<C: Command>(
    reply: &Arrived,
    receipt: impl FnOnce() -> Receipt<C>,
) -> Result<C::Reply, CallError<C>> {
    outcome::read::<C>(&reply.value).unwrap_or_else(|error| {
        let receipt = receipt();
        let Arrived { partition, offset, .. } = reply;
        tracing::warn!(%receipt, partition, offset, "its reply cannot be read: {error}");
        Err(unknown(receipt, Why::Unreadable))
    })
}

fn unknown<C: Command>(receipt: Receipt<C>, why: Why) -> CallError<C> {
    CallError::Unknown(Unknown { receipt, why })
}

/// A moment from now, or far away where the clock cannot tell it.
fn after(time: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);
    Instant::now() + time.min(FAR)
}
