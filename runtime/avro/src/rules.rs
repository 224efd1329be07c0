//! Every rule that [`read`](crate::read) holds schemas to, as data.
//!
//! ```
//! use adjutant_avro::rules;
//!
//! let rule = rules::RULES.iter().find(|rule| rule.id == "field-twice").unwrap();
//! assert_eq!(rule.purpose, "The fields of a record have different names.");
//! ```

use crate::source::{Diagnostic, Severity, Span};

/// What a text must hold to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, in kebab-case; [`Diagnostic::id`] carries it.
    pub id: &'static str,
    /// How grave a breach is.
    pub severity: Severity,
    /// What holds where the rule is kept, in one sentence.
    pub purpose: &'static str,
}

impl Rule {
    /// A breach at a place.
    pub fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.severity, ..Diagnostic::error(self.id, span, message) }
    }

    /// A breach where there is no text to point at, such as a missing file.
    pub fn nowhere(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            id: self.id,
            severity: self.severity,
            message: message.into(),
            span: None,
            label: String::new(),
            related: Vec::new(),
            help: String::new(),
        }
    }
}

macro_rules! rules {
    ($($severity:ident $name:ident $id:literal $purpose:literal)*) => {
        $(
            #[doc = $purpose]
            pub const $name: Rule =
                Rule { id: $id, severity: Severity::$severity, purpose: $purpose };
        )*

        /// The rules of this crate.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    // The text.
    Error JSON_SYNTAX "json-syntax" "Every schema is JSON, as RFC 8259 defines it."
    Error JSON_DUPLICATE_KEY "json-duplicate-key" "No object has a key twice."
    Error JSON_DEPTH "json-depth" "Arrays and objects do not lie deeper in each other than Adjutant reads."
    Error JSON_SIZE "json-size" "A file is shorter than 4 GiB."

    // Types.
    Error TYPE_MISSING "type-missing" "Every schema and every field says its type."
    Error TYPE_INVALID "type-invalid" "A type is a name, an object with a `type`, or an array of branches."
    Error TYPE_UNDEFINED "type-undefined" "Every name that is used is defined in a file that is read."
    Error TYPE_DEPTH "type-depth" "Arrays, maps and unions do not lie deeper in each other than Adjutant reads."
    Error ATTRIBUTE_MISSING "attribute-missing" "Every type has the attributes that Avro demands of it."
    Error ATTRIBUTE_TYPE "attribute-type" "Every attribute that Avro knows has a value of its type."
    Warning ATTRIBUTE_IGNORED "attribute-ignored" "Documentation is text, and no attribute stands beside a reference to a type."
    Error UNION_NESTED "union-nested" "No branch of a union is a union."
    Error UNION_DUPLICATE "union-duplicate" "The branches of a union differ in type, or in name."
    Warning LOGICAL_TYPE_IGNORED "logical-type-ignored" "Every logical type is one that Avro defines for the type that it stands on."

    // Names.
    Error NAME_INVALID "name-invalid" "A name is made of letters, digits and `_`, and does not start with a digit."
    Warning NAME_NOT_ASCII "name-not-ascii" "Names hold ASCII only, so that every implementation of Avro takes them."
    Error NAME_PRIMITIVE "name-primitive" "No type has the name of a primitive one."
    Error DEFINITION_TWICE "definition-twice" "Every full name is defined once."
    Warning DEFINITION_REPEATED "definition-repeated" "No definition stands in the files more than once, not even alike."
    Error FIELD_TWICE "field-twice" "The fields of a record have different names."
    Error SYMBOL_TWICE "symbol-twice" "The symbols of an enum differ."
    Error SYMBOL_UNKNOWN "symbol-unknown" "The default of an enum is one of its symbols."

    // Values.
    Error DEFAULT_INVALID "default-invalid" "A default is a value of its field's type."
    Error RECORD_ENDLESS "record-endless" "A record holds itself only through something that can be empty: a union, an array or a map."
}
