//! `adjutant topics`, `dev` and `trace`, which talk to Kafka.

use crate::adjutant::{adjutant, command};
use adjutant::{Adjutant, Config, Interface, testing::Broker, topics::Wanted};
use adjutant_tests::{
    Speaker,
    cluster::RealKafka,
    echo::{self, Client, Say},
    service::Service,
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

const TOPICS: [&str; 5] =
    ["echo.commands", "echo.replies", "echo.events", "echo.schemas", "echo.dead-letters"];

fn lines(before: &str) -> String {
    TOPICS.map(|topic| format!("{before} {topic}\n")).concat()
}

#[test]
fn topics_that_are_missing_or_differ_are_findings() {
    let broker = Broker::start().unwrap();
    let servers = broker.bootstrap_servers();
    let check = || adjutant(&["topics", "check", "schemas/echo", "--bootstrap-servers", &servers]);
    let run = check();
    assert_eq!((run.code, run.out), (1, lines("missing")));

    let mut topics: Vec<_> = echo::Interface::CONTRACT.topics().map(Wanted::from).collect();
    topics[0].partitions = 2;
    broker.create_topics(&topics[..1]).unwrap();
    let found = check().out;
    assert!(found.ends_with("echo.commands has 2 partitions, the contract says 6\n"), "{found}");
}

#[test]
fn topics_that_are_as_the_contract_says_are_no_findings() {
    let broker = Broker::start().unwrap();
    let topics: Vec<_> = echo::Interface::CONTRACT.topics().map(Wanted::from).collect();
    broker.create_topics(&topics).unwrap();
    let servers = broker.bootstrap_servers();
    for what in ["check", "create"] {
        let run = adjutant(&["topics", what, "schemas/echo", "--bootstrap-servers", &servers]);
        assert_eq!((run.code, run.out.as_str()), (0, "5 topics are as the contract says\n"));
    }
}

#[test]
fn what_keeps_the_command_line_from_its_work_is_an_error_and_no_finding() {
    let broker = Broker::start().unwrap();
    let servers = broker.bootstrap_servers();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("adjutant.toml");
    std::fs::write(&file, "lane = 2\n").unwrap();
    let at = ["--bootstrap-servers", &servers];
    let config = ["--config", file.to_str().unwrap()];
    for (arguments, expected) in [
        ([&["topics", "check", "schemas/echo"][..], &at, &config].concat(), "did you mean `lanes`"),
        ([&["topics", "create", "schemas/echo"][..], &at].concat(), "adjutant dev FOLDER"),
        ([&["topics", "check", "errors/key-missing"][..], &at].concat(), "an interface has faults"),
        ([&["trace", "r", "schemas/echo"][..], &at].concat(), "`echo.commands` does not exist"),
    ] {
        let run = adjutant(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
}

#[test]
#[ignore = "starts a real Apache Kafka; needs Java and mvn"]
fn topics_are_created_once() {
    let kafka = RealKafka::start(1).unwrap();
    let create =
        || adjutant(&["topics", "create", "schemas/echo", "--bootstrap-servers", kafka.servers()]);
    let same = "5 topics are as the contract says\n";
    let run = create();
    assert_eq!((run.code, run.out), (0, lines("created") + same), "{}", run.err);
    let run = create();
    assert_eq!((run.code, run.out.as_str()), (0, same));
}

/// `adjutant dev`, ended when dropped.
struct Dev {
    child: Child,
    servers: String,
    said: Vec<String>,
}

impl Dev {
    fn start(interface: &str) -> Dev {
        let mut child = command().args(["dev", interface]).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = Vec::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let servers = loop {
            let line = lines.next().expect("it says where the broker is").unwrap();
            if let Some((_, servers)) = line.split_once("ADJUTANT_BOOTSTRAP_SERVERS=") {
                break servers.to_owned();
            }
            said.push(line);
        };
        Dev { child, servers, said }
    }

    /// As Ctrl-C does.
    fn interrupt(mut self) -> i32 {
        let interrupted =
            Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(interrupted.unwrap().success());
        self.child.wait().unwrap().code().expect("it ended on its own")
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const TRACE: &str = r#"+ms command      echo.Say  echo.commands[0]@0
             {"client_id":"tests","request_id":"traced","room":"room","text":"hello","reply_bytes":0,"event_bytes":0}
+ms event        echo.Heard  echo.events[0]@0
             {"client_id":"tests","request_id":"traced","room":"room","text":"hello"}
+ms reply        echo.Said  echo.replies[2]@0
             {"client_id":"tests","request_id":"traced","text":"hello"}
"#;

/// Milliseconds differ from run to run.
fn without_times(trace: &str) -> String {
    let line = |line: &str| match line.split_once(" ms  ") {
        Some((_, rest)) => format!("+ms {rest}\n"),
        None => format!("{line}\n"),
    };
    trace.lines().map(line).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_on_the_broker_of_another_process_can_be_traced() {
    let dev = Dev::start("schemas/echo");
    assert_eq!(dev.said[0], "echo: 5 topics");
    let adjutant = Adjutant::connect(Config::new(&dev.servers)).unwrap();
    let service = Service::start(adjutant.serve(echo::serve(Speaker)));
    let client: Client = adjutant.client("tests").await.unwrap();
    let (room, text) = ("room".into(), "hello".into());
    let say = Say { room, text, reply_bytes: 0, event_bytes: 0 };
    client.say(say).request_id("traced").await.unwrap();

    let trace = |request_id: &str| {
        crate::adjutant::adjutant(&[
            "trace",
            request_id,
            "schemas/echo",
            "--bootstrap-servers",
            &dev.servers,
        ])
    };
    let run = trace("traced");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(without_times(&run.out), TRACE);
    assert_eq!(run.out.lines().next().unwrap().split_once(" ms").unwrap().0.trim(), "+0");

    let run = trace("nobody's");
    let expected = "no record of `echo` carries the request_id `nobody's`\n";
    assert_eq!((run.code, run.err.as_str()), (1, expected));
    service.stop().await.unwrap();
    assert_eq!(dev.interrupt(), 0);
}
