//! The schema model: named types in an arena, names resolved, every node with its place.
//!
//! ```
//! use adjutant_avro::{read, schema::{Kind, Name, Shape}, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Node.avsc", r#"{
//!     "type": "record", "name": "tree.Node",
//!     "fields": [{ "name": "children", "type": { "type": "array", "items": "Node" } }]
//! }"#);
//! let (schemas, _) = read::schemas(&sources, &[id]);
//!
//! let node = schemas.find(&Name::new("Node", "tree")).unwrap();
//! let Shape::Record(fields) = &schemas.get(node).shape else { unreachable!() };
//! let Kind::Array(items) = &fields[0].ty.kind else { unreachable!() };
//! assert!(matches!(items.kind, Kind::Named(id) if id == node));
//! ```

use crate::{json::Json, source::Span};
use std::fmt;

/// A full name: `namespace.name`, or `name` alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Without a trailing dot; empty for none.
    pub namespace: String,
    /// The last part.
    pub name: String,
}

impl Name {
    /// From `a.b.C`, or from `C` and the namespace that encloses it.
    pub fn new(text: &str, enclosing: &str) -> Self {
        match text.rsplit_once('.') {
            Some((namespace, name)) => Name { namespace: namespace.into(), name: name.into() },
            None => Name { namespace: enclosing.into(), name: text.into() },
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            f.write_str(&self.name)
        } else {
            write!(f, "{}.{}", self.namespace, self.name)
        }
    }
}

/// Which named type of [`Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A set of named types that refer to each other, and the roots of the files they came from.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    /// Every named type; [`TypeId`] is the index.
    pub types: Vec<Named>,
    /// The root of each source given, in their order; `None` for one that could not be read.
    pub roots: Vec<Option<Type>>,
}

impl Schemas {
    /// The named type behind an id.
    pub fn get(&self, id: TypeId) -> &Named {
        &self.types[id.0 as usize]
    }

    /// The type with this full name.
    pub fn find(&self, name: &Name) -> Option<TypeId> {
        self.types.iter().position(|t| t.name == *name).map(|n| TypeId(n as u32))
    }
}

/// A use of a type.
#[derive(Debug, Clone)]
pub struct Type {
    /// What it is.
    pub kind: Kind,
    /// The logical type that annotates a primitive here; that of a fixed stands on the [`Named`].
    pub logical: Option<Logical>,
    /// The place of this use.
    pub span: Span,
    /// Properties that Avro does not know, in their order; none beside a reference to a named type.
    pub props: Vec<(String, Json)>,
}

/// The shape of a [`Type`].
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `int`
    Int,
    /// `long`
    Long,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `bytes`
    Bytes,
    /// `string`
    String,
    /// `array` of items
    Array(Box<Type>),
    /// `map` of values
    Map(Box<Type>),
    /// A union, its branches in order.
    Union(Vec<Type>),
    /// A record, enum or fixed.
    Named(TypeId),
}

impl Kind {
    /// Avro's word for it: `long`, `array`; that of a named type is only `record`, `enum` or `fixed`
    /// as a whole, so ask its [`Shape`].
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Int => "int",
            Kind::Long => "long",
            Kind::Float => "float",
            Kind::Double => "double",
            Kind::Bytes => "bytes",
            Kind::String => "string",
            Kind::Array(_) => "array",
            Kind::Map(_) => "map",
            Kind::Union(_) => "union",
            Kind::Named(_) => "named",
        }
    }
}

/// A record, enum or fixed, with its name.
#[derive(Debug, Clone)]
pub struct Named {
    /// Full name.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// Full names of the aliases, with their places.
    pub aliases: Vec<(Name, Span)>,
    /// `doc`
    pub doc: Option<String>,
    /// Record, enum or fixed.
    pub shape: Shape,
    /// Whether a record is declared as `error`; only Avro's own RPC tells these apart.
    pub error: bool,
    /// The place of the whole definition.
    pub span: Span,
    /// Properties that Avro does not know, in their order.
    pub props: Vec<(String, Json)>,
}

/// What a [`Named`] type is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// `record` (and `error`)
    Record(Vec<Field>),
    /// `enum`
    Enum {
        /// In order, each with its place.
        symbols: Vec<(String, Span)>,
        /// The symbol that stands for one that a reader does not know.
        default: Option<(String, Span)>,
    },
    /// `fixed`
    Fixed {
        /// Bytes.
        size: usize,
        /// The logical type that annotates it.
        logical: Option<Logical>,
    },
}

/// A field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The place of the name.
    pub name_span: Span,
    /// The place of the whole field.
    pub span: Span,
    /// `doc`
    pub doc: Option<String>,
    /// `type`
    pub ty: Type,
    /// `default`, checked against the type.
    pub default: Option<Json>,
    /// `aliases`, with their places.
    pub aliases: Vec<(String, Span)>,
    /// `order`
    pub order: Order,
    /// Properties that Avro does not know, in their order.
    pub props: Vec<(String, Json)>,
}

/// How a field takes part in sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The default.
    #[default]
    Ascending,
    /// Reversed.
    Descending,
    /// Not at all.
    Ignore,
}

/// A logical type that is well-formed on the type it annotates; any other is dropped, as the
/// specification says, and reported as a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logical {
    /// On bytes or fixed.
    Decimal {
        /// Digits in all.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// On bytes.
    BigDecimal,
    /// On string or fixed(16).
    Uuid,
    /// On int.
    Date,
    /// On int.
    TimeMillis,
    /// On long.
    TimeMicros,
    /// On long.
    TimestampMillis,
    /// On long.
    TimestampMicros,
    /// On long.
    TimestampNanos,
    /// On long.
    LocalTimestampMillis,
    /// On long.
    LocalTimestampMicros,
    /// On long.
    LocalTimestampNanos,
    /// On fixed(12).
    Duration,
}

impl Logical {
    /// The name that `logicalType` gives it.
    pub fn name(&self) -> &'static str {
        match self {
            Logical::Decimal { .. } => "decimal",
            Logical::BigDecimal => "big-decimal",
            Logical::Uuid => "uuid",
            Logical::Date => "date",
            Logical::TimeMillis => "time-millis",
            Logical::TimeMicros => "time-micros",
            Logical::TimestampMillis => "timestamp-millis",
            Logical::TimestampMicros => "timestamp-micros",
            Logical::TimestampNanos => "timestamp-nanos",
            Logical::LocalTimestampMillis => "local-timestamp-millis",
            Logical::LocalTimestampMicros => "local-timestamp-micros",
            Logical::LocalTimestampNanos => "local-timestamp-nanos",
            Logical::Duration => "duration",
        }
    }
}
