//! A subscriber of the interface's events.

use super::{
    cluster::{Cluster, framed, header, told},
    service::{Running, until},
};
use crate::{
    codegen_v1::{Answer, Context, Delivery, Message, Subscriber, Subscribing, Subscription},
    dispatch::service,
    engine::{Settings, spawn},
    error::Error,
    handle::Observe,
    headers,
    testing_interface::{Heard, Interface, Said},
};
use rdkafka::{Message as _, message::OwnedHeaders};
use std::sync::{Arc, Mutex};

/// Writes down what it hears.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Observe<Heard, Interface> for Listener {
    async fn handle(&self, event: Heard, context: &Context<Heard>) -> Result<(), Error> {
        if event.text == "fail" || event.text == "stumble" && context.metadata.attempt < 3 {
            return Err("out of order".into());
        }
        self.0.lock().unwrap().push(event.text);
        Ok(())
    }
}

impl Subscription<Interface> for Listener {
    const TOPICS: &'static [&'static str] = &["chat.heard"];
    async fn dispatch(&self, delivery: Delivery) -> Answer {
        match delivery.fingerprint() {
            <Heard as Message>::FINGERPRINT => {
                delivery.observe::<Heard, Interface, Self>(self).await
            }
            _ => delivery.unknown(),
        }
    }
}

impl Subscriber<Interface> for Listener {}

fn subscribe(cluster: &Cluster, listener: &Listener) -> Running {
    let settings = Settings { group: "listeners".into(), ..cluster.settings() };
    let service = service::<Interface, _>(Subscribing(listener.clone()));
    Running::of(spawn(service, settings).unwrap())
}

#[test]
fn a_late_subscriber_hears_everything_tries_again_and_goes_on_where_it_stopped() {
    let cluster = Cluster::start();
    let commands = cluster.writer();
    let publish = |text: &str| {
        let event = framed(&Heard { room: "hall".into(), text: text.into() }, "r1");
        commands.raw("chat.heard", Some("hall"), Some(&event), OwnedHeaders::new());
    };
    publish("one");
    publish("stumble");
    publish("fail");
    let other = framed(&Said { text: "no event".into() }, "r1");
    commands.raw("chat.heard", Some("hall"), Some(&other), OwnedHeaders::new());
    commands.raw("chat.heard", Some("hall"), Some(b"random"), OwnedHeaders::new());
    publish("two");
    commands.flush();

    let listener = Listener::default();
    let service = subscribe(&cluster, &listener);
    until("the last is heard", || listener.0.lock().unwrap().len() == 3);
    service.stop();
    assert_eq!(*listener.0.lock().unwrap(), ["one", "stumble", "two"]);
    let dead = cluster.read("chat.dead-letters", 2);
    assert_eq!(told(&dead[0]), "heard fail");
    assert_eq!(header(&dead[0], headers::CAUSE).as_deref(), Some("RetriesExhausted"));
    assert_eq!(dead[1].payload(), Some(&b"random"[..]));
    assert!(cluster.read_all("chat.replies").is_empty());

    publish("three");
    commands.flush();
    let next = Listener::default();
    let service = subscribe(&cluster, &next);
    until("the next is heard", || !next.0.lock().unwrap().is_empty());
    service.stop();
    assert_eq!(*next.0.lock().unwrap(), ["three"]);
}
