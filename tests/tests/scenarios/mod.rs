//! What must hold on any Kafka. `embedded.rs` and `real_kafka.rs` run every scenario.

#![allow(dead_code)]

pub mod bad_input;
pub mod ledger;

/// A test for every scenario, on the embedded broker or on a real Kafka.
macro_rules! all {
    ($kind:ident) => {
        scenarios::on! { $kind:
            ledger::a_client_sends_while_the_service_is_down_and_gets_its_reply_once_it_is_up,
            ledger::a_service_restarted_in_the_middle_of_a_thousand_commands_loses_and_repeats_none,
            ledger::a_subscriber_that_starts_late_sees_every_balance,
            ledger::a_high_priority_command_overtakes_a_backlog,
            ledger::clients_with_different_ids_see_their_own_replies_alone,
            ledger::a_redelivered_command_changes_nothing_and_is_answered_as_before,
            bad_input::random_bytes_become_a_dead_letter,
            bad_input::a_truncated_record_is_answered_when_headers_name_its_identity,
            bad_input::a_record_whose_identity_is_missing_becomes_a_dead_letter_that_nobody_hears_of,
            bad_input::an_unknown_fingerprint_becomes_a_dead_letter,
            bad_input::a_record_of_the_wrong_role_is_answered,
            bad_input::a_record_without_a_value_becomes_a_dead_letter,
            bad_input::a_record_with_bytes_after_its_end_is_answered,
            bad_input::a_reply_larger_than_its_topic_allows_fails_the_command,
            bad_input::an_event_larger_than_its_topic_allows_fails_the_command,
            bad_input::a_panic_and_exhausted_retries_fail_the_command,
            bad_input::a_passed_deadline_fails_the_command,
        }
    };
}
pub(crate) use all;

/// A test for each of these; `real` ones run when they are asked for.
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
