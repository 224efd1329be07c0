//! librdkafka's own calls, which the fastest loops use: a record is produced through a handle of its
//! topic, and a transaction is committed without rdkafka's waits of 100 ms.
//!
//! The `unsafe` here rests on this: [`Outputs`] owns its producer, every pointer comes from it and is
//! used while it lives, and librdkafka copies keys and values.

use rdkafka::{
    ClientConfig, bindings as sys,
    config::FromClientConfigAndContext,
    producer::{BaseProducer, DefaultProducerContext, Producer, ProducerContext},
    types::RDKafkaRespErr,
};
use std::{ffi::CString, ptr::null_mut, time::Duration};

pub struct Outputs<C: ProducerContext + 'static = DefaultProducerContext> {
    pub producer: BaseProducer<C>,
    topics: Vec<*mut sys::rd_kafka_topic_t>,
}

// SAFETY: librdkafka's handles may be used from any thread.
unsafe impl<C: ProducerContext + 'static> Send for Outputs<C> {}
// SAFETY: as above.
unsafe impl<C: ProducerContext + 'static> Sync for Outputs<C> {}

impl Outputs {
    pub fn open(config: &ClientConfig, topics: &[&str]) -> anyhow::Result<Self> {
        Outputs::with(config, topics, DefaultProducerContext)
    }
}

impl<C: ProducerContext + 'static> Outputs<C> {
    pub fn with(config: &ClientConfig, topics: &[&str], context: C) -> anyhow::Result<Self> {
        let mut config = config.clone();
        config
            .set("partitioner", "murmur2_random")
            .set("enable.idempotence", "true")
            .set("acks", "all");
        let producer = BaseProducer::from_config_and_context(&config, context)?;
        let mut outputs = Outputs { producer, topics: Vec::new() };
        for topic in topics {
            let name = CString::new(*topic)?;
            let client = outputs.producer.client().native_ptr();
            // SAFETY: the client lives in `outputs`; the name is copied.
            outputs
                .topics
                .push(unsafe { sys::rd_kafka_topic_new(client, name.as_ptr(), null_mut()) });
        }
        Ok(outputs)
    }

    /// Waits for room when the queue is full.
    pub fn produce(
        &self,
        topic: usize,
        key: &[u8],
        value: &[u8],
        opaque: usize,
    ) -> anyhow::Result<()> {
        loop {
            // SAFETY: see the module; key and value are copied.
            let error = unsafe {
                let result = sys::rd_kafka_produce(
                    self.topics[topic],
                    -1,
                    sys::RD_KAFKA_MSG_F_COPY,
                    value.as_ptr() as *mut _,
                    value.len(),
                    key.as_ptr() as *const _,
                    key.len(),
                    opaque as *mut _,
                );
                if result == 0 {
                    return Ok(());
                }
                sys::rd_kafka_last_error()
            };
            anyhow::ensure!(error == RDKafkaRespErr::RD_KAFKA_RESP_ERR__QUEUE_FULL, "{error:?}");
            self.producer.poll(Duration::ZERO);
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    /// Until everything is delivered.
    pub fn flush(&self, limit: Duration) -> anyhow::Result<()> {
        Ok(self.producer.flush(limit)?)
    }

    /// As [`flush`](Self::flush), for a producer that reports errors alone.
    pub fn flush_quiet(&self, limit: Duration) -> anyhow::Result<()> {
        let client = self.producer.client().native_ptr();
        // SAFETY: the client lives in `self`.
        let error = unsafe { sys::rd_kafka_flush(client, limit.as_millis() as i32) };
        anyhow::ensure!(error == RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR, "{error:?}");
        Ok(())
    }

    pub fn commit(&self, limit: Duration) -> anyhow::Result<()> {
        let client = self.producer.client().native_ptr();
        // SAFETY: the client lives in `self`; an error is destroyed after it was read.
        unsafe {
            let error = sys::rd_kafka_commit_transaction(client, limit.as_millis() as i32);
            if error.is_null() {
                return Ok(());
            }
            let code = sys::rd_kafka_error_code(error);
            sys::rd_kafka_error_destroy(error);
            anyhow::bail!("{code:?}")
        }
    }
}

impl<C: ProducerContext + 'static> Drop for Outputs<C> {
    fn drop(&mut self) {
        for topic in &self.topics {
            // SAFETY: made by this producer, which still lives, and used no more.
            unsafe { sys::rd_kafka_topic_destroy(*topic) };
        }
    }
}
