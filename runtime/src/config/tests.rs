//! Where settings come from, which of them hold, and what is refused.

use super::*;

fn faults(config: Config) -> Vec<String> {
    config.check().err().map(|error| error.faults).unwrap_or_default()
}

/// Sets what a file with this text says.
fn with_file(config: Config, text: &str) -> Config {
    let file = std::env::temp_dir().join(format!("adjutant-{}.toml", uuid::Uuid::new_v4()));
    std::fs::write(&file, text).unwrap();
    let config = config.file(&file);
    std::fs::remove_file(&file).unwrap();
    config
}

fn with_variables(mut config: Config, variables: &[(&str, &str)]) -> Config {
    let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    read::variables(&mut config, owned);
    config
}

#[test]
fn the_defaults_are_usable() {
    assert_eq!(Config::new("localhost:9092").check(), Ok(()));
}

#[test]
fn every_fault_is_told_at_once() {
    let config = Config::new(" ").lanes(0).call_timeout(Duration::ZERO);
    assert_eq!(faults(config).len(), 3);
}

#[test]
fn a_property_that_would_break_a_promise_is_refused_with_the_reason_wherever_it_is_set() {
    for (property, why) in properties::REFUSED {
        let config = || Config::new("localhost:9092");
        for config in [
            config().kafka(property, "x"),
            config().kafka_consumer(property, "x"),
            config().kafka_producer(property, "x"),
            with_file(config(), &format!("[kafka]\n{property} = \"x\"")),
            with_file(config(), &format!("[kafka.producer]\n\"{property}\" = \"x\"")),
        ] {
            let faults = faults(config);
            assert_eq!(faults.len(), 1, "{property}");
            assert!(faults[0].contains(property) && faults[0].ends_with(why), "{}", faults[0]);
        }
    }
}

#[test]
fn a_setting_of_classic_groups_is_refused_with_the_new_protocol() {
    let config = Config::new("localhost:9092")
        .kafka("group.protocol", "consumer")
        .kafka("session.timeout.ms", "6000");
    assert!(faults(config)[0].contains("session.timeout.ms"));
}

#[test]
fn a_file_overrides_code_and_a_variable_overrides_the_file() {
    let text = "lanes = 2\ncall-timeout = \"5s\"\n[kafka]\n\"security.protocol\" = \"ssl\"\n";
    let mut config = with_file(Config::new("code:1").lanes(7), text);
    assert_eq!((config.lanes, config.call_timeout), (2, Duration::from_secs(5)));
    config = with_variables(
        config,
        &[
            ("ADJUTANT_LANES", "3"),
            ("ADJUTANT_BOOTSTRAP_SERVERS", "env:2"),
            ("ADJUTANT_KAFKA_SASL_USERNAME", "ann"),
        ],
    );
    assert_eq!((config.lanes, &*config.bootstrap_servers), (3, "env:2"));
    assert_eq!(config.kafka["security.protocol"], "ssl");
    assert_eq!(config.kafka["sasl.username"], "ann");
    assert_eq!(config.check(), Ok(()));
}

#[test]
fn an_unknown_key_and_a_value_that_does_not_parse_are_told() {
    let variables = [("ADJUTANT_LANE", "3"), ("ADJUTANT_DRAIN", "soon")];
    let faults = faults(with_variables(Config::new("localhost:9092"), &variables));
    assert!(faults[0].contains("ADJUTANT_LANE "), "{faults:?}");
    assert!(faults[0].contains("did you mean ADJUTANT_LANES?"), "{faults:?}");
    assert!(faults[1].contains("soon"), "{faults:?}");
}

