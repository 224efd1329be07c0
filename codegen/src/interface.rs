//! The interface as it is printed: every name spelt, every type chosen.

use crate::checked::Topics;
use proc_macro2::Ident;

/// One interface, ready to be emitted.
#[derive(Debug, Clone)]
pub(crate) struct Interface {
    /// As in topics.
    pub name: String,
    /// The Rust module.
    pub module: Ident,
    pub doc: Option<String>,
    /// Every type that a message reaches, messages included.
    pub types: Vec<TypeDef>,
    pub commands: Vec<Command>,
    pub events: Vec<Event>,
    /// Commands, replies, rejections, events.
    pub messages: Vec<Message>,
    pub topics: Topics,
    /// The variants of `Priority`, as `topics.priorities`; empty where there is one alone.
    pub priorities: Vec<Ident>,
}

/// A record with a role.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub ident: Ident,
    /// Full Avro name.
    pub name: String,
    pub role: Role,
    pub fingerprint: u64,
    /// The whole schema as JSON.
    pub schema: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Command,
    Reply,
    Rejection,
    Event,
}

#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub ident: Ident,
    pub doc: Option<String>,
    /// The client's method.
    pub method: Ident,
    pub reply: Option<Ident>,
    /// The enum of its rejections; `None` without any.
    pub rejection: Option<Ident>,
    pub rejections: Vec<Ident>,
    /// Whether all of them have `Eq`.
    pub rejections_eq: bool,
    pub key: Option<Key>,
}

#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub ident: Ident,
    pub topic: String,
    pub key: Option<Key>,
    /// The commands that declare it.
    pub commands: Vec<Ident>,
}

/// The field that routes a message.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub field: Ident,
    pub kind: KeyKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Its own text.
    Text,
    /// What `Display` writes: numbers, booleans, uuids.
    Display,
    /// An enum's symbol.
    Symbol,
}

/// A type to be emitted.
#[derive(Debug, Clone)]
pub(crate) struct TypeDef {
    pub ident: Ident,
    pub doc: Option<String>,
    pub shape: Shape,
    /// Set for messages.
    pub role: Option<Role>,
    /// The fewest bytes on the wire.
    pub min: usize,
    /// Holds no floating-point number, so it has `Eq` and `Hash`.
    pub eq: bool,
    /// Has a `Default`.
    pub default: bool,
    /// Stands before an identity, so it must be passed over to get there.
    pub skipped: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Record(Vec<Field>),
    Enum {
        symbols: Vec<Symbol>,
        default: Option<usize>,
    },
    Fixed {
        size: usize,
    },
    /// Its branches in the order of the wire; null is a variant without a value.
    Union(Vec<Branch>),
}

#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    pub ident: Ident,
    pub name: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub ident: Ident,
    pub ty: Ty,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub ident: Ident,
    /// As in the schema.
    pub name: String,
    pub doc: Option<String>,
    pub ty: Ty,
    /// What `Default` makes it.
    pub default: Start,
    /// Set for the two fields that the struct leaves out.
    pub identity: Option<IdentityPart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentityPart {
    ClientId,
    RequestId,
}

/// What a field starts with in `Default`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Start {
    /// What its type starts with, if it does with anything.
    OfType,
    /// The schema's default, which is something else.
    Value(Value),
    /// Nothing: the schema's default is no value of the Rust type.
    Nothing,
}

/// The value of a schema's default.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Unit,
    Bool(bool),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Value>),
    Map(Vec<(String, Value)>),
    None,
    Some(Box<Value>),
    /// On the heap.
    Boxed(Box<Value>),
    /// A number in a type of the prelude.
    Number(Logical, Box<Value>),
    /// The digits of a decimal.
    Decimal(Vec<u8>),
    /// The digits of a big-decimal and its scale.
    BigDecimal(Vec<u8>, i32),
    /// The bytes of a type of the prelude: uuid, duration, decimal on fixed.
    Raw(Logical, Vec<u8>),
    /// A type and its bytes.
    Fixed(Ident, Vec<u8>),
    /// A type and its symbol.
    Symbol(Ident, Ident),
    /// A type, its variant, and the value unless that is null.
    Branch(Ident, Ident, Option<Box<Value>>),
    /// A type and its fields.
    Record(Ident, Vec<(Ident, Value)>),
}

/// The Rust type of a field, item or branch.
#[derive(Debug, Clone)]
pub(crate) enum Ty {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    /// A type of the prelude.
    Logical(Logical),
    /// A record of this module; boxed where it would otherwise contain itself.
    Record {
        ident: Ident,
        boxed: bool,
        min: usize,
    },
    /// An enum of this module.
    Enum(Ident),
    /// A fixed of this module.
    Fixed {
        ident: Ident,
        size: usize,
    },
    /// A union of this module.
    Union(Ident),
    Array(Box<Ty>),
    Map(Box<Ty>),
    /// A union of null and one type, with null at this index.
    Option {
        null: u32,
        some: Box<Ty>,
    },
}

/// The prelude's types for logical types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logical {
    Decimal { scale: u32 },
    FixedDecimal { size: usize, scale: u32 },
    BigDecimal,
    Uuid,
    FixedUuid,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis,
    LocalTimestampMicros,
    LocalTimestampNanos,
    Duration,
}

impl Ty {
    /// The fewest bytes on the wire.
    pub fn min(&self) -> usize {
        match self {
            Ty::Null => 0,
            Ty::Float => 4,
            Ty::Double => 8,
            Ty::Logical(logical) => logical.min(),
            Ty::Record { min, .. } => *min,
            Ty::Fixed { size, .. } => *size,
            _ => 1,
        }
    }
}

impl Logical {
    /// The fewest bytes on the wire.
    pub fn min(self) -> usize {
        match self {
            Logical::Decimal { .. } => 2,
            Logical::FixedDecimal { size, .. } => size,
            Logical::BigDecimal => 4,
            Logical::Uuid => 37,
            Logical::FixedUuid => 16,
            Logical::Duration => 12,
            _ => 1,
        }
    }
}
