//! From tokens to what the expansion needs: the interface, the block, its handlers.

mod block;
mod handler;
mod interface;

pub(crate) use block::{Block, block};
pub(crate) use handler::Handler;
pub(crate) use interface::interface;
