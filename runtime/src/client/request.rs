//! One request of this process: what became of its command and of its reply.

use super::pending::Arrived;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::Notify;

/// Written by the threads that drive librdkafka, awaited by one caller.
#[derive(Debug, Default)]
pub(crate) struct Request {
    progress: Mutex<Progress>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Progress {
    delivery: Option<Result<i64, Refusal>>,
    reply: Option<Arrived>,
    /// The caller has it.
    taken: bool,
    shut_down: bool,
}

/// Kafka did not confirm a command.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub reason: String,
    /// It is certain that the command stands in no topic.
    pub certain: bool,
}

/// What ends the wait for a reply.
pub(crate) enum End {
    Reply(Arrived),
    /// The command stands in no topic.
    Refused(String),
    ShutDown,
}

impl Request {
    /// A request whose command was accepted earlier, at this offset if it is known.
    pub(crate) fn accepted_at(offset: Option<i64>) -> Self {
        let unknown = || Refusal { reason: "not confirmed".into(), certain: false };
        let delivery = Some(offset.ok_or_else(unknown));
        let progress = Progress { delivery, reply: None, taken: false, shut_down: false };
        Request { progress: Mutex::new(progress), changed: Notify::new() }
    }

    /// Kafka accepted the command at this offset, or did not.
    pub(crate) fn deliver(&self, delivery: Result<i64, Refusal>) {
        self.progress().delivery = Some(delivery);
        self.changed.notify_one();
    }

    /// The first reply is the outcome; a further one changes nothing.
    pub(crate) fn answer(&self, reply: Arrived) {
        self.progress().reply.get_or_insert(reply);
        self.changed.notify_one();
    }

    pub(crate) fn shut_down(&self) {
        self.progress().shut_down = true;
        self.changed.notify_one();
    }

    /// Whether a reply has come.
    pub(crate) fn is_answered(&self) -> bool {
        let progress = self.progress();
        progress.taken || progress.reply.is_some()
    }

    /// Whether the caller has the reply.
    pub(crate) fn is_taken(&self) -> bool {
        self.progress().taken
    }

    /// Where the command stands, if Kafka has told.
    pub(crate) fn offset(&self) -> Option<i64> {
        self.progress().delivery.as_ref()?.as_ref().ok().copied()
    }

    /// Takes a reply that nobody waited for to the end.
    pub(crate) fn take(&self) -> Option<Arrived> {
        self.progress().reply.take()
    }

    /// Whether it is certain that the command stands in no topic.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(&self.progress().delivery, Some(Err(refusal)) if refusal.certain)
    }

    /// Waits until Kafka has accepted the command or not. One caller at a time.
    pub(crate) async fn accepted(&self) -> Result<i64, Refusal> {
        loop {
            if let Some(delivery) = &self.progress().delivery {
                return delivery.clone();
            }
            self.changed.notified().await;
        }
    }

    /// Waits for the reply, or for what makes waiting useless. One caller at a time.
    pub(crate) async fn ended(&self) -> End {
        loop {
            {
                let mut progress = self.progress();
                if let Some(reply) = progress.reply.take() {
                    progress.taken = true;
                    return End::Reply(reply);
                }
                match &progress.delivery {
                    Some(Err(refusal)) if refusal.certain => {
                        return End::Refused(refusal.reason.clone());
                    }
                    // Without a delivery report the producer is about to give one.
                    Some(_) if progress.shut_down => return End::ShutDown,
                    _ => {}
                }
            }
            self.changed.notified().await;
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
