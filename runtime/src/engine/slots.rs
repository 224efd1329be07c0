//! Handler futures, one slot for each partition, kept in place and reused.

use super::bell::{Bell, Flag};
use crate::dispatch::{Answer, Delivery};
use std::{
    any::Any,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

/// What the lane sees of a service: one virtual call to start a handler, one to go on.
pub(super) trait Handlers {
    /// Runs the handler of a delivery as far as it goes without waiting.
    fn start(&mut self, slot: usize, delivery: Delivery) -> Poll<Ran>;
    /// Runs it on, if it has been woken.
    fn go_on(&mut self, slot: usize) -> Poll<Ran>;
    /// Forgets the handler that runs in the slot.
    fn forget(&mut self, slot: usize);
}

/// How a handler ended.
pub(super) enum Ran {
    Answered(Answer),
    Panicked(String),
}

impl Ran {
    /// From what a panic carries.
    pub fn panicked(payload: Box<dyn Any + Send>) -> Ran {
        Ran::Panicked(text(payload))
    }
}

/// The handlers of one lane. `run` makes the future of a delivery.
pub(super) struct Slots<R, F> {
    run: R,
    slots: Vec<Slot<F>>,
    bell: Arc<Bell>,
}

/// One pinned place, reused for every delivery of its partition.
struct Slot<F> {
    future: Pin<Box<Option<F>>>,
    woken: Arc<Flag>,
    waker: Waker,
}

impl<R: Fn(Delivery) -> F, F: Future<Output = Answer>> Slots<R, F> {
    pub fn new(bell: Arc<Bell>, run: R) -> Self {
        Slots { run, slots: Vec::new(), bell }
    }

    fn poll(slot: &mut Slot<F>) -> Poll<Ran> {
        let Some(future) = slot.future.as_mut().as_pin_mut() else { return Poll::Pending };
        let mut context = Context::from_waker(&slot.waker);
        // A handler that panicked is dropped at once and never polled again.
        let ran = match catch_unwind(AssertUnwindSafe(|| future.poll(&mut context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(answer)) => Ran::Answered(answer),
            Err(payload) => Ran::panicked(payload),
        };
        clear(slot);
        Poll::Ready(ran)
    }
}

/// Drops the future; a panic in its destructors ends there.
fn clear<F>(slot: &mut Slot<F>) {
    let _ = catch_unwind(AssertUnwindSafe(|| slot.future.as_mut().set(None)));
}

impl<R: Fn(Delivery) -> F, F: Future<Output = Answer>> Handlers for Slots<R, F> {
    fn start(&mut self, slot: usize, delivery: Delivery) -> Poll<Ran> {
        while self.slots.len() <= slot {
            let woken = Flag::raised(&self.bell);
            let waker = Waker::from(woken.clone());
            self.slots.push(Slot { future: Box::pin(None), woken, waker });
        }
        let future = (self.run)(delivery);
        let slot = &mut self.slots[slot];
        slot.future.as_mut().set(Some(future));
        slot.woken.lower();
        Self::poll(slot)
    }

    fn go_on(&mut self, slot: usize) -> Poll<Ran> {
        match self.slots.get_mut(slot) {
            Some(slot) if slot.woken.is_raised() => {
                slot.woken.lower();
                Self::poll(slot)
            }
            _ => Poll::Pending,
        }
    }

    fn forget(&mut self, slot: usize) {
        if let Some(slot) = self.slots.get_mut(slot) {
            clear(slot);
        }
    }
}

/// What a panic said.
fn text(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(text) => (*text).to_owned(),
            Err(_) => "the panic carried no text".to_owned(),
        },
    }
}
