//! Every scenario on a real Apache Kafka, each with a broker of its own:
//!
//!     cargo test -p adjutant-tests --test real_kafka -- --ignored --test-threads 1

mod scenarios;

scenarios::all!(real);
scenarios::on! { real:
    bad_input::a_record_of_ten_mebibytes_is_handled,
}
