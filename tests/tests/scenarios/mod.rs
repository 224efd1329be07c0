//! What must hold on any Kafka. `embedded.rs` and `real_kafka.rs` run every scenario.

#![allow(dead_code)]

pub mod bad_input;
pub mod ledger;

/// A test of this file for each scenario.
macro_rules! on {
    ($start:expr, $(#[$attribute:meta])* [$($module:ident :: $name:ident),+ $(,)?]) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        $(#[$attribute])*
        async fn $name() -> anyhow::Result<()> {
            let cluster = $start?;
            scenarios::$module::$name(&cluster).await
        }
    )+ };
}
pub(crate) use on;
