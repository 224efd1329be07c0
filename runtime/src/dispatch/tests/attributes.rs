//! The attributes, against the runtime that their code calls.

use super::*;
use crate::{self as adjutant, codegen_v1::Shared};

/// What the generator adds for a processor.
mod chat {
    use super::*;
    pub use crate::testing_interface::Interface;
    pub trait Processor: Shared + Handle<Say, Interface> + Handle<Note, Interface> {}
    pub fn serve<P: Processor>(processor: P) -> Processing<P> {
        Processing(processor)
    }
}

struct Room;

#[adjutant::processor(chat)]
impl Room {
    #[command]
    async fn say(&self, command: Say, by: &Identity, events: &Events<Say>) -> Handled<Say> {
        events.publish(Heard { room: by.client_id.clone(), text: command.text });
        Ok(Said { text: "done".into() })
    }

    #[command]
    async fn note(&self, note: Note, metadata: Metadata) -> Handled<Note> {
        Err(format!("{} at {}", note.text, metadata.offset).into())
    }
}

#[adjutant::subscriber(chat)]
impl Room {
    #[event]
    async fn heard(&self, event: Heard) -> Result<(), Error> {
        Err(event.text.into())
    }
}

#[test]
fn a_delivery_reaches_the_handler_of_its_type() {
    let room = chat::serve(Room);
    let answer = now(Interface::dispatch(&room, delivery(&say())));
    assert!(matches!(answer.verdict, Verdict::Done(_)));
    assert_eq!(answer.outbox.records[0].message, "chat.Heard");

    let note = Note { text: "remember".into() };
    let Verdict::Retry(_, error) = now(Interface::dispatch(&room, delivery(&note))).verdict else {
        panic!("another handler")
    };
    assert_eq!(error.to_string(), "remember at 7");
}

#[test]
fn a_subscriber_reads_the_topics_of_its_events_and_skips_the_others() {
    type Subscribed = Subscribing<Room>;
    assert_eq!(<Interface as Dispatch<Subscribed>>::TOPICS, [Heard::TOPIC]);
    let room = Subscribing(Room);
    let answer = now(Interface::dispatch(&room, delivery(&heard("one"))));
    assert!(matches!(answer.verdict, Verdict::Retry(_, error) if error.to_string() == "one"));
    let answer = now(Interface::dispatch(&room, delivery(&say())));
    assert!(matches!(answer.verdict, Verdict::Unknown));
}

#[test]
fn a_delegation_is_the_future_of_the_users_function_and_no_other() {
    let context = Context::new(identity(), delivery(&say()).metadata, Outbox::default());
    let delegated = Handle::<Say, Interface>::handle(&Room, say(), &context);
    let (by, events) = (identity(), <&Events<Say>>::from_context(&context));
    assert_eq!(size_of_val(&delegated), size_of_val(&Room.say(say(), &by, events)));
}
