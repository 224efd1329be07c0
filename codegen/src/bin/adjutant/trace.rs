//! `adjutant trace`: a request's command, reply and events, from the topics alone.

use crate::interfaces::{self, Cluster};
use adjutant::{
    Config, Failure,
    avro::{
        canonical, fingerprint,
        json::{self, Value},
        read, render,
        schema::{Kind, Schemas, Type},
        single_object,
        source::Sources,
    },
    schemas_topic,
    trace::{self, Found},
};
use adjutant_codegen::checked::Checked;
use std::{
    cell::RefCell, collections::HashMap, error::Error, path::PathBuf, process::ExitCode,
    time::Duration,
};

#[derive(clap::Args)]
pub struct Trace {
    /// The request
    request_id: String,
    /// The folder that holds the interface
    #[arg(value_name = "FOLDER")]
    interface: PathBuf,
    /// Seconds after which to give up
    #[arg(long, default_value_t = 30)]
    limit: u64,
    #[command(flatten)]
    cluster: Cluster,
}

pub fn run(arguments: Trace) -> Result<ExitCode, Box<dyn Error>> {
    let Trace { request_id, interface, limit, cluster } = arguments;
    let config = cluster.config();
    let interfaces = interfaces::read(&[interface])?;
    let Some(interface) = interfaces.first() else { return Ok(ExitCode::FAILURE) };
    let reader = Reader::new(interface, &config);
    let topics = &interface.topics;
    let events = topics.events.iter().chain([&topics.replies, &topics.dead_letters]);
    let places = trace::Topics {
        commands: topics.commands.iter().map(|topic| topic.name.clone()).collect(),
        others: events.map(|topic| topic.name.clone()).collect(),
    };
    let limit = Duration::from_secs(limit);
    let belongs = |value: &[u8]| reader.request_id(value).is_none_or(|id| id == request_id);
    let found = trace::find(&config, &places, &request_id, limit, belongs)?;
    let Some(first) = found.first() else {
        eprintln!("no record of `{}` carries the request_id `{request_id}`", interface.name);
        return Ok(ExitCode::FAILURE);
    };
    for record in &found {
        println!("{}", line(record, first.timestamp, interface, &reader));
    }
    Ok(ExitCode::SUCCESS)
}

/// When, what, where, and the data.
fn line(record: &Found, start: i64, interface: &Checked, reader: &Reader<'_>) -> String {
    let topics = &interface.topics;
    let role = match &record.topic {
        topic if topics.commands.iter().any(|command| command.name == *topic) => "command",
        topic if topics.replies.name == *topic => "reply",
        topic if topics.dead_letters.name == *topic => "dead letter",
        _ => "event",
    };
    let (name, data) = reader.read(&record.value).unwrap_or_else(|why| ("?".into(), why));
    let cause = record.headers.iter().find(|(key, _)| key == "adjutant-cause");
    let cause = cause.map(|(_, cause)| format!(", {cause}")).unwrap_or_default();
    format!(
        "{:>+7} ms  {role:11}  {name}  {}[{}]@{}{cause}\n             {data}",
        record.timestamp - start,
        record.topic,
        record.partition,
        record.offset,
    )
}

/// Renders records by the schema that wrote them.
struct Reader<'a> {
    interface: &'a Checked,
    config: &'a Config,
    /// By fingerprint: those of the interface, then those that the topic of schemas knows.
    known: RefCell<HashMap<u64, Option<(Schemas, Type)>>>,
}

impl<'a> Reader<'a> {
    fn new(interface: &'a Checked, config: &'a Config) -> Self {
        let events = interface.events.iter().map(|event| event.record);
        let commands = interface.commands.iter().map(|command| command.record);
        let replies = interface.replies.iter().chain(&interface.rejections).copied();
        let mut known = HashMap::new();
        for record in commands.chain(events).chain(replies) {
            let span = interface.schemas.get(record).span;
            let ty = Type { kind: Kind::Named(record), logical: None, span, props: Vec::new() };
            let print = fingerprint::of(&canonical::form(&interface.schemas, &ty));
            known.insert(print, Some((interface.schemas.clone(), ty)));
        }
        known.insert(Failure::FINGERPRINT, parse(Failure::SCHEMA));
        Reader { interface, config, known: RefCell::new(known) }
    }

    /// The record's type and its data as JSON; an error says why it cannot be read.
    fn read(&self, value: &[u8]) -> Result<(String, String), String> {
        let (writer, datum) = single_object::split(value).ok_or("it is not framed")?;
        let mut known = self.known.borrow_mut();
        let schema = known.entry(writer).or_insert_with(|| {
            let topic = &self.interface.topics.schemas.name;
            schemas_topic::find(self.config, topic, writer).ok().flatten().and_then(|t| parse(&t))
        });
        let (schemas, ty) =
            schema.as_ref().ok_or(format!("nobody knows the schema {writer:016x}"))?;
        let name = match ty.kind {
            Kind::Named(id) => schemas.get(id).name.to_string(),
            _ => "?".into(),
        };
        let data = render::json(schemas, ty, datum).map_err(|error| error.to_string())?;
        Ok((name, data))
    }

    /// `None` where the record cannot be read.
    fn request_id(&self, value: &[u8]) -> Option<String> {
        let (_, data) = self.read(value).ok()?;
        let mut sources = Sources::default();
        let id = sources.add("record", data);
        let Value::Object(members) = json::read(&sources, id).ok()?.value else { return None };
        let names = [self.interface.request_id.as_str(), "request_id"];
        let member = members.into_iter().find(|member| names.contains(&member.key.as_str()))?;
        match member.value.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

fn parse(schema: &str) -> Option<(Schemas, Type)> {
    let mut sources = Sources::default();
    let id = sources.add("schema", schema);
    let (schemas, _) = read::schemas(&sources, &[id]);
    let root = schemas.roots.first()?.clone()?;
    Some((schemas, root))
}
