//! Who waits for which reply, and replies that nobody has claimed yet.

use super::request::Request;
use std::{
    collections::{HashMap, VecDeque},
    mem,
    sync::{Arc, Mutex, MutexGuard},
};

/// A reply as it stands on the wire.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub value: Arc<[u8]>,
    pub partition: i32,
    pub offset: i64,
}

/// Requests that are remembered though nobody waits for their reply.
const REMEMBERED: usize = 10_000;
/// Bytes of replies that are kept for them.
const KEPT: usize = 16 * 1024 * 1024;
/// Late replies that can be inspected.
const INSPECTABLE: usize = 100;

/// Replies that came after their caller had given up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LateReplies {
    /// How many came since this client was made.
    pub count: u64,
    /// The last hundred, oldest first.
    pub recent: Vec<LateReply>,
}

/// A reply that came after its caller had given up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LateReply {
    /// Which request it answers.
    pub request_id: String,
    /// The partition of the reply topic where it stands.
    pub partition: i32,
    /// Its offset there.
    pub offset: i64,
}

/// Shared by the callers, which register before they send, and the thread that reads replies.
#[derive(Debug, Default)]
pub(crate) struct Pending(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// By request_id. A caller may use one id for several calls at a time.
    waiting: HashMap<String, Vec<Arc<Request>>>,
    unclaimed: HashMap<String, Unclaimed>,
    /// The request_ids of `unclaimed` by age, and some that left it meanwhile.
    ages: VecDeque<(u64, String)>,
    kept: usize,
    /// Counts registrations: orders them, and tells entries of one id apart.
    clock: u64,
    late: LateReplies,
    shut_down: bool,
}

/// A request that was sent, and for which nobody waits.
#[derive(Debug)]
struct Unclaimed {
    since: u64,
    /// Somebody waited for it and gave up.
    given_up: bool,
    reply: Option<Arrived>,
}

/// A caller's place in the table; leaves it when dropped.
pub(crate) struct Waiting<'a> {
    pending: &'a Pending,
    request_id: String,
    pub request: Arc<Request>,
    /// Orders registrations.
    pub since: u64,
    /// It was sent, and every reply to it passes the live reader after this registration.
    pub watched: bool,
}