#[test]
fn every_key_can_be_set_in_a_file_and_by_a_variable() {
    let keys = [
        ("bootstrap-servers", "k:1"),
        ("group", "g"),
        ("instance", "i"),
        ("guarantee", "at-least-once"),
        ("create-topics", "true"),
        ("lanes", "2"),
        ("call-timeout", "1500ms"),
        ("in-flight", "3"),
        ("tries", "4"),
        ("first-retry", "5s"),
        ("longest-retry", "6m"),
        ("drain", "7h"),
        ("buffer", "80000"),
    ];
    assert_eq!(keys.map(|(key, _)| key), keys::NAMES);
    let text: String = keys.iter().map(|(key, value)| format!("{key} = \"{value}\"\n")).collect();
    let named = |key: &str| format!("ADJUTANT_{}", key.to_uppercase().replace('-', "_"));
    let names = keys.map(|(key, value)| (named(key), value));
    let variables: Vec<_> = names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    for config in
        [with_file(Config::new("x:1"), &text), with_variables(Config::new("x:1"), &variables)]
    {
        assert_eq!(config.check(), Ok(()));
        assert_eq!(config.bootstrap_servers, "k:1");
        assert_eq!((config.group.as_deref(), config.instance.as_deref()), (Some("g"), Some("i")));
        assert_eq!(config.guarantee, Guarantee::AtLeastOnce);
        assert_eq!((config.create_topics, config.lanes, config.in_flight), (Some(true), 2, 3));
        assert_eq!(config.call_timeout, Duration::from_millis(1_500));
        let (first, longest) = (Duration::from_secs(5), Duration::from_secs(360));
        assert_eq!(config.retry, Retry { tries: 4, first, longest });
        assert_eq!((config.drain, config.buffer), (Duration::from_secs(25_200), 80_000));
    }
}

#[test]
fn properties_in_a_file_are_for_every_handle_or_for_one_kind() {
    let text = "[kafka]\nsecurity.protocol = \"ssl\"\n\"socket.keepalive.enable\" = true\n\
                [kafka.consumer]\nfetch.wait.max.ms = 10\n[kafka.producer]\n\"linger.ms\" = 0.5\n";
    let config = with_file(Config::new("x:1"), text);
    assert_eq!(config.check(), Ok(()));
    assert_eq!(config.kafka["security.protocol"], "ssl");
    assert_eq!(config.kafka["socket.keepalive.enable"], "true");
    assert_eq!(config.consumer["fetch.wait.max.ms"], "10");
    assert_eq!(config.producer["linger.ms"], "0.5");
    assert_eq!((config.kafka.len(), config.consumer.len(), config.producer.len()), (2, 1, 1));
}

#[test]
fn a_file_that_cannot_be_used_is_told_with_its_path() {
    let missing = faults(Config::new("x:1").file("/no/such/file.toml"));
    assert!(missing[0].contains("/no/such/file.toml"), "{missing:?}");
    let broken = faults(with_file(Config::new("x:1"), "lanes = "));
    assert!(broken[0].contains("adjutant-") && broken[0].contains("TOML"), "{broken:?}");
}

#[test]
fn a_file_with_unknown_keys_and_wrong_values_tells_each() {
    let text = "lane = 2\ntries = \"many\"\nguarantee = \"twice\"\ndrain = []\nbuffer = -1\n\
                call-timeout = 5\n[kafka]\nx = []\n[other]\n";
    let faults = faults(with_file(Config::new("x:1"), text));
    let names =
        ["lane", "tries", "guarantee", "drain", "buffer", "call-timeout", "kafka.x", "other"];
    assert_eq!(faults.len(), names.len(), "{faults:?}");
    assert!(faults[0].contains(".toml: ") && faults[0].ends_with("did you mean `lanes`?"));
    for (name, fault) in names.iter().zip(&faults) {
        assert!(fault.contains(&format!("`{name}`")), "{name}: {fault}");
    }
}

#[test]
fn variables_of_other_programs_are_left_alone() {
    let config = with_variables(Config::new("x:1"), &[("PATH", "/bin"), ("KAFKA_HOME", "/opt")]);
    assert_eq!(config.check(), Ok(()));
}
