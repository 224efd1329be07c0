//! Starts the lanes of a service.

use super::{
    at_least_once::AtLeastOnce,
    bell::{Bell, Flag},
    change::Phase,
    clients,
    committer::Committer,
    error::ServeError,
    exactly_once::ExactlyOnce,
    fault::Fault,
    judge::Judge,
    keep::Keep,
    lane::Lane,
    lanes::Lanes,
    outputs::Outputs,
    ownership::{lane_id, transactional_ids},
    settings::{Guarantee, Settings},
    slots::{Handlers, Slots},
    takeover::Takeover,
    turns::Turns,
};
use crate::{
    contract::Contract,
    dispatch::{Dispatch, Face, Service},
    message::Interface,
};
use rdkafka::consumer::{BaseConsumer, Consumer};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;
use tracing::{info, warn};

/// How long one question to the broker may take at the start.
const LONGEST_ANSWER: Duration = Duration::from_secs(5);
/// How long the committers may take to end once nothing is left to commit.
const LONGEST_END: Duration = Duration::from_secs(20);

/// What a lane is started with, beside its handlers.
struct Plan {
    contract: &'static Contract,
    face: Face,
    topics: Arc<[&'static str]>,
    settings: Arc<Settings>,
    /// The lane's transactional ids without their last part.
    id: Arc<str>,
    bell: Arc<Bell>,
    stop: Arc<Flag>,
}

/// Starts the lanes of a service, each on a thread of its own.
pub(crate) fn spawn<I: Dispatch<P>, P: Send + Sync + 'static>(
    service: Service<I, P>,
    settings: Settings,
) -> Result<Lanes, ServeError> {
    check(&settings)?;
    let contract = <I as Interface>::CONTRACT;
    let implementation = Arc::new(service.implementation);
    let random = uuid::Uuid::new_v4().simple().to_string();
    let instance = settings.instance.clone().unwrap_or(random);
    let mut lanes = Lanes::default();
    for number in 0..settings.lanes.max(1) {
        let mut settings = settings.clone();
        if number > 0 {
            settings.instance = settings.instance.map(|name| format!("{name}-{number}"));
        }
        let bell = Arc::new(Bell::default());
        let stop = Flag::lowered(&bell);
        let plan = Plan {
            contract,
            face: I::FACE,
            topics: distinct(I::TOPICS),
            id: lane_id(contract.name, &settings.group, &instance, number).into(),
            settings: Arc::new(settings),
            bell: bell.clone(),
            stop: stop.clone(),
        };
        let implementation = implementation.clone();
        let (sender, ended) = oneshot::channel();
        lanes.add(stop, ended);
        let run = move || {
            let implementation = &*implementation;
            let mut handlers = Slots::new(bell, |delivery| I::dispatch(implementation, delivery));
            // Nobody waits any more if the service was dropped.
            let _ = sender.send(plan.run(&mut handlers));
        };
        std::thread::Builder::new()
            .name(format!("adjutant-{}", contract.name))
            .spawn(run)
            .map_err(|error| ServeError::new(format!("cannot start a thread: {error}")))?;
    }
    Ok(lanes)
}

