//! A service of the hand-written interface, whose handlers do what the text of a command says.

use crate::{
    codegen_v1::{Answer, Context, Delivery, Dispatch, Face, Handle, Message, Processing, Service},
    context::Events,
    dispatch::service,
    error::HandlerError,
    handle::Shared,
    testing_interface::{Heard, Interface, Note, Said, Say, TooLoud},
};
use std::{
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

impl<P: Handle<Say, Interface> + Handle<Note, Interface> + Shared> Dispatch<Processing<P>>
    for Interface
{
    const FACE: Face = Face::Processor;
    const TOPICS: &'static [&'static str] = &["chat.commands.high", "chat.commands"];
    async fn dispatch(to: &Processing<P>, delivery: Delivery) -> Answer {
        match delivery.fingerprint() {
            <Say as Message>::FINGERPRINT => delivery.handle::<Say, P>(&to.0).await,
            <Note as Message>::FINGERPRINT => delivery.handle::<Note, P>(&to.0).await,
            _ => delivery.unknown(),
        }
    }
}

/// Remembers what it was told, in order.
#[derive(Default)]
pub(super) struct Chat {
    pub heard: Mutex<Vec<String>>,
    pub gate: tokio::sync::Notify,
    pub started: AtomicU32,
}

/// Shared with the test that watches it.
#[derive(Clone, Default)]
pub(super) struct Watched(pub Arc<Chat>);

pub(super) fn serve(chat: Watched) -> Service<Interface, Processing<Watched>> {
    service(Processing(chat))
}

impl Handle<Say, Interface> for Watched {
    async fn handle(
        &self,
        command: Say,
        context: &Context<Say>,
    ) -> Result<Said, HandlerError<Say>> {
        self.0.started.fetch_add(1, Ordering::SeqCst);
        let events: &Events<Say> = &context.events;
        let (what, rest) = command.text.split_once(' ').unwrap_or((&command.text, ""));
        match what {
            "shout" => return Err(TooLoud { why: rest.into() }.into()),
            "fail" => return Err("out of order".into()),
            // Fails on the first tries, as many as it says.
            "stumble" if context.metadata.attempt <= rest.parse::<u32>()? => {
                return Err("stumbled".into());
            }
            "panic" => panic!("{rest}"),
            "wait" => self.0.gate.notified().await,
            "sleep" => tokio::time::sleep(Duration::from_millis(rest.parse()?)).await,
            "refused" => {
                return Err(crate::CallError::<Say>::Rejected(
                    crate::testing_interface::SayRejection::TooLoud(TooLoud { why: "no".into() }),
                )
                .into());
            }
            "large-reply" => {
                events.publish(Heard { room: command.room, text: "stands".into() });
                return Ok(Said { text: "x".repeat(rest.parse()?) });
            }
            "large-event" => {
                events.publish(Heard { room: command.room, text: "x".repeat(rest.parse()?) });
                return Ok(Said { text: "never told".into() });
            }
            _ => {}
        }
        let text = command.text;
        self.0.heard.lock().unwrap().push(text.clone());
        events.publish(Heard { room: command.room, text: text.clone() });
        Ok(Said { text })
    }
}

impl Handle<Note, Interface> for Watched {
    fn handle(
        &self,
        command: Note,
        _: &Context<Note>,
    ) -> impl Future<Output = Result<(), HandlerError<Note>>> + Send {
        self.0.heard.lock().unwrap().push(command.text);
        std::future::ready(Ok(()))
    }
}
