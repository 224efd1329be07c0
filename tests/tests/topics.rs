//! Topics are compared with the contract before anything is sent or read, and made when told to.

use adjutant::{
    Adjutant, Config, Interface,
    testing::Broker,
    topics::{self, Difference, Wanted},
};
use adjutant_tests::cluster::RealKafka;
use ledger::{
    Bank,
    ledger::{self as contract, Client},
};

fn wanted() -> Vec<Wanted> {
    contract::Interface::CONTRACT.topics().map(Wanted::from).collect()
}

fn names(topics: &[Wanted]) -> Vec<String> {
    topics.iter().map(|topic| topic.name.clone()).collect()
}

/// Of a process that does not run the broker itself.
fn elsewhere(broker: &Broker) -> Config {
    Config::new(broker.bootstrap_servers())
}

async fn client_refused(config: Config) -> String {
    let client = Adjutant::connect(config).unwrap().client::<Client>("web-shop").await;
    client.err().expect("the client is refused").to_string()
}

async fn service_refused(config: Config) -> String {
    let service = contract::serve(Bank::in_memory().unwrap());
    let running = Adjutant::connect(config).unwrap().serve(service);
    running.run_until(std::future::pending::<()>()).await.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_missing_topic_is_told_with_the_command_that_makes_them_and_none_comes_by_accident() {
    let broker = Broker::start().unwrap();
    let error = service_refused(elsewhere(&broker)).await;
    for name in names(&wanted()) {
        assert!(error.contains(&name), "{name} is missing in: {error}");
    }
    assert!(error.contains("`adjutant topics create"), "{error}");

    let error = client_refused(elsewhere(&broker)).await;
    for name in ["ledger.commands.high", "ledger.commands,", "ledger.replies"] {
        assert!(error.contains(name), "{name} is missing in: {error}");
    }
    assert!(!error.contains("ledger.balances"), "a client does not use it: {error}");

    let difference = topics::compare(&elsewhere(&broker), &wanted()).unwrap();
    assert_eq!(difference.missing, names(&wanted()), "nothing was created");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_number_of_partitions_is_refused_on_both_sides() {
    let broker = Broker::start().unwrap();
    let mut topics = wanted();
    let replies = topics.iter_mut().find(|topic| topic.name == "ledger.replies").unwrap();
    replies.partitions = 5;
    broker.create_topics(&topics).unwrap();
    for error in
        [client_refused(elsewhere(&broker)).await, service_refused(elsewhere(&broker)).await]
    {
        let expected = "`ledger.replies` has 5, the contract says 6";
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("name a new topic"), "the way out: {error}");
    }
    let difference = topics::compare(&elsewhere(&broker), &wanted()).unwrap();
    let partitions = vec![("ledger.replies".to_owned(), 6, 5)];
    assert_eq!(difference, Difference { missing: vec![], partitions });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_comes_first_makes_every_topic_of_the_contract_on_an_embedded_broker() {
    let broker = Broker::start().unwrap();
    let _client: Client = broker.connect().unwrap().client("web-shop").await.unwrap();
    let difference = topics::compare(&elsewhere(&broker), &wanted()).unwrap();
    assert_eq!(difference, Difference::default());
    assert_eq!(topics::create(&elsewhere(&broker), &wanted()).await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embedded_broker_is_told_to_make_topics_by_its_own_process_alone() {
    let broker = Broker::start().unwrap();
    let error = client_refused(elsewhere(&broker).create_topics(true)).await;
    assert!(error.contains("`adjutant dev FOLDER..`"), "{error}");
}

#[tokio::test]
async fn a_configuration_with_faults_is_refused_before_anything_is_asked() {
    let config = || Config::new("127.0.0.1:1").lanes(0);
    let compared = topics::compare(&config(), &wanted()).unwrap_err().to_string();
    let created = topics::create(&config(), &wanted()).await.unwrap_err().to_string();
    for error in [compared, created] {
        assert!(error.contains("`lanes`"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "starts a real Apache Kafka; needs Java and mvn"]
async fn topics_of_a_cluster_of_three_are_made_with_the_settings_of_the_contract() {
    use rdkafka::{
        ClientConfig,
        admin::{AdminClient, AdminOptions, ResourceSpecifier},
        client::DefaultClientContext,
        consumer::{BaseConsumer, Consumer},
    };
    let kafka = RealKafka::start(3).unwrap();
    let config = Config::new(kafka.servers());
    assert_eq!(topics::create(&config, &wanted()).await.unwrap(), names(&wanted()));
    assert_eq!(topics::compare(&config, &wanted()).unwrap(), Difference::default());
    assert_eq!(topics::create(&config, &wanted()).await.unwrap(), [""; 0], "what is there stays");

    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", kafka.servers());
    let consumer: BaseConsumer = client.create().unwrap();
    let admin: AdminClient<DefaultClientContext> = client.create().unwrap();
    for topic in wanted() {
        let metadata = consumer.fetch_metadata(Some(&topic.name), adjutant_tests::wait::LIMIT);
        let metadata = metadata.unwrap();
        for partition in metadata.topics()[0].partitions() {
            assert_eq!(partition.replicas().len(), 3, "{}", topic.name);
        }
        let named = [ResourceSpecifier::Topic(&topic.name)];
        let described = admin.describe_configs(&named, &AdminOptions::new()).await.unwrap();
        let described = described[0].as_ref().unwrap().entry_map();
        let quorum = ("min.insync.replicas".to_owned(), "2".to_owned());
        for (key, value) in topic.config.iter().chain([&quorum]) {
            assert_eq!(described[&**key].value.as_ref(), Some(value), "{}: {key}", topic.name);
        }
    }
}
