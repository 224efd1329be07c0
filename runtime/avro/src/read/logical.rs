//! Logical types: which annotation is well-formed on which type.

use super::Reader;
use crate::{
    json::{Json, Value},
    rules,
    schema::{Kind, Logical},
};

/// What an annotation stands on.
#[derive(Clone, Copy)]
pub(super) enum Base {
    Int,
    Long,
    Bytes,
    String,
    /// Of so many bytes.
    Fixed(usize),
    /// A type that takes none, by Avro's word for it.
    Other(&'static str),
}

impl Base {
    pub(super) fn of(kind: &Kind) -> Base {
        match kind {
            Kind::Int => Base::Int,
            Kind::Long => Base::Long,
            Kind::Bytes => Base::Bytes,
            Kind::String => Base::String,
            Kind::Named(_) => Base::Other("named type"),
            kind => Base::Other(kind.name()),
        }
    }

    /// Avro's word for it.
    fn word(self) -> &'static str {
        match self {
            Base::Int => "int",
            Base::Long => "long",
            Base::Bytes => "bytes",
            Base::String => "string",
            Base::Fixed(_) => "fixed",
            Base::Other(word) => word,
        }
    }
}

type Props = Vec<(String, Json)>;

impl Reader<'_> {
    /// Takes the logical type out of the properties. One that is unknown or ill-formed stays among
    /// them, with a warning: it has no effect, as the specification says.
    pub(super) fn logical(&mut self, base: Base, mut props: Props) -> (Option<Logical>, Props) {
        let Some((_, json)) = props.iter().find(|(key, _)| key == "logicalType") else {
            return (None, props);
        };
        let attribute =
            |key: &str| props.iter().find(|(name, _)| name == key).map(|(_, json)| json);
        match well_formed(base, json, attribute) {
            Ok(logical) => {
                let decimal = matches!(logical, Logical::Decimal { .. });
                props.retain(|(key, _)| match &**key {
                    "logicalType" => false,
                    "precision" | "scale" => !decimal,
                    _ => true,
                });
                (Some(logical), props)
            }
            Err((why, help)) => {
                let name = json.as_str().map_or_else(String::new, |name| format!(" `{name}`"));
                let message = format!("the logical type{name} is ignored: {why}");
                let finding = rules::LOGICAL_TYPE_IGNORED.at(json.span, message);
                self.found.push(finding.label(format!("read as plain {}", base.word())).help(help));
                (None, props)
            }
        }
    }
}

/// The logical type, or why it is none and the way out.
fn well_formed<'j>(
    base: Base,
    json: &Json,
    attribute: impl Fn(&str) -> Option<&'j Json>,
) -> Result<Logical, (String, String)> {
    let Some(name) = json.as_str() else {
        return Err((format!("it is {}", json.kind()), "write its name, in double quotes".into()));
    };
    let (logical, needs) = match name {
        "decimal" => match base {
            Base::Bytes => return decimal(None, attribute),
            Base::Fixed(size) => return decimal(Some(size), attribute),
            _ => (None, "bytes or fixed"),
        },
        "big-decimal" => (matches!(base, Base::Bytes).then_some(Logical::BigDecimal), "bytes"),
        "uuid" => {
            let fits = matches!(base, Base::String | Base::Fixed(16));
            (fits.then_some(Logical::Uuid), "string, or on a fixed of size 16")
        }
        "duration" => {
            (matches!(base, Base::Fixed(12)).then_some(Logical::Duration), "a fixed of size 12")
        }
        "date" => (on_int(base, Logical::Date), "int"),
        "time-millis" => (on_int(base, Logical::TimeMillis), "int"),
        "time-micros" => (on_long(base, Logical::TimeMicros), "long"),
        "timestamp-millis" => (on_long(base, Logical::TimestampMillis), "long"),
        "timestamp-micros" => (on_long(base, Logical::TimestampMicros), "long"),
        "timestamp-nanos" => (on_long(base, Logical::TimestampNanos), "long"),
        "local-timestamp-millis" => (on_long(base, Logical::LocalTimestampMillis), "long"),
        "local-timestamp-micros" => (on_long(base, Logical::LocalTimestampMicros), "long"),
        "local-timestamp-nanos" => (on_long(base, Logical::LocalTimestampNanos), "long"),
        _ => {
            let help = match crate::suggest::nearest(name, NAMES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove it if nothing else reads it".into(),
            };
            return Err((format!("Avro knows no `{name}`"), help));
        }
    };
    let wrong = || {
        let word = base.word();
        (format!("it stands on {needs}, not on this {word}"), format!("put it on {needs}"))
    };
    logical.ok_or_else(wrong)
}

const NAMES: [&str; 13] = [
    "decimal",
    "big-decimal",
    "uuid",
    "duration",
    "date",
    "time-millis",
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
];

fn on_int(base: Base, logical: Logical) -> Option<Logical> {
    matches!(base, Base::Int).then_some(logical)
}

fn on_long(base: Base, logical: Logical) -> Option<Logical> {
    matches!(base, Base::Long).then_some(logical)
}

/// A decimal on bytes, or on a fixed of `size` bytes.
fn decimal<'j>(
    size: Option<usize>,
    attribute: impl Fn(&str) -> Option<&'j Json>,
) -> Result<Logical, (String, String)> {
    let number = |key: &str| match attribute(key).map(|json| &json.value) {
        None => Ok(None),
        Some(Value::Number(text)) => match text.parse::<i32>() {
            Ok(number) => Ok(Some(i64::from(number))),
            Err(_) => Err((format!("its {key} is {text}"), format!("write {key} as an int"))),
        },
        Some(_) => Err((format!("its {key} is no number"), format!("write {key} as an int"))),
    };
    let Some(precision) = number("precision")? else {
        return Err(("it has no precision".into(), "add `\"precision\": ..`, in digits".into()));
    };
    let scale = number("scale")?.unwrap_or(0);
    if precision < 1 {
        return Err((format!("its precision is {precision}"), "allow one digit or more".into()));
    }
    if let Some(size) = size.filter(|size| precision > digits(*size)) {
        let why = format!("{size} bytes hold {} digits, not {precision}", digits(size));
        return Err((why, "raise the size or lower the precision".into()));
    }
    if !(0..=precision).contains(&scale) {
        let why = format!("its scale {scale} does not lie between 0 and its precision {precision}");
        return Err((why, "raise the precision or lower the scale".into()));
    }
    Ok(Logical::Decimal { precision: precision as u32, scale: scale as u32 })
}

/// How many decimal digits every number of so many bytes, in two's complement, can have.
fn digits(size: usize) -> i64 {
    if size == 0 { 0 } else { ((8 * size - 1) as f64 * std::f64::consts::LOG10_2).floor() as i64 }
}
