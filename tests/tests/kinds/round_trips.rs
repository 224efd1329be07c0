//! Random data of each message, there and back, with apache-avro as a second opinion.

use super::{kinds, random::Random};
use adjutant::{
    Message,
    avro::{
        canonical,
        codec::What,
        read, render,
        schema::{Schemas, Type},
        source::Sources,
    },
};
use apache_avro::{reader::datum::GenericDatumReader, writer::datum::GenericDatumWriter};

/// The schema of a message, as its own text defines it.
fn schema<M: Message>() -> (Schemas, Type) {
    let mut sources = Sources::default();
    let id = sources.add("schema.avsc", M::SCHEMAS[0].text);
    let (mut schemas, diagnostics) = read::schemas(&sources, &[id]);
    assert!(diagnostics.iter().all(|finding| finding.id.starts_with("logical")), "{diagnostics:?}");
    let root = schemas.roots.remove(0).expect("the text of a schema is a schema");
    (schemas, root)
}

fn round_trip<M: Message>() {
    let (schemas, ty) = schema::<M>();
    // The canonical form leaves logical types out, of which apache-avro has its own view.
    let canonical = canonical::form(&schemas, &ty);
    let theirs = apache_avro::Schema::parse_str(&canonical).expect("apache-avro reads it");
    let reader = GenericDatumReader::builder(&theirs).build().expect("apache-avro reads it");
    let writer = GenericDatumWriter::builder(&theirs).build().expect("apache-avro writes it");
    let mut datum = Vec::new();
    for seed in 0..300 {
        datum.clear();
        Random::new(seed).datum(&schemas, &ty, 0, &mut datum);
        let (identity, message) = M::decode(M::FINGERPRINT, &datum)
            .unwrap_or_else(|error| panic!("{} {seed}: {error}\n{datum:02x?}", M::NAME));
        assert_eq!(M::identity(M::FINGERPRINT, &datum), Ok(identity.as_ref()));
        let mut again = Vec::new();
        message.encode(&identity, &mut again);
        assert_eq!(again, datum, "{} {seed}", M::NAME);
        assert!(render::json(&schemas, &ty, &datum).is_ok(), "{} {seed}", M::NAME);

        let mut rest = datum.as_slice();
        let value = reader.read_value(&mut rest).expect("apache-avro reads the datum");
        assert!(rest.is_empty(), "{} {seed}", M::NAME);
        let written = writer.write_value_to_vec(value).expect("apache-avro writes the datum");
        // Its maps come back in any order.
        assert_eq!(sorted(written), sorted(again), "{} {seed}", M::NAME);
    }
}

fn sorted(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.sort_unstable();
    bytes
}

/// Whatever is wrong with the bytes, it is an error with a place, and never a panic.
fn withstands<M: Message>() {
    let (schemas, ty) = schema::<M>();
    let mut random = Random::new(7);
    let mut datum = Vec::new();
    for _ in 0..100 {
        datum.clear();
        random.datum(&schemas, &ty, 0, &mut datum);
        for end in 0..datum.len() {
            let error = M::decode(M::FINGERPRINT, &datum[..end]).map(drop).expect_err("cut short");
            assert!(error.offset() <= end && !error.path().is_empty(), "{error}");
        }
        datum.push(0);
        let error = M::decode(M::FINGERPRINT, &datum).map(drop).expect_err("a byte too many");
        assert_eq!((error.what(), error.offset()), (What::Trailing, datum.len() - 1));
        for _ in 0..20 {
            let place = random.below(datum.len());
            datum[place] = random.below(256) as u8;
            let _ = M::decode(M::FINGERPRINT, &datum);
            let _ = M::identity(M::FINGERPRINT, &datum);
        }
    }
    let other = M::decode(M::FINGERPRINT ^ 1, &datum).map(drop).expect_err("another's");
    assert_eq!(other.what(), What::Schema);
}

macro_rules! messages {
    ($($name:ident $message:ident)*) => { $(
        mod $name {
            #[test]
            fn random_data_come_back_byte_for_byte() {
                super::round_trip::<super::kinds::$message>();
            }

            #[test]
            fn broken_data_are_refused() {
                super::withstands::<super::kinds::$message>();
            }
        }
    )* };
}

messages! {
    primitives Primitives
    collections Collections
    logicals Logicals
    maybe_logicals MaybeLogicals
    unions Unions
    recursive Recursive
    words Words
    late_identity Late
    defaults Defaults
    reply DefaultsReply
    rejection Refused
}

#[test]
fn data_nested_without_end_are_refused() {
    // The identity, then a chain of which each link has another.
    let mut datum = vec![2, b'c', 2, b'r'];
    datum.extend([2, 2].repeat(1_000_000));
    let read = kinds::Recursive::decode(kinds::Recursive::FINGERPRINT, &datum);
    assert_eq!(read.expect_err("it ends nowhere").what(), What::Depth);
}
