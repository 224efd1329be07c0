//! Where a partition begins and ends.

use rdkafka::{
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::{KafkaError, RDKafkaErrorCode},
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(50);

/// The first offset of a partition and the one after its last. Asks again within `limit` while the
/// partition has no leader, as just after its topic was created or a broker went. Blocks.
pub(crate) fn of<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    topic: &str,
    partition: i32,
    limit: Duration,
) -> Result<(i64, i64), KafkaError> {
    use RDKafkaErrorCode::{LeaderNotAvailable, NotLeaderForPartition};
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now()).max(PAUSE);
        let answer = consumer.fetch_watermarks(topic, partition, left);
        let leaderless = answer.as_ref().is_err_and(|error| {
            matches!(error.rdkafka_error_code(), Some(NotLeaderForPartition | LeaderNotAvailable))
        });
        if !leaderless || Instant::now() >= deadline {
            return answer;
        }
        thread::sleep(PAUSE);
    }
}
