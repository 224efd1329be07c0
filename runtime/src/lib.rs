#![doc = include_str!("guide.md")]
#![warn(missing_docs)]

// The attributes name the crate as its users do.
#[cfg(test)]
extern crate self as adjutant;

mod blocking;
mod call;
mod client;
mod config;
mod connect;
mod context;
mod contract;
mod dispatch;
mod engine;
mod error;
mod failure;
mod handle;
mod headers;
mod identity;
mod kafka_log;
mod message;
mod native;
mod outcome;
mod partitioner;
mod race;
mod receipt;
mod recorded;
mod rejections;
pub mod schemas_topic;
pub mod testing;
#[cfg(test)]
mod testing_interface;
pub mod topics;
pub mod trace;
mod watermarks;
pub mod wire;

pub use adjutant_avro as avro;
#[doc = include_str!("../docs/processor.md")]
pub use adjutant_macros::processor;
#[doc = include_str!("../docs/subscriber.md")]
pub use adjutant_macros::subscriber;
pub use blocking::{Panicked, blocking};
pub use call::{Call, Claim, Order};
pub use client::{LateReplies, LateReply};
pub use config::{Config, ConfigError};
pub use connect::{Adjutant, Running};
pub use context::{Context, Events, FromContext, Metadata};
pub use engine::ServeError;
pub use error::{Error, Handled, HandlerError};
pub use failure::{Failure, FailureKind};
pub use handle::{Handle, Observe};
pub use identity::Identity;
pub use message::{Answered, Command, Event, Interface, Message};
pub use outcome::{CallError, NotSent, Unknown, Why};
pub use receipt::{NotAReceipt, Position, Receipt};
pub use recorded::{NotRecorded, Recorded};

/// Includes the module that `build.rs` generated for an interface: `adjutant::include_interface!(ledger);`
#[macro_export]
macro_rules! include_interface {
    ($name:ident) => {
        include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
    };
}

/// What generated code names, and nothing else. Its items may change with the generator.
#[doc(hidden)]
pub mod codegen_v1 {
    pub use crate::{
        Identity,
        call::{Call, Order},
        client::{Client, ClientOf, Core},
        context::{Context, FromContext},
        contract::{Contract, MessageInfo, Role, SchemaText, Topic, TopicRole},
        dispatch::{
            Answer, Delivery, Dispatch, Face, Processing, Service, Subscriber, Subscribing,
            Subscription, Topics, service, topic,
        },
        error::{Error, Handled, HandlerError},
        handle::{Handle, Observe, Shared},
        identity::IdentityRef,
        message::{
            Answered, Command, Event, EventOf, Interface, Message, Never, NoPriority, Rejection,
            Reply, put_text,
        },
        rejections::rejections,
    };
    pub use adjutant_avro::codegen_v1::*;
    pub use std::ops::Deref;
}
