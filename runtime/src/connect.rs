//! The entry: a connection to a cluster, its clients and what it serves.

use crate::{
    client::{self, Client, Core},
    config::{Config, ConfigError},
    contract::Contract,
    dispatch::{Dispatch, Face, Service},
    engine::{self, Lanes, ServeError},
    message::Interface,
    outcome::NotSent,
    race::{First, race},
    schemas_topic, topics,
};
use rdkafka::{ClientConfig, consumer::BaseConsumer, error::KafkaError, producer::BaseProducer};
use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};
use tokio::sync::OnceCell;

/// A connection to one Kafka cluster. Cheap to clone.
#[derive(Clone)]
pub struct Adjutant(Arc<Shared>);

struct Shared {
    config: Config,
    client: ClientConfig,
    /// Whether the cluster is the embedded broker; asked once.
    embedded: OnceCell<bool>,
}

impl Adjutant {
    /// Checks the configuration and every property in it. Nothing is sent yet: neither side needs the
    /// cluster to be up at this point.
    pub fn connect(config: Config) -> Result<Adjutant, ConfigError> {
        config.check()?;
        let client = config.client();
        // librdkafka knows its properties; a handle of each kind tells what it does not know.
        let wrong = |error: KafkaError| ConfigError::new(error.to_string());
        let with = |more: &BTreeMap<String, String>| {
            let mut all = client.clone();
            all.set("group.id", "adjutant");
            more.iter().for_each(|(key, value)| {
                all.set(key, value);
            });
            all
        };
        with(&config.consumer).create::<BaseConsumer>().map_err(wrong)?;
        with(&config.producer).create::<BaseProducer>().map_err(wrong)?;
        Ok(Adjutant(Arc::new(Shared { config, client, embedded: OnceCell::new() })))
    }

    /// A client of an interface, known to services as `client_id`. It is ready when the topics were
    /// found to be as the contract says, and when it knows from where it reads replies.
    pub async fn client<C: Client>(&self, client_id: &str) -> Result<C, NotSent> {
        let contract = <C::Interface as Interface>::CONTRACT;
        let topics = contract.commands.iter().chain([&contract.replies]).map(Into::into).collect();
        self.topics(contract, topics).await.map_err(NotSent::new)?;
        let config = &self.0.config;
        let settings = client::Settings {
            consumer: pairs(&config.consumer),
            producer: pairs(&config.producer),
            timeout: config.call_timeout,
            window: config.in_flight,
            embedded: self.embedded().await,
            ..client::Settings::new(self.0.client.clone(), self.instance())
        };
        Ok(Core::start(contract, client_id, settings).await?.into())
    }

    /// Serves a processor or a subscriber, once it is run.
    pub fn serve<I, P>(&self, service: Service<I, P>) -> Running
    where
        I: Dispatch<P>,
        P: Send + Sync + 'static,
    {
        Running { adjutant: self.clone(), starts: Vec::new() }.serve(service)
    }

    /// Makes sure of `topics`; where they may be created, of all that the contract has.
    async fn topics(
        &self,
        contract: &Contract,
        mut topics: Vec<topics::Wanted>,
    ) -> Result<(), String> {
        let Shared { config, client, .. } = &*self.0;
        let create = config.create_topics.unwrap_or(config.broker.is_some());
        if create {
            topics = topics::of(contract);
        }
        let on_cluster = match &config.broker {
            Some(broker) if create => {
                broker.create_topics(&topics).map_err(|error| error.to_string())?;
                false
            }
            _ => create,
        };
        let ensured = topics::ensure(client, contract.name, &topics, on_cluster).await;
        ensured.map_err(|error| error.to_string())
    }

    async fn embedded(&self) -> bool {
        if self.0.config.broker.is_some() {
            return true;
        }
        let ask = || async {
            let client = self.0.client.clone();
            let ask = move || topics::is_embedded(&client);
            tokio::task::spawn_blocking(ask).await.unwrap_or(false)
        };
        *self.0.embedded.get_or_init(ask).await
    }

