//! The wait of a claim: live, and in the past that this client has not read.

use super::{mail::Mail, past::Past, pending::Waiting, reader::Reader, request::End};
use crate::{
    outcome::Why,
    race::{First, race},
};
use std::time::Duration;
use tokio::time::sleep;

/// What a claim needs of its client.
pub(crate) struct Claims<'a> {
    pub mail: &'a Mail,
    pub reader: &'a Reader,
    pub past: &'a Past,
}

impl Claims<'_> {
    /// Waits for the reply of a request that was sent earlier; `reply` is the partition where it
    /// stands and the offset before which it cannot. Ends when the caller stops polling.
    pub(crate) async fn wait(
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

    /// Reads the past of a partition, trying as often as it takes; an answer tells why the reply
    /// can no longer come.
    async fn look_back(&self, waiting: &Waiting<'_>, partition: i32, first: i64) -> Option<Why> {
        let topic = &self.mail.contract.replies;
        if !(0..topic.partitions).contains(&partition) {
            return Some(Why::TopicRecreated);
        }
        loop {
            let read = async {
                // Live first: what comes while the past is read is not missed.
                self.reader.read_too(partition).await?;
                self.past.read(waiting, partition, first).await
            };
            match read.await {
                Ok(why) => return why,
                Err(error) => {
                    tracing::debug!(topic = topic.name, partition, %error, "trying again");
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }
}
