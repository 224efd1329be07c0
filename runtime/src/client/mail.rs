//! From a record of the reply topic to whoever waits for it.

use super::pending::Pending;
use crate::{
    contract::{Contract, Role},
    failure,
    identity::IdentityRef,
};
use adjutant_avro::codegen_v1::single_object;
use rdkafka::message::{BorrowedMessage, Message};

/// The replies to one client, sorted out of everything on the reply topic.
#[derive(Debug)]
pub(crate) struct Mail {
    pub contract: &'static Contract,
    pub client_id: String,
    pub pending: Pending,
}

impl Mail {
    /// Hands a reply to whoever waits for it. Anything else costs a look at its identity.
    pub(crate) fn take(&self, record: &BorrowedMessage<'_>) {
        let value = record.payload().unwrap_or_default();
        match self.request_id(record.key().unwrap_or_default(), value) {
            Some(request_id) => {
                self.pending.arrive(request_id, value, record.partition(), record.offset());
            }
            None => tracing::trace!(
                topic = self.contract.replies.name,
                partition = record.partition(),
                offset = record.offset(),
                "not a reply to this client"
            ),
        }
    }

    /// Which request of this client a record answers.
    fn request_id<'a>(&self, key: &'a [u8], value: &'a [u8]) -> Option<&'a str> {
        match self.identity(value) {
            Some(identity) => (identity.client_id == self.client_id).then_some(identity.request_id),
            // Written with a schema that this client was not built with: the key tells whose it is.
            None => {
                let key = std::str::from_utf8(key).ok()?;
                key.strip_prefix(self.client_id.as_str())?.strip_prefix('/')
            }
        }
    }

    fn identity<'a>(&self, value: &'a [u8]) -> Option<IdentityRef<'a>> {
        let (writer, datum) = single_object::split(value)?;
        if writer == failure::FINGERPRINT {
            return failure::identity(datum).ok();
        }
        let message = self.contract.message(writer)?;
        matches!(message.role, Role::Reply | Role::Rejection)
            .then(|| (message.identity)(writer, datum).ok())?
    }
}
