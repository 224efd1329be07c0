//! Who asked, and which request it is.

/// The pair that every record of a request carries.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Which client service.
    pub client_id: String,
    /// Which request of it.
    pub request_id: String,
}

/// An [`Identity`] read in place, without decoding the rest of its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityRef<'a> {
    /// Which client service.
    pub client_id: &'a str,
    /// Which request of it.
    pub request_id: &'a str,
}

impl IdentityRef<'_> {
    /// An owned copy.
    pub fn to_owned(self) -> Identity {
        Identity { client_id: self.client_id.into(), request_id: self.request_id.into() }
    }
}

impl Identity {
    /// Borrows both parts.
    pub fn as_ref(&self) -> IdentityRef<'_> {
        IdentityRef { client_id: &self.client_id, request_id: &self.request_id }
    }
}
