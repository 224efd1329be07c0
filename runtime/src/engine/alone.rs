//! One record without a lane: the same handlers, judge and limits, and no broker.

use super::{
    judge::{Judge, Next},
    outputs::Outputs,
    settings::Retry,
    slots::Ran,
    work::{Headers, Work},
};
use crate::dispatch::{Dispatch, Outbox};
use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

/// What left for a record.
pub(crate) struct Left {
    pub outbox: Outbox,
    /// The headers of its dead letter, if it failed.
    pub dead_letter: Option<Headers>,
}

/// Runs a record of `topic` to its end. Pauses between tries are left out.
pub(crate) async fn run<I: Dispatch<P>, P>(
    to: &P,
    topic: &'static str,
    offset: i64,
    value: Vec<u8>,
    headers: Headers,
    retry: Retry,
) -> Left {
    let contract = I::CONTRACT;
    let outputs = Arc::new(Outputs::of(contract));
    let judge = Judge { contract, face: I::FACE, retry, outputs };
    let mut work = Work::new();
    (work.topic, work.offset) = (topic, offset);
    (work.value, work.headers) = (Some(value), headers);
    let next = loop {
        if work.is_expired() {
            break judge.expired(&mut work);
        }
        let Some(delivery) = work.delivery() else { break judge.unframed(&mut work) };
        let ran = caught(I::dispatch(to, delivery)).await;
        match judge.judge(&mut work, ran) {
            Next::Rest(_) => {}
            next => break next,
        }
    };
    let dead_letter = match next {
        Next::Finished(dead) => dead.map(|dead| dead.letter.headers),
        Next::Rest(_) | Next::Stop(_) => None,
    };
    Left { outbox: work.outbox, dead_letter }
}

/// A future whose panic is a result.
async fn caught(future: impl Future<Output = crate::dispatch::Answer>) -> Ran {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(answer)) => Poll::Ready(Ran::Answered(answer)),
        Err(payload) => Poll::Ready(Ran::panicked(payload)),
    })
    .await
}