    fn instance(&self) -> String {
        let host = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
        let host = || std::env::var("HOSTNAME").ok().or_else(host);
        let named = self.0.config.instance.clone().or_else(host);
        named.map(|name| name.trim().to_owned()).unwrap_or_else(|| "client".into())
    }
}

type Start = Box<
    dyn FnOnce(Adjutant) -> Pin<Box<dyn Future<Output = Result<Lanes, ServeError>> + Send>> + Send,
>;

/// What is to be served, and then is.
#[must_use = "nothing is served until it runs: await `run_until`"]
pub struct Running {
    adjutant: Adjutant,
    starts: Vec<Start>,
}

impl Running {
    /// Serves another one beside it.
    pub fn serve<I, P>(mut self, service: Service<I, P>) -> Running
    where
        I: Dispatch<P>,
        P: Send + Sync + 'static,
    {
        self.starts.push(Box::new(|adjutant| Box::pin(start(adjutant, service))));
        self
    }

    /// Runs until `stop` is done; then every service drains, commits and leaves, and what `stop`
    /// returned comes back. An error is a service that stopped on its own, and the others with it.
    ///
    /// `stop` runs from the beginning: it may well be a client that uses what is served.
    pub async fn run_until<T>(self, stop: impl Future<Output = T>) -> Result<T, ServeError> {
        let mut lanes = Vec::new();
        let served = async {
            for start in self.starts {
                lanes.push(start(self.adjutant.clone()).await?);
            }
            Lanes::any_ended(&mut lanes).await
        };
        let first = race(served, stop).await;
        lanes.iter().for_each(Lanes::stop);
        let mut ended = Ok(());
        for lanes in &mut lanes {
            ended = ended.and(lanes.ended().await);
        }
        match first {
            First::A(result) => Err(result.err().unwrap_or_else(ServeError::ended)),
            First::B(value) => ended.map(|()| value),
        }
    }
}

async fn start<I: Dispatch<P>, P: Send + Sync + 'static>(
    adjutant: Adjutant,
    service: Service<I, P>,
) -> Result<Lanes, ServeError> {
    let contract = <I as Interface>::CONTRACT;
    let Shared { config, client, .. } = &*adjutant.0;
    let named = service.group.clone().or_else(|| config.group.clone());
    let group = match I::FACE {
        Face::Processor => named.unwrap_or_else(|| contract.name.to_owned()),
        Face::Subscriber => named.ok_or_else(|| {
            ServeError::new(format!(
                "a subscriber of `{0}` has no group\n\
                 help: name one that is its own, `{0}::subscribe(..).group(\"..\")`: Kafka keeps under \
                 it how far it has read",
                contract.name
            ))
        })?,
    };
    let topics = match I::FACE {
        Face::Processor => topics::of(contract),
        Face::Subscriber => {
            let read = contract.events.iter().filter(|topic| I::TOPICS.contains(&topic.name));
            read.chain([&contract.dead_letters]).map(Into::into).collect()
        }
    };
    adjutant.topics(contract, topics).await.map_err(ServeError::new)?;
    if I::FACE == Face::Processor {
        let client = client.clone();
        let publish = move || schemas_topic::publish(&client, contract);
        let published = tokio::task::spawn_blocking(publish).await;
        let published = published.map_err(|error| error.to_string());
        published.and_then(|result| result.map_err(|error| error.to_string())).map_err(
            |error| ServeError::new(format!("the topic `{}`: {error}", contract.schemas.name)),
        )?;
    }
    let mut consumer = pairs(&config.consumer);
    if adjutant.embedded().await {
        // It answers a fetch that found nothing when its wait is over, not when a record comes.
        consumer.push(("fetch.wait.max.ms".into(), "10".into()));
    }
    let settings = engine::Settings {
        consumer,
        producer: pairs(&config.producer),
        instance: config.kafka.get("group.instance.id").cloned(),
        guarantee: config.guarantee,
        lanes: config.lanes,
        retry: config.retry,
        drain: config.drain,
        buffer: config.buffer,
        ..engine::Settings::new(client.clone(), group)
    };
    engine::spawn(service, settings)
}

fn pairs(map: &BTreeMap<String, String>) -> Vec<(String, String)> {
    map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}