/// The topics in their order, each once: several events of a subscriber may share one.
fn distinct(topics: &[&'static str]) -> Arc<[&'static str]> {
    let first = |(n, topic): &(usize, &&'static str)| !topics[..*n].contains(topic);
    topics.iter().enumerate().filter(first).map(|(_, topic)| *topic).collect()
}

/// Refuses what the engine cannot keep its promises with.
fn check(settings: &Settings) -> Result<(), ServeError> {
    let all = settings.client.config_map();
    let consumer = settings.consumer.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    for (key, value) in all.into_iter().chain(consumer) {
        let refused = match key {
            "partition.assignment.strategy" => value.contains("cooperative"),
            "group.protocol" => value.eq_ignore_ascii_case("consumer"),
            _ => false,
        };
        if refused {
            return Err(ServeError::new(format!(
                "`{key}={value}` gives up partitions one by one, which a processor does not \
                 support; leave it out, or use `partition.assignment.strategy=range`"
            )));
        }
    }
    Ok(())
}

impl Plan {
    /// The whole life of a lane, on its thread.
    fn run(self, handlers: &mut dyn Handlers) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ServeError::new(format!("cannot start a runtime: {error}")))?;
        let Some(mut lane) = self.start()? else { return Ok(()) };
        let result = match lane.consumer.subscribe(&lane.topics) {
            Ok(()) => runtime.block_on(lane.run(handlers)),
            Err(error) => Err(ServeError::new(format!("cannot subscribe: {error}"))),
        };
        lane.leave();
        if !lane.keep.close(Instant::now() + LONGEST_END) {
            warn!("a committer still waits for the cluster and is left behind");
        }
        // Handlers may hold what lives on the runtime; tasks they have spawned end with it.
        runtime.shutdown_background();
        result
    }

    /// Everything before the first record; `None`: stopped meanwhile.
    fn start(&self) -> Result<Option<Lane>, ServeError> {
        let settings = &self.settings;
        let outputs = Arc::new(Outputs::of(self.contract));
        let events = Flag::raised(&self.bell);
        let on_reset = if self.face == Face::Processor { "error" } else { "earliest" };
        let consumer = clients::consumer(settings, on_reset, self.partitions(), events.clone());
        let consumer =
            consumer.map_err(|e| ServeError::new(format!("cannot make a consumer: {e}")))?;
        let consumer = Arc::new(consumer);
        let exactly_once =
            self.face == Face::Processor && settings.guarantee == Guarantee::ExactlyOnce;
        let keep: Box<dyn Keep> = if exactly_once {
            let Some(keep) = self.exactly_once(&outputs, &consumer)? else { return Ok(None) };
            Box::new(keep)
        } else {
            let (settings, outputs) = (settings.clone(), outputs.clone());
            Box::new(AtLeastOnce::new(settings, outputs, self.face, consumer.clone())?)
        };
        let takeover = Takeover {
            settings: settings.clone(),
            outputs: outputs.clone(),
            consumer: consumer.clone(),
            face: self.face,
            lane: exactly_once.then(|| self.id.clone()),
        };
        Ok(Some(Lane {
            consumer,
            events,
            bell: self.bell.clone(),
            stop: self.stop.clone(),
            topics: self.topics.clone(),
            judge: Judge {
                contract: self.contract,
                face: self.face,
                retry: settings.retry,
                outputs,
            },
            keep,
            takeover,
            drain: settings.drain,
            partitions: Vec::new(),
            generation: None,
            generations: 0,
            phase: Phase::Working,
            lost_since: None,
            last_look: Instant::now(),
        }))
    }

    /// How many partitions its topics have.
    fn partitions(&self) -> usize {
        let topics = self.contract.topics().filter(|topic| self.topics.contains(&topic.name));
        topics.map(|topic| usize::try_from(topic.partitions).unwrap_or(0)).sum()
    }

    fn exactly_once(
        &self,
        outputs: &Arc<Outputs>,
        consumer: &Arc<BaseConsumer<super::context::Watch>>,
    ) -> Result<Option<ExactlyOnce>, ServeError> {
        let Some(embedded) = self.is_embedded(consumer) else { return Ok(None) };
        if embedded {
            info!(
                "embedded broker: it forgets the offsets of transactions, so they are committed again"
            );
        }
        let turns = Arc::new(Turns::default());
        let mut committers = transactional_ids(&self.id).map(|id| Committer {
            settings: self.settings.clone(),
            outputs: outputs.clone(),
            consumer: consumer.clone(),
            lane: self.id.clone(),
            id,
            turns: turns.clone(),
            embedded,
            writer: None,
        });
        let ready = std::thread::scope(|scope| {
            let threads = committers.each_mut().map(|c| scope.spawn(|| c.renew(Some(&self.stop))));
            threads.map(|thread| thread.join())
        });
        for result in ready {
            match result {
                Ok(Ok(())) => {}
                Ok(Err(Fault::Stop(error))) => return Err(error),
                Ok(Err(_)) => return Ok(None),
                Err(_) => return Err(ServeError::new("a committer panicked; this is a bug")),
            }
        }
        let buffer = self.settings.buffer;
        let committers = Vec::from(committers);
        ExactlyOnce::start(outputs.clone(), buffer, &self.bell, turns, committers).map(Some)
    }

    /// Whether the cluster is librdkafka's mock; `None`: stopped before it answered.
    fn is_embedded(&self, consumer: &BaseConsumer<super::context::Watch>) -> Option<bool> {
        loop {
            if let Some(id) = consumer.client().fetch_cluster_id(LONGEST_ANSWER) {
                return Some(id.starts_with("mockCluster"));
            }
            if self.stop.is_raised() {
                return None;
            }
            warn!("the cluster does not answer yet");
        }
    }
}
