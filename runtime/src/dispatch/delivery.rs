//! One record through its handler.

use super::outbox::Outbox;
use crate::{
    Identity,
    context::{Context, Metadata},
    error::BoxError,
    handle::{Handle, Observe},
    message::{Command, Message},
};
use adjutant_avro::codegen_v1::DecodeError;

/// One consumed record on its way through a handler. Owned, so that every dispatch of a lane has
/// one type and can be parked; its buffers go back to the lane with the [`Answer`].
pub struct Delivery {
    pub(crate) writer: u64,
    /// Where the datum starts in `value`.
    pub(crate) datum: usize,
    pub(crate) value: Vec<u8>,
    pub(crate) metadata: Metadata,
    pub(crate) outbox: Outbox,
}

/// What became of a [`Delivery`].
pub struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) value: Vec<u8>,
    pub(crate) outbox: Outbox,
}

/// The outcome of one try.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// The outbox holds what the command publishes and is answered with.
    Done(Identity),
    /// The handler asked for another try.
    Retry(Identity, BoxError),
    /// No message of this interface has the writer's fingerprint.
    Unknown,
    /// The datum is not what its fingerprint says.
    Undecodable(DecodeError),
}

impl Delivery {
    /// The fingerprint of the writer's schema.
    pub fn fingerprint(&self) -> u64 {
        self.writer
    }

    /// Whether it is an `M`, current or released.
    pub fn is<M: Message>(&self) -> bool {
        M::is(self.writer)
    }

    /// Decodes, runs the handler and encodes the outcome.
    pub async fn handle<C: Command, H: Handle<C, C::Interface> + Sync>(
        self,
        handler: &H,
    ) -> Answer {
        let (command, context, value) = match self.open::<C>() {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        let outcome = handler.handle(command, &context).await;
        let (identity, mut outbox) = context.close();
        let verdict = match outbox.outcome::<C>(&identity, outcome) {
            Ok(()) => Verdict::Done(identity),
            Err(error) => Verdict::Retry(identity, error),
        };
        Answer { verdict, value, outbox }
    }

    /// Decodes and runs the subscriber's handler of `E`, an event of `I`.
    pub async fn observe<E: Message, I, H: Observe<E, I> + Sync>(self, handler: &H) -> Answer {
        let (event, context, value) = match self.open::<E>() {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        let result = handler.handle(event, &context).await;
        let (identity, outbox) = context.close();
        let verdict = match result {
            Ok(()) => Verdict::Done(identity),
            Err(error) => Verdict::Retry(identity, error.0),
        };
        Answer { verdict, value, outbox }
    }

    /// The message, with what its handler sees and the bytes it was read from.
    fn open<M: Message>(self) -> Result<(M, Context<M>, Vec<u8>), Answer> {
        let Delivery { writer, datum, value, metadata, outbox } = self;
        match M::decode(writer, &value[datum..]) {
            Ok((identity, message)) => {
                Ok((message, Context::new(identity, metadata, outbox), value))
            }
            Err(error) => Err(Answer { verdict: Verdict::Undecodable(error), value, outbox }),
        }
    }

    /// No handler is for it.
    pub fn unknown(self) -> Answer {
        Answer { verdict: Verdict::Unknown, value: self.value, outbox: self.outbox }
    }
}
