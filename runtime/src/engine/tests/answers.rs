//! What becomes of one command.

use super::{
    chat::{Watched, serve},
    cluster::{Cluster, header, told},
};
use crate::engine::{Guarantee, Lanes, Settings, spawn};
use rdkafka::Message as _;

fn run(settings: Settings, chat: &Watched) -> Lanes {
    spawn(serve(chat.clone()), settings).unwrap()
}

fn end(mut lanes: Lanes) {
    lanes.stop();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime
        .block_on(async { tokio::time::timeout(super::cluster::LIMIT, lanes.ended()).await })
        .expect("the lanes hang")
        .unwrap();
}

#[test]
fn a_command_that_was_sent_before_the_service_was_up_is_answered_and_its_event_published() {
    for guarantee in [Guarantee::ExactlyOnce, Guarantee::AtLeastOnce] {
        let cluster = Cluster::start();
        let commands = cluster.writer();
        commands.say("r1", "hall", "hello");
        commands.flush();
        let settings = Settings { guarantee, ..cluster.settings() };
        let lanes = run(settings, &Watched::default());
        let reply = &cluster.read("chat.replies", 1)[0];
        assert_eq!(told(reply), "said hello", "{guarantee:?}");
        assert_eq!(reply.key(), Some(&b"shop/r1"[..]));
        let event = &cluster.read("chat.heard", 1)[0];
        assert_eq!((told(event), event.key()), ("heard hello".into(), Some(&b"hall"[..])));
        end(lanes);
        let _ = header(reply, "");
    }
}
