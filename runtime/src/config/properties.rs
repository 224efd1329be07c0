//! Properties of librdkafka that a promise rests on, and so are not to be set.

use super::Config;

/// The property, and why it is not to be set.
pub(super) const REFUSED: [(&str, &str); 15] = [
    ("bootstrap.servers", "name the brokers with `bootstrap-servers`"),
    ("group.id", "name the group with `group`"),
    ("enable.auto.commit", "offsets are committed with the work they stand for"),
    ("enable.auto.offset.store", "offsets are committed with the work they stand for"),
    ("auto.offset.reset", "no command may be passed over unnoticed"),
    ("isolation.level", "what an aborted transaction wrote must not be seen"),
    (
        "transactional.id",
        "it is made from interface, group and instance, so that a dead one can be fenced",
    ),
    ("transaction.timeout.ms", "readers wait that long for a dead service"),
    ("enable.idempotence", "without it a record may be written twice"),
    ("acks", "a command that was accepted must not be lost"),
    ("partitioner", "clients in every language must choose the same partition"),
    ("allow.auto.create.topics", "no handle creates a topic by accident; see `create-topics`"),
    ("delivery.report.only.error", "what was delivered must be known"),
    ("partition.assignment.strategy", "the partitions of all priorities must go to one member"),
    ("test.mock.num.brokers", "use `testing::Broker`"),
];

/// Settings that librdkafka refuses with the group protocol of KIP-848.
const CLASSIC: [&str; 3] = ["session.timeout.ms", "heartbeat.interval.ms", "group.protocol.type"];

pub(super) fn check(config: &Config, faults: &mut Vec<String>) {
    let all = || config.kafka.iter().chain(&config.consumer).chain(&config.producer);
    for (property, why) in REFUSED {
        if all().any(|(name, _)| name == property) {
            faults.push(format!("the property `{property}` cannot be set: {why}"));
        }
    }
    let is = |property: &str, value: &str| all().any(|(k, v)| k == property && v == value);
    if is("group.protocol", "consumer") {
        for (property, _) in all().filter(|(name, _)| CLASSIC.contains(&name.as_str())) {
            faults.push(format!(
                "the property `{property}` belongs to classic groups: with `group.protocol=consumer` \
                 it is the broker's to set"
            ));
        }
    }
}
