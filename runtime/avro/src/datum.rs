//! A value of any schema, for what is known only at run time.

/// A value of some Avro type. It carries no schema: what it means follows from its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// `null`
    Null,
    /// `boolean`
    Boolean(bool),
    /// `int`
    Int(i32),
    /// `long`
    Long(i64),
    /// `float`
    Float(f32),
    /// `double`
    Double(f64),
    /// `bytes`, and a fixed
    Bytes(Vec<u8>),
    /// `string`
    String(String),
    /// `array`
    Array(Vec<Datum>),
    /// `map`, in the order written
    Map(Vec<(String, Datum)>),
    /// The branch of a union, by its place in the union.
    Union(usize, Box<Datum>),
    /// A record, one value for each field, in their order.
    Record(Vec<Datum>),
    /// A symbol of an enum, by its place in the enum.
    Enum(usize),
}
