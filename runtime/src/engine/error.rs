//! Why a service stopped on its own.

use std::{fmt, sync::Arc};

/// A service stopped on its own: what happened, and the way out. Commands it had not finished
/// are processed by the next instance.
#[derive(Debug, Clone)]
pub struct ServeError(Arc<str>);

impl ServeError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        ServeError(message.into().into())
    }

    /// Every lane left without being asked to.
    pub(crate) fn ended() -> Self {
        ServeError::new("a service ended that nobody had stopped; this is a bug")
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ServeError {}
