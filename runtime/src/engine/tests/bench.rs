//! local bench
use crate::{
    codegen_v1::{self, Answer, Context, Delivery, Dispatch, Face, Handle, Message, Processing},
    dispatch::service,
    engine::{Guarantee, Settings, spawn},
    error::HandlerError,
};
use adjutant_avro::{codegen_v1::DecodeError, single_object};
use rdkafka::{admin::*, client::DefaultClientContext, consumer::*, producer::*, *};
use rdkafka::Message as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

macro_rules! record {
    ($name:ident, $fp:literal { $($field:ident),* }) => {
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $(pub $field: String),* }
        impl codegen_v1::Message for $name {
            const NAME: &'static str = stringify!($name);
            const FINGERPRINT: u64 = $fp;
            fn encode(&self, identity: &crate::Identity, out: &mut Vec<u8>) {
                write(&identity.client_id, out); write(&identity.request_id, out);
                $(write(&self.$field, out);)*
            }
            fn decode(_: u64, mut d: &[u8]) -> Result<(crate::Identity, Self), DecodeError> {
                let i = crate::Identity { client_id: read(&mut d).into(), request_id: read(&mut d).into() };
                $(let $field = read(&mut d).to_owned();)*
                Ok((i, $name { $($field),* }))
            }
            fn identity(_: u64, mut d: &[u8]) -> Result<codegen_v1::IdentityRef<'_>, DecodeError> {
                Ok(codegen_v1::IdentityRef { client_id: read(&mut d), request_id: read(&mut d) })
            }
        }
    };
}
fn write(t: &str, o: &mut Vec<u8>) { o.extend_from_slice(&(t.len() as u16).to_le_bytes()); o.extend_from_slice(t.as_bytes()); }
fn read<'a>(d: &mut &'a [u8]) -> &'a str { let n = u16::from_le_bytes([d[0], d[1]]) as usize; let s = &d[2..2 + n]; *d = &d[2 + n..]; std::str::from_utf8(s).unwrap() }
const fn topic(name: &'static str, role: codegen_v1::TopicRole, partitions: i32) -> codegen_v1::Topic {
    codegen_v1::Topic { name, role, partitions, replication: None, max_message_bytes: 1_000_000, config: &[] }
}
macro_rules! face { ($i:ident, $p:literal, $cmd:literal, $rep:literal, $evt:literal, $dl:literal) => {
record!(Cmd, 1 { key, text });
record!(Rep, 2 { text });
record!(Evt, 3 { text });
pub enum $i {}
pub static DONE: AtomicU64 = AtomicU64::new(0);
impl codegen_v1::Interface for $i { type Priority = codegen_v1::NoPriority; const CONTRACT: &'static codegen_v1::Contract = &CONTRACT; }
const CONTRACT: codegen_v1::Contract = { use codegen_v1::{Role, TopicRole}; codegen_v1::Contract { name: "bench", commands: &[topic($cmd, TopicRole::Commands, $p)], priorities: &["normal"], normal: 0,
  replies: topic($rep, TopicRole::Replies, $p), events: &[topic($evt, TopicRole::Events, $p)], schemas: topic("b.schemas", TopicRole::Schemas, 1), dead_letters: topic($dl, TopicRole::DeadLetters, 1),
  messages: &[codegen_v1::MessageInfo { name: "Cmd", role: Role::Command, schemas: &[codegen_v1::SchemaText { fingerprint: 1, text: "" }], identity: Cmd::identity }] } };
impl codegen_v1::Event for Evt { type Interface = $i; const TOPIC: &'static str = $evt; fn key(&self, _: &mut Vec<u8>) -> bool { false } }
impl codegen_v1::EventOf<Cmd> for Evt {}
impl codegen_v1::Command for Cmd { type Interface = $i; type Reply = Rep; type Rejection = codegen_v1::Never; fn key(&self, o: &mut Vec<u8>) -> bool { o.extend_from_slice(self.key.as_bytes()); true } }
impl Dispatch<Processing<Svc>> for $i { const FACE: Face = Face::Processor; const TOPICS: &'static [&'static str] = &[$cmd];
  async fn dispatch(to: &Processing<Svc>, d: Delivery) -> Answer { match d.fingerprint() { 1 => d.handle::<Cmd, Svc>(&to.0).await, _ => d.unknown() } } }
impl Handle<Cmd, $i> for Svc { async fn handle(&self, c: Cmd, cx: &Context<Cmd>) -> Result<Rep, HandlerError<Cmd>> {
  if !c.text.starts_with('c') { let n: u64 = c.text.parse().unwrap(); if n % 50 == 0 { tokio::time::sleep(Duration::from_millis(n % 7)).await; } cx.events.publish(Evt { text: format!("{}:{}", c.key, c.text) }); return Ok(Rep { text: c.text }); }
  cx.events.publish(Evt { text: "e".repeat(84) }); DONE.fetch_add(1, Ordering::Relaxed); let _ = c; Ok(Rep { text: "r".repeat(84) }) } }
}}
pub struct Svc;
mod p1 { use super::*; face!(I, 1, "b-cmd1", "b-rep1", "b-evt1", "b-dl1"); 
#[test] #[ignore] fn bench1() { super::go::<I>(&CONTRACT, &DONE) } }
mod p6 { use super::*; face!(I, 6, "b-cmd6", "b-rep6", "b-evt6", "b-dl6");
#[test] #[ignore] fn bench6() { super::go::<I>(&CONTRACT, &DONE) } }
mod r1 { use super::*; face!(I, 1, "b-rcmd", "b-rrep", "b-revt", "b-rdl");
#[test] #[ignore] fn rtt() { super::rtt::<I>(&CONTRACT) } }
fn command(i: u64) -> (String, Vec<u8>) {
    let key = format!("k{}", i % 1000);
    let mut v = vec![]; single_object::header(1, &mut v);
    for t in ["shop", &format!("{i:036}"), &key, &"c".repeat(130)] { write(t, &mut v); }
    (key, v)
}
fn rtt<I: Dispatch<Processing<Svc>>>(contract: &'static codegen_v1::Contract) {
    make(contract);
    let theirs = std::env::var("THEIRS").is_ok();
    let rate: u64 = std::env::var("RATE").ok().map_or(0, |n| n.parse().unwrap());
    for g in [Guarantee::AtLeastOnce, Guarantee::ExactlyOnce] {
        if let Ok(only) = std::env::var("ONLY") { if !format!("{g:?}").starts_with(&only) { continue; } }
        let mut s = Settings::new(base(), "rtt-group");
        s.guarantee = g;
        let mut lanes = (!theirs).then(|| spawn(service::<I, _>(Processing(Svc)), s).unwrap());
        let p: BaseProducer = base().set("linger.ms", "0").set("delivery.report.only.error", "true").create().unwrap();
        let c: BaseConsumer = base().set("group.id", "rr").set("isolation.level", "read_committed").set("enable.auto.commit", "false").create().unwrap();
        let (_, hi) = c.fetch_watermarks(contract.replies.name, 0, Duration::from_secs(5)).unwrap();
        let mut l = TopicPartitionList::new(); l.add_partition_offset(contract.replies.name, 0, Offset::Offset(hi)).unwrap(); c.assign(&l).unwrap();
        let mut lat = vec![];
        let send = |i: u64| { let (k, v) = command(i); p.send(BaseRecord::to(contract.commands[0].name).key(&k).payload(&v)).map_err(|e| e.0).unwrap(); };
        // warm
        let mut got = 0; send(0);
        let t = Instant::now();
        while got == 0 && t.elapsed() < Duration::from_secs(20) { if let Some(Ok(_)) = c.poll(Duration::from_millis(100)) { got += 1; } }
        assert!(got > 0);
        while c.poll(Duration::from_millis(300)).is_some() {}
        if rate == 0 {
            for i in 0..1500u64 { let t = Instant::now(); send(i); loop { match c.poll(Duration::from_secs(5)) { Some(Ok(_)) => break, Some(Err(e)) => println!("{e}"), None => { println!("timeout"); break } } } if i >= 300 { lat.push(t.elapsed().as_micros() as u64); } if i % 100 == 0 { p.poll(Duration::ZERO); } }
        } else {
            let n = 8000u64; let start = Instant::now(); let gap = Duration::from_nanos(1_000_000_000 / rate);
            let times = std::sync::Mutex::new(std::collections::VecDeque::new());
            std::thread::scope(|sc| {
                sc.spawn(|| for i in 0..n { let at = start + gap * i as u32; let now = Instant::now(); if at > now { std::thread::sleep(at - now); } times.lock().unwrap().push_back(Instant::now()); send(i); if i % 100 == 0 { p.poll(Duration::ZERO); } });
                for i in 0..n { loop { match c.poll(Duration::from_secs(5)) { Some(Ok(_)) => break, Some(Err(e)) => println!("{e}"), None => { println!("timeout {i}"); break } } } let t = times.lock().unwrap().pop_front().unwrap(); if i > 1000 { lat.push(t.elapsed().as_micros() as u64); } }
            });
        }
        lat.sort();
        println!("RES rtt {} {g:?} rate={rate} p50={} p90={} p99={} us", if theirs { "theirs" } else { "ours" }, lat[lat.len() / 2], lat[lat.len() * 9 / 10], lat[lat.len() * 99 / 100]);
        if let Some(lanes) = &mut lanes { lanes.stop(); tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(lanes.ended()).unwrap(); }
    }
}
fn brokers() -> String { std::env::var("BROKERS").unwrap_or("127.0.0.1:29892".into()) }
fn base() -> ClientConfig { let mut c = ClientConfig::new(); c.set("bootstrap.servers", brokers()); c }
fn cpu() -> f64 { let s = std::fs::read_to_string("/proc/self/stat").unwrap(); let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect(); (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0 }
fn make(contract: &'static codegen_v1::Contract) {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let admin: AdminClient<DefaultClientContext> = base().create().unwrap();
    rt.block_on(async { for t in contract.topics() { let _ = admin.create_topics([&NewTopic::new(t.name, t.partitions, TopicReplication::Fixed(1))], &AdminOptions::new()).await; } });
}
fn load(contract: &codegen_v1::Contract, n: u64) {
    let p: BaseProducer = base().set("partitioner", "murmur2_random").set("linger.ms", "5").create().unwrap();
    for i in 0..n {
        let (key, v) = command(i);
        let mut r = BaseRecord::to(contract.commands[0].name).key(&key).payload(&v);
        while let Err((_, back)) = p.send(r) { r = back; p.poll(Duration::from_millis(1)); }
        if i % 500 == 0 { p.poll(Duration::ZERO); }
    }
    p.flush(Duration::from_secs(60)).unwrap();
}
fn go<I: Dispatch<Processing<Svc>>>(contract: &'static codegen_v1::Contract, done: &'static AtomicU64) {
    if std::env::var("TRACE").is_ok() { tracing_subscriber_init(); }
    make(contract);
    let n: u64 = std::env::var("N").ok().map_or(400_000, |n| n.parse().unwrap());
    let end: i64 = { let c: BaseConsumer = base().set("group.id", "x").create().unwrap(); (0..contract.commands[0].partitions).map(|p| c.fetch_watermarks(contract.commands[0].name, p, Duration::from_secs(10)).unwrap().1).sum() };
    if (end as u64) < n { load(contract, n - end as u64); }
    let n = n.max(end as u64);
    let rounds: u64 = std::env::var("ROUNDS").ok().map_or(3, |n| n.parse().unwrap());
    for g in [Guarantee::AtLeastOnce, Guarantee::ExactlyOnce] {
        if let Ok(only) = std::env::var("ONLY") { if !format!("{g:?}").starts_with(&only) { continue; } }
        for _ in 0..rounds {
            done.store(0, Ordering::Relaxed);
            let mut s = Settings::new(base(), format!("g-{}", uuid::Uuid::new_v4()));
            s.guarantee = g;
            for kv in std::env::var("PROPS").unwrap_or_default().split(',').filter(|x| !x.is_empty()) { let (k, v) = kv.split_once('=').unwrap(); s.producer.push((k.into(), v.into())); }
            for kv in std::env::var("CPROPS").unwrap_or_default().split(',').filter(|x| !x.is_empty()) { let (k, v) = kv.split_once('=').unwrap(); s.consumer.push((k.into(), v.into())); }
            let group = s.group.clone();
            let mut lanes = spawn(service::<I, _>(Processing(Svc)), s).unwrap();
            while done.load(Ordering::Relaxed) == 0 { std::thread::sleep(Duration::from_micros(200)); }
            let (t, c) = (Instant::now(), cpu());
            let check: BaseConsumer = base().set("group.id", &group).set("isolation.level", "read_committed").create().unwrap();
            while done.load(Ordering::Relaxed) < n { std::thread::sleep(Duration::from_millis(1)); }
            let handled = t.elapsed();
            let mut l = TopicPartitionList::new();
            for p in 0..contract.commands[0].partitions { l.add_partition(contract.commands[0].name, p); }
            lanes.stop();
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(lanes.ended()).unwrap();
            let el = t.elapsed();
            let cp = cpu() - c;
            let sum: i64 = check.committed_offsets(l, Duration::from_secs(5)).unwrap().elements().iter().map(|e| e.offset().to_raw().unwrap()).sum();
            println!("RES {g:?} n={n} committed={sum} handled={:.2}s all={:.2}s mps={:.0} (handled {:.0}) cpu/100k={:.3}", handled.as_secs_f64(), el.as_secs_f64(), n as f64 / el.as_secs_f64(), n as f64 / handled.as_secs_f64(), cp / n as f64 * 1e5);
        }
    }
}
fn tracing_subscriber_init() {}

mod c6 { use super::*; face!(I, 6, "c-cmd6", "c-rep6", "c-evt6", "c-dl6");
#[test] #[ignore] fn member() {
    let _ = tracing::subscriber::set_global_default(Log);
    let mut s = Settings::new(base(), std::env::var("GROUP").unwrap()); if std::env::var("ALO").is_ok() { s.guarantee = Guarantee::AtLeastOnce; }
    let mut lanes = spawn(service::<I, _>(Processing(Svc)), s).unwrap();
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (tx, rx) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || { let mut b = String::new(); while std::io::stdin().read_line(&mut b).unwrap() > 0 { b.clear(); } let _ = tx.send(()); });
    let r = rt.block_on(async { use std::{future::Future, task::Poll}; let mut rx = Box::pin(rx);
      let first = { let mut ended = Box::pin(lanes.ended()); std::future::poll_fn(|cx| { if let Poll::Ready(r) = ended.as_mut().poll(cx) { return Poll::Ready(Some(r)); } if rx.as_mut().poll(cx).is_ready() { return Poll::Ready(None); } Poll::Pending }).await };
      match first { Some(r) => r, None => { lanes.stop(); lanes.ended().await } } });
    println!("MEMBER END {r:?}"); if r.is_err() { std::process::exit(3); }
}
#[test] #[ignore] fn chaos() { super::chaos(&CONTRACT) } }
struct Log;
impl tracing::Subscriber for Log {
    fn enabled(&self, m: &tracing::Metadata<'_>) -> bool { m.is_event() && *m.level() <= if std::env::var("DBG").is_ok() { tracing::Level::DEBUG } else { tracing::Level::INFO } }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id { tracing::span::Id::from_u64(1) }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, e: &tracing::Event<'_>) { use std::fmt::Write; struct V(String); impl tracing::field::Visit for V { fn record_debug(&mut self, f: &tracing::field::Field, v: &dyn std::fmt::Debug) { let _ = write!(self.0, " {}={v:?}", f.name()); } } let mut v = V(String::new()); e.record(&mut v);
        let t = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() % 10_000_000; eprintln!("{t} [{}] {} {}{}", std::process::id(), e.metadata().level(), e.metadata().target(), v.0); }
    fn enter(&self, _: &tracing::span::Id) {} fn exit(&self, _: &tracing::span::Id) {}
}
fn chaos(contract: &'static codegen_v1::Contract) {
    use std::process::*;
    make(contract);
    let secs: u64 = std::env::var("SECS").ok().map_or(60, |n| n.parse().unwrap());
    let rate: u64 = std::env::var("RATE").ok().map_or(2000, |n| n.parse().unwrap());
    let keys = 40u64;
    let group = format!("chaos-{}", uuid::Uuid::new_v4());
    let kill: f64 = std::env::var("KILL").ok().map_or(0.5, |n| n.parse().unwrap());
    // start at the ends
    let c: BaseConsumer = base().set("group.id", &group).set("isolation.level", "read_committed").set("enable.auto.commit", "false").create().unwrap();
    let ends = |t: &str| -> Vec<i64> { (0..6).map(|p| c.fetch_watermarks(t, p, Duration::from_secs(10)).unwrap().1).collect() };
    let (e0, r0) = (ends(contract.events[0].name), ends(contract.replies.name));
    { let mut l = TopicPartitionList::new(); for (p, o) in ends(contract.commands[0].name).iter().enumerate() { l.add_partition_offset(contract.commands[0].name, p as i32, Offset::Offset(*o)).unwrap(); } c.commit(&l, CommitMode::Sync).unwrap(); }
    let spawn_member = || Command::new(std::env::current_exe().unwrap()).args(["--ignored", "--nocapture", "member"]).env("GROUP", &group).stdin(Stdio::piped()).spawn().unwrap();
    let sent = AtomicU64::new(0);
    let mut members: Vec<Child> = vec![];
    let mut seed = uuid::Uuid::new_v4().as_u128() as u64 | 1;
    let mut rnd = move || { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; seed };
    let mut failed = 0;
    std::thread::scope(|sc| {
        sc.spawn(|| { let p: BaseProducer = base().set("partitioner", "murmur2_random").set("linger.ms", "0").create().unwrap(); let t = Instant::now(); let mut i = 0u64;
            while t.elapsed() < Duration::from_secs(secs) { let key = format!("k{}", i % keys); let mut v = vec![]; single_object::header(1, &mut v); for x in ["shop", &format!("r{i}"), &key, &(i / keys).to_string()] { write(x, &mut v); }
                p.send(BaseRecord::to(contract.commands[0].name).key(&key).payload(&v)).map_err(|e| e.0).unwrap(); i += 1; if i % 100 == 0 { p.poll(Duration::ZERO); let due = Duration::from_nanos(i * 1_000_000_000 / rate); std::thread::sleep(due.saturating_sub(t.elapsed())); } }
            p.flush(Duration::from_secs(30)).unwrap(); sent.store(i, Ordering::SeqCst); });
        members.push(spawn_member());
        let t = Instant::now();
        while t.elapsed() < Duration::from_secs(secs) {
            std::thread::sleep(Duration::from_millis(500 + rnd() % 6000));
            if members.len() < 2 || (members.len() < 3 && rnd() % 2 == 0) { eprintln!("### start"); members.push(spawn_member()); }
            else { let i = rnd() as usize % members.len(); let mut m = members.swap_remove(i); if (rnd() % 1000) as f64 / 1000.0 < kill { eprintln!("### kill -9 {}", m.id()); m.kill().unwrap(); m.wait().unwrap(); } else { eprintln!("### stop {}", m.id()); drop(m.stdin.take()); let t = Instant::now(); let st = m.wait().unwrap(); eprintln!("### stopped in {:?} {st}", t.elapsed()); if !st.success() { failed += 1; } } }
        }
        if members.is_empty() { members.push(spawn_member()); }
    });
    let sent = sent.load(Ordering::SeqCst);
    let read = |topic: &str, from: &[i64]| -> Vec<(i32, Option<String>, Vec<u8>)> {
        let r: BaseConsumer = base().set("group.id", "verify").set("isolation.level", "read_committed").set("enable.auto.commit", "false").create().unwrap();
        let mut l = TopicPartitionList::new(); for (p, o) in from.iter().enumerate() { l.add_partition_offset(topic, p as i32, Offset::Offset(*o)).unwrap(); } r.assign(&l).unwrap();
        let mut out = vec![]; let mut last = Instant::now();
        while (out.len() as u64) < sent && last.elapsed() < Duration::from_secs(40) { if let Some(m) = r.poll(Duration::from_millis(200)) { let m = m.unwrap(); last = Instant::now(); out.push((m.partition(), m.key().map(|k| String::from_utf8_lossy(k).into_owned()), m.payload().unwrap().to_vec())); } }
        // surplus
        let t = Instant::now(); while t.elapsed() < Duration::from_secs(2) { if let Some(m) = r.poll(Duration::from_millis(200)) { let m = m.unwrap(); out.push((m.partition(), m.key().map(|k| String::from_utf8_lossy(k).into_owned()), m.payload().unwrap().to_vec())); } }
        out };
    let replies = read(contract.replies.name, &r0);
    let events = read(contract.events[0].name, &e0);
    let mut seen = std::collections::HashMap::<String, u64>::new(); for (_, k, _) in &replies { *seen.entry(k.clone().unwrap()).or_default() += 1; }
    let dups = seen.values().filter(|n| **n > 1).count();
    let missing = (0..sent).filter(|i| !seen.contains_key(&format!("shop/r{i}"))).count();
    let mut next = std::collections::HashMap::<String, u64>::new(); let (mut gaps, mut again) = (0, 0);
    for (_, k, v) in &events { let mut d = &v[10..]; read_(&mut d); read_(&mut d); let t = read_(&mut d); let (key, n) = t.split_once(':').unwrap(); assert_eq!(key, k.as_deref().unwrap()); let n: u64 = n.parse().unwrap(); let e = next.entry(key.to_string()).or_default(); if n == *e { *e += 1 } else if n < *e { again += 1 } else { gaps += 1; *e = n + 1 } }
    println!("CHAOS sent={sent} replies={} dups={dups} missing={missing} events={} gaps={gaps} again={again} failed_stops={failed}", replies.len(), events.len());
    for m in &mut members { drop(m.stdin.take()); let st = m.wait().unwrap(); println!("last member {st}"); }
}
fn read_<'a>(d: &mut &'a [u8]) -> &'a str { read(d) }
