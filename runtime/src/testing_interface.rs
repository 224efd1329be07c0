//! A small interface written by hand, as the generator would write it, for the tests of this crate.
//!
//! `Say` (key `room`; high or normal) is answered with `Said` or refused with `TooLoud`, and may
//! publish `Heard`; `Note` has no key and no reply.

use crate::codegen_v1::{self, DecodeError, Reader, Writer};

/// A record of strings: client_id, request_id, then its fields.
macro_rules! record {
    ($name:ident, $fingerprint:literal { $($field:ident),* }) => {
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $(pub $field: String),* }
        impl codegen_v1::Message for $name {
            const NAME: &'static str = concat!("chat.", stringify!($name));
            const FINGERPRINT: u64 = $fingerprint;
            // The text of a schema is not read by any of these tests.
            const SCHEMAS: &'static [codegen_v1::SchemaText] =
                &[codegen_v1::SchemaText { fingerprint: $fingerprint, text: "\"string\"" }];
            fn encode(&self, identity: &crate::Identity, out: &mut Vec<u8>) {
                let mut out = Writer::new(out);
                out.string(&identity.client_id);
                out.string(&identity.request_id);
                $(out.string(&self.$field);)*
            }
            fn read(
                writer: u64,
                reader: &mut Reader<'_>,
            ) -> Result<(crate::Identity, Self), DecodeError> {
                let identity = Self::read_identity(writer, reader)?.to_owned();
                $(let $field = reader.string()?;)*
                Ok((identity, $name { $($field),* }))
            }
            fn read_identity<'a>(
                _: u64,
                reader: &mut Reader<'a>,
            ) -> Result<codegen_v1::IdentityRef<'a>, DecodeError> {
                let (client_id, request_id) = (reader.string_ref()?, reader.string_ref()?);
                Ok(codegen_v1::IdentityRef { client_id, request_id })
            }
        }
    };
}

record!(Say, 0xA1 { room, text });
record!(Note, 0xA2 { text });
record!(Said, 0xA3 { text });
record!(TooLoud, 0xA4 { why });
record!(Heard, 0xA5 { room, text });

pub enum Interface {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    High,
    Normal,
}

impl From<Priority> for usize {
    fn from(priority: Priority) -> usize {
        priority as usize
    }
}

const fn topic(
    name: &'static str,
    role: codegen_v1::TopicRole,
    partitions: i32,
) -> codegen_v1::Topic {
    codegen_v1::Topic {
        name,
        role,
        partitions,
        replication: None,
        max_message_bytes: 1_000_000,
        config: &[],
    }
}

pub const CONTRACT: codegen_v1::Contract = {
    use codegen_v1::{MessageInfo, Role, TopicRole};
    codegen_v1::Contract {
        name: "chat",
        commands: &[
            topic("chat.commands.high", TopicRole::Commands, 3),
            topic("chat.commands", TopicRole::Commands, 3),
        ],
        priorities: &["high", "normal"],
        normal: 1,
        replies: topic("chat.replies", TopicRole::Replies, 3),
        events: &[topic("chat.heard", TopicRole::Events, 3)],
        schemas: topic("chat.schemas", TopicRole::Schemas, 1),
        dead_letters: topic("chat.dead-letters", TopicRole::DeadLetters, 1),
        messages: &[
            MessageInfo::of::<Say>(Role::Command),
            MessageInfo::of::<Note>(Role::Command),
            MessageInfo::of::<Said>(Role::Reply),
            MessageInfo::of::<TooLoud>(Role::Rejection),
            MessageInfo::of::<Heard>(Role::Event),
        ],
    }
};

impl codegen_v1::Interface for Interface {
    type Priority = Priority;
    const CONTRACT: &'static codegen_v1::Contract = &CONTRACT;
}

impl codegen_v1::Command for Say {
    type Interface = Interface;
    type Reply = Said;
    type Rejection = SayRejection;
    fn key(&self, out: &mut Vec<u8>) -> bool {
        out.extend_from_slice(self.room.as_bytes());
        true
    }
}

impl codegen_v1::Answered for Say {}

impl codegen_v1::Command for Note {
    type Interface = Interface;
    type Reply = ();
    type Rejection = codegen_v1::Never;
    fn key(&self, _: &mut Vec<u8>) -> bool {
        false
    }
}

impl codegen_v1::Event for Heard {
    type Interface = Interface;
    const TOPIC: &'static str = "chat.heard";
    fn key(&self, out: &mut Vec<u8>) -> bool {
        out.extend_from_slice(self.room.as_bytes());
        true
    }
}

impl codegen_v1::EventOf<Say> for Heard {}

#[derive(Debug, Clone, PartialEq)]
pub enum SayRejection {
    TooLoud(TooLoud),
}

impl std::fmt::Display for TooLoud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

codegen_v1::rejections!(Say, SayRejection, TooLoud);

#[derive(Clone)]
pub struct Client(codegen_v1::ClientOf<Interface>);

impl From<codegen_v1::Core> for Client {
    fn from(core: codegen_v1::Core) -> Self {
        Client(codegen_v1::ClientOf::new(core))
    }
}

impl codegen_v1::Client for Client {
    type Interface = Interface;
}

impl std::ops::Deref for Client {
    type Target = codegen_v1::ClientOf<Interface>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Client {
    pub fn say(&self, command: Say) -> codegen_v1::Call<'_, Say> {
        self.0.call(command)
    }
    pub fn note(&self, command: Note) -> codegen_v1::Order<'_, Note> {
        self.0.order(command)
    }
}
