//! Every rule that [`check`](crate::check) holds interfaces to, as data.

use adjutant_avro::{rules::Rule, source::Severity};

macro_rules! rules {
    ($($severity:ident $name:ident $id:literal $purpose:literal)*) => {
        $(
            #[doc = $purpose]
            pub const $name: Rule =
                Rule { id: $id, severity: Severity::$severity, purpose: $purpose };
        )*

        /// The rules of this crate; those of schemas as such are
        /// [`adjutant_avro::rules::RULES`].
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    // The folder and its files.
    Error INTERFACE_MISSING "interface-missing" "An interface is a folder that holds an `interface.toml`."
    Error INTERFACE_EMPTY "interface-empty" "An interface has a command."
    Error INTERFACE_NAME "interface-name" "The interface's name can be a Rust module and start the name of a topic."
    Error FILE_UNREADABLE "file-unreadable" "Every file of an interface can be read and is UTF-8."
    Warning FILE_MISPLACED "file-misplaced" "Every schema lies in `commands`, `replies`, `events` or `types`."

    // interface.toml.
    Error TOML_SYNTAX "toml-syntax" "`interface.toml` is TOML."
    Error SETTING_UNKNOWN "setting-unknown" "Every setting in `interface.toml` is one that Adjutant knows."
    Error SETTING_TYPE "setting-type" "Every setting has a value of its type."
    Error SETTING_VALUE "setting-value" "Every setting has a value in its range."
    Error SETTING_FIXED "setting-fixed" "Topic configuration leaves alone what the contract itself settles."
    Error LISTED_TWICE "listed-twice" "A list names nothing twice."

    // Messages and how they are wired.
    Error MESSAGE_NOT_RECORD "message-not-record" "Every file in `commands`, `replies` and `events` defines one record."
    Error MESSAGE_NESTED "message-nested" "A message is no part of another type: only messages carry an identity."
    Error COMMAND_MISSING "command-missing" "A command that `interface.toml` names has its record in `commands`."
    Error REPLY_MISSING "reply-missing" "A reply that `interface.toml` names has its record in `replies`."
    Error REJECTION_MISSING "rejection-missing" "A rejection that `interface.toml` names has its record in `replies`."
    Error EVENT_MISSING "event-missing" "An event that `interface.toml` names has its record in `events`."
    Error REJECTION_WITHOUT_REPLY "rejection-without-reply" "A command that can be rejected has a reply: else nobody could see success."
    Error REPLY_IS_REJECTION "reply-is-rejection" "A record is a reply or a rejection, never both."

    // Identity and key.
    Error IDENTITY_MISSING "identity-missing" "Every message declares both identity fields."
    Error IDENTITY_SPELLING "identity-spelling" "The identity fields are spelt alike in the whole interface."
    Error IDENTITY_TYPE "identity-type" "The identity fields are strings; request_id may be a uuid."
    Error KEY_MISSING "key-missing" "A key is a field of its message."
    Error KEY_IDENTITY "key-identity" "A key is a field of the message's own, not of its identity."
    Error KEY_TYPE "key-type" "A key has a type that the wire can write as text."
    Error KEY_MIXED "key-mixed" "The keys of one topic have one type."

    // Names in generated code.
    Error NAME_COLLISION "name-collision" "Two names stay two names when they become Rust names."
    Error NAME_ILLEGAL "name-illegal" "Every name has a spelling in Rust: `self` and `_` have none."
    Error NAME_RESERVED "name-reserved" "No type or command takes a name that the generated module needs for itself."
    Warning NAME_SHADOWS "name-shadows" "No type has the name of one that every Rust module sees."

    // Topics.
    Error TOPIC_MISSING "topic-missing" "A topic that `interface.toml` sets up is one of the interface's."
    Error TOPIC_RESERVED "topic-reserved" "Events have topics of their own."
    Error TOPIC_NAME "topic-name" "Every topic's name is legal for Kafka."
    Error TOPIC_TWICE "topic-twice" "Every topic has one purpose, and a name that Kafka's metrics tell apart."
    Error COMMANDS_COMPACTED "commands-compacted" "A topic of commands or replies is never compacted."

    // What is left over.
    Warning SCHEMA_UNUSED "schema-unused" "Every schema is used."
}
