//! The processor of `echo`.

use crate::echo::{self, *};
use adjutant::{Events, Handled, HandlerError};

/// Says what it is told, as long as it is told to.
#[derive(Default)]
pub struct Speaker;

#[adjutant::processor(echo)]
impl Speaker {
    #[command]
    async fn say(&self, command: Say, events: &Events<Say>) -> Handled<Say> {
        let Say { room, text, reply_bytes, event_bytes } = command;
        match &*text {
            "panic" => panic!("as it was told"),
            "fail" => return Err("as it was told".into()),
            "loud" => return Err(TooLoud { text }.into()),
            _ => {}
        }
        events.publish(Heard { room, text: sized(&text, event_bytes) });
        Ok(Said { text: sized(&text, reply_bytes) })
    }

    #[command]
    async fn note(&self, _: Note) -> Result<(), HandlerError<Note>> {
        Ok(())
    }
}

fn sized(text: &str, bytes: i32) -> String {
    match usize::try_from(bytes) {
        Ok(bytes) if bytes > 0 => "x".repeat(bytes),
        _ => text.into(),
    }
}