impl Pending {
    /// Waits for a request that is about to be sent.
    pub(crate) fn wait(&self, request_id: &str) -> Waiting<'_> {
        self.register(&mut self.table(), request_id, Request::default(), false)
    }

    /// Waits for a request that was sent earlier, perhaps by a former run of this client.
    pub(crate) fn claim(&self, request_id: &str, offset: Option<i64>) -> Waiting<'_> {
        let mut table = self.table();
        let request = Request::accepted_at(offset);
        let known = table.forget(request_id);
        let watched = known.is_some();
        if let Some(reply) = known.and_then(|unclaimed| unclaimed.reply) {
            request.answer(reply);
        }
        self.register(&mut table, request_id, request, watched)
    }

    fn register(
        &self,
        table: &mut Table,
        request_id: &str,
        request: Request,
        watched: bool,
    ) -> Waiting<'_> {
        let request = Arc::new(request);
        if table.shut_down {
            request.shut_down();
        }
        table.waiting.entry(request_id.into()).or_default().push(request.clone());
        let since = table.tick();
        Waiting { pending: self, request_id: request_id.into(), request, since, watched }
    }

    /// Expects the reply of a request that is about to be sent and may be claimed later.
    pub(crate) fn expect(&self, request_id: &str) {
        self.table().remember(request_id.into(), false, None);
    }

    /// The request was not sent after all.
    pub(crate) fn forget(&self, request_id: &str) {
        let _ = self.table().forget(request_id);
    }

    /// A reply to this client, read from the reply topic.
    pub(crate) fn arrive(&self, request_id: &str, value: &[u8], partition: i32, offset: i64) {
        let mut table = self.table();
        let arrived = || Arrived { value: value.into(), partition, offset };
        let waiting = table.waiting.remove(request_id);
        if let Some(waiting) = &waiting {
            let arrived = arrived();
            waiting.iter().for_each(|request| request.answer(arrived.clone()));
        }
        let Some(unclaimed) = table.unclaimed.get_mut(request_id) else { return };
        if unclaimed.reply.is_none() {
            unclaimed.reply = Some(arrived());
            let late = unclaimed.given_up && waiting.is_none();
            table.kept += value.len();
            if late {
                table.late(request_id, partition, offset);
            }
            table.shed();
        }
    }

    /// Ends every wait, and every one that begins from now on.
    pub(crate) fn shut_down(&self) {
        let mut table = self.table();
        table.shut_down = true;
        table.waiting.values().flatten().for_each(|request| request.shut_down());
    }

    /// The count that the next registration will have.
    pub(crate) fn now(&self) -> u64 {
        self.table().clock
    }

    pub(crate) fn late_replies(&self) -> LateReplies {
        self.table().late.clone()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Table {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock - 1
    }

    fn remember(&mut self, request_id: String, given_up: bool, reply: Option<Arrived>) {
        self.forget(&request_id);
        let since = self.tick();
        self.kept += reply.as_ref().map_or(0, |reply| reply.value.len());
        self.ages.push_back((since, request_id.clone()));
        self.unclaimed.insert(request_id, Unclaimed { since, given_up, reply });
        self.shed();
    }

    fn forget(&mut self, request_id: &str) -> Option<Unclaimed> {
        let unclaimed = self.unclaimed.remove(request_id)?;
        self.kept -= unclaimed.reply.as_ref().map_or(0, |reply| reply.value.len());
        Some(unclaimed)
    }

    /// Forgets the oldest until the rest is within bounds.
    fn shed(&mut self) {
        if self.ages.len() > 2 * REMEMBERED {
            let unclaimed = &self.unclaimed;
            self.ages.retain(|(since, id)| unclaimed.get(id).is_some_and(|u| u.since == *since));
        }
        while self.unclaimed.len() > REMEMBERED || self.kept > KEPT {
            let Some((since, request_id)) = self.ages.pop_front() else { break };
            if self.unclaimed.get(&request_id).is_some_and(|entry| entry.since == since) {
                self.forget(&request_id);
            }
        }
    }

    fn late(&mut self, request_id: &str, partition: i32, offset: i64) {
        self.late.count += 1;
        if self.late.recent.len() == INSPECTABLE {
            self.late.recent.remove(0);
        }
        self.late.recent.push(LateReply { request_id: request_id.into(), partition, offset });
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut table = self.pending.table();
        if let Some(waiting) = table.waiting.get_mut(&self.request_id) {
            waiting.retain(|request| !Arc::ptr_eq(request, &self.request));
            if waiting.is_empty() {
                table.waiting.remove(&self.request_id);
            }
        }
        // What came while its caller gave up.
        let reply = self.request.take();
        if let Some(reply) = &reply {
            table.late(&self.request_id, reply.partition, reply.offset);
        }
        let waits_on = self.watched && !self.request.is_taken() && !self.request.is_refused();
        if reply.is_some() || waits_on {
            table.remember(mem::take(&mut self.request_id), true, reply);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
        range.map(|n| n.to_string())
    }

    fn is_known(pending: &Pending, request_id: &str) -> bool {
        pending.table().unclaimed.contains_key(request_id)
    }

    #[test]
    fn the_oldest_unclaimed_requests_are_forgotten_when_there_are_too_many() {
        let pending = Pending::default();
        ids(0..REMEMBERED + 5).for_each(|id| pending.expect(&id));
        assert!(ids(0..5).all(|id| !is_known(&pending, &id)));
        assert!(ids(5..REMEMBERED + 5).all(|id| is_known(&pending, &id)));
    }

    #[test]
    fn the_oldest_unclaimed_replies_are_forgotten_when_they_are_too_large() {
        let pending = Pending::default();
        let reply = vec![0; KEPT / 4];
        for id in ids(0..5) {
            pending.expect(&id);
            pending.arrive(&id, &reply, 0, 0);
        }
        assert!(!is_known(&pending, "0") && ids(1..5).all(|id| is_known(&pending, &id)));
        assert_eq!(pending.table().kept, KEPT);
        ids(1..5).for_each(|id| drop(pending.claim(&id, None)));
    }

    #[test]
    fn claims_leave_no_trace_and_push_no_other_request_out() {
        let pending = Pending::default();
        pending.expect("old");
        for id in ids(0..5 * REMEMBERED) {
            pending.expect(&id);
            pending.forget(&id);
        }
        let table = pending.table();
        assert!(table.unclaimed.contains_key("old"));
        assert!(table.ages.len() <= 2 * REMEMBERED);
    }

    #[test]
    fn a_call_that_was_never_sent_leaves_nothing_behind() {
        let pending = Pending::default();
        drop(pending.wait("r"));
        assert!(pending.table().waiting.is_empty() && !is_known(&pending, "r"));
    }

    #[test]
    fn a_reply_that_comes_while_its_caller_gives_up_is_late_and_kept() {
        let pending = Pending::default();
        let mut waiting = pending.wait("r");
        waiting.watched = true;
        pending.arrive("r", b"reply", 2, 7);
        drop(waiting);
        let late = LateReply { request_id: "r".into(), partition: 2, offset: 7 };
        assert_eq!(pending.late_replies(), LateReplies { count: 1, recent: vec![late] });
        assert_eq!(&*pending.claim("r", None).request.take().unwrap().value, b"reply");
    }

    #[test]
    fn a_reply_to_a_second_call_is_not_late_for_the_first() {
        let pending = Pending::default();
        let mut first = pending.wait("r");
        first.watched = true;
        drop(first);
        let second = pending.wait("r");
        pending.arrive("r", b"reply", 0, 0);
        assert!(second.request.take().is_some());
        assert_eq!(pending.late_replies().count, 0);
    }

    #[test]
    fn no_more_than_a_hundred_late_replies_are_kept_for_inspection() {
        let pending = Pending::default();
        for id in ids(0..150) {
            let mut waiting = pending.wait(&id);
            waiting.watched = true;
            drop(waiting);
            pending.arrive(&id, b"reply", 0, 0);
        }
        let late = pending.late_replies();
        assert_eq!((late.count, late.recent.len()), (150, INSPECTABLE));
        assert_eq!(late.recent[0].request_id, "50");
    }
}
