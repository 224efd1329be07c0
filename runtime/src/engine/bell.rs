//! What wakes a lane: its queues, its handlers, its committers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Wake,
};
use tokio::sync::Notify;

/// Wakes one lane, from any thread. A ring while the lane runs is not lost: it makes it look again.
#[derive(Debug, Default)]
pub(super) struct Bell(Notify);

impl Bell {
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Done once the bell rings, or has rung since it was last heard.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}

/// A flag that rings the lane's bell when raised: one for each queue and each running handler.
#[derive(Debug)]
pub(super) struct Flag {
    raised: AtomicBool,
    bell: Arc<Bell>,
}

impl Flag {
    /// Raised from the start, so that what came before it is looked at.
    pub fn raised(bell: &Arc<Bell>) -> Arc<Self> {
        Arc::new(Flag { raised: AtomicBool::new(true), bell: bell.clone() })
    }

    pub fn lowered(bell: &Arc<Bell>) -> Arc<Self> {
        Arc::new(Flag { raised: AtomicBool::new(false), bell: bell.clone() })
    }

    pub fn raise(&self) {
        if !self.raised.swap(true, Ordering::AcqRel) {
            self.bell.ring();
        }
    }

    /// Raises it without ringing: the lane is looking.
    pub fn raise_quietly(&self) {
        self.raised.store(true, Ordering::Release);
    }

    pub fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire)
    }

    /// Lowers it. Look at what it stands for *after* this, or a raise in between is lost.
    pub fn lower(&self) {
        self.raised.store(false, Ordering::Release);
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.raise();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.raise();
    }
}
