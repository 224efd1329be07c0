//! What must hold on any Kafka. `embedded.rs` and `real_kafka.rs` run every scenario.

#![allow(dead_code)]

pub mod bad_input;
pub mod ledger;

/// A test of this file for each scenario; `real` ones run when they are asked for.
macro_rules! on {
    (embedded: $($module:ident :: $name:ident),+ $(,)?) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() -> anyhow::Result<()> {
            let cluster = adjutant_tests::cluster::Cluster::embedded()?;
            scenarios::$module::$name(&cluster).await
        }
    )+ };
    (real: $($module:ident :: $name:ident),+ $(,)?) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "starts a real Apache Kafka; needs Java and mvn"]
        async fn $name() -> anyhow::Result<()> {
            let cluster = adjutant_tests::cluster::Cluster::real()?;
            scenarios::$module::$name(&cluster).await
        }
    )+ };
}
pub(crate) use on;
