//! Every scenario on the embedded broker.

mod scenarios;

scenarios::on! { embedded:
    ledger::a_client_sends_while_the_service_is_down_and_gets_its_reply_once_it_is_up,
    ledger::a_service_restarted_in_the_middle_of_a_thousand_commands_loses_and_repeats_none,
    ledger::a_subscriber_that_starts_late_sees_every_balance,
    ledger::a_high_priority_command_overtakes_a_backlog,
    ledger::clients_with_different_ids_see_their_own_replies_alone,
    ledger::a_redelivered_command_changes_nothing_and_is_answered_as_before,
    bad_input::random_bytes_become_a_dead_letter,
    bad_input::a_truncated_record_is_answered_when_headers_name_its_identity,
    bad_input::an_unknown_fingerprint_becomes_a_dead_letter,
    bad_input::a_record_of_the_wrong_role_is_answered,
    bad_input::a_record_without_a_value_becomes_a_dead_letter,
    bad_input::a_record_with_bytes_after_its_end_is_answered,
    bad_input::a_reply_larger_than_its_topic_allows_fails_the_command,
    bad_input::an_event_larger_than_its_topic_allows_fails_the_command,
    bad_input::a_panic_and_exhausted_retries_fail_the_command,
    bad_input::a_passed_deadline_fails_the_command,
}
