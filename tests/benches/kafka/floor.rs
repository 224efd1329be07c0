//! The floor: consume, see whose command it is, and do nothing else.

use crate::{
    load::{COMMANDS, Stage},
    ours::orders::PlaceOrder,
};
use adjutant::{Message as _, avro::single_object};
use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
};
use std::time::{Duration, Instant};

/// Commands per second that one consumer reads.
pub fn run(stage: &Stage) -> anyhow::Result<f64> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", &stage.servers)
        .set("group.id", "floor")
        .set("enable.auto.commit", "false")
        .set("fetch.queue.backoff.ms", "5")
        .create()?;
    let mut from_the_start = TopicPartitionList::new();
    for partition in 0..stage.partitions {
        from_the_start.add_partition_offset(stage.work().commands, partition, Offset::Beginning)?;
    }
    consumer.assign(&from_the_start)?;
    let mut bytes = 0;
    let mut start = None;
    for _ in 0..COMMANDS {
        let message = consumer.poll(Duration::from_secs(30));
        start.get_or_insert_with(Instant::now);
        let message = message.ok_or_else(|| anyhow::anyhow!("the commands do not come"))??;
        let command = message.payload().unwrap_or_default();
        let (writer, datum) = single_object::split(command).unwrap_or_default();
        bytes += PlaceOrder::identity(writer, datum)?.request_id.len();
    }
    std::hint::black_box(bytes);
    let seconds = start.map_or(0.0, |start| start.elapsed().as_secs_f64());
    Ok(COMMANDS as f64 / seconds)
}
