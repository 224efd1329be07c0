use super::*;
use std::collections::BTreeMap;

/// What `write` appends, to a vector without room to spare.
fn written(write: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut Writer::new(&mut out));
    out
}

fn what<T: std::fmt::Debug>(result: Result<T, DecodeError>) -> (What, usize) {
    let error = result.unwrap_err();
    (error.what(), error.offset())
}

#[test]
fn numbers_come_back_at_every_length() {
    let edges = (0..64)
        .flat_map(|n| [1_i64 << n, (1_i64 << n).wrapping_sub(1), (1_i64 << n).wrapping_neg()]);
    for number in edges.chain([0, i64::MIN, i64::MAX]) {
        let bytes = written(|out| out.long(number));
        assert_eq!(Reader::new(&bytes).long(), Ok(number));
        if let Ok(int) = i32::try_from(number) {
            assert_eq!(written(|out| out.int(int)), bytes);
            assert_eq!(Reader::new(&bytes).int(), Ok(int));
        } else {
            assert_eq!(what(Reader::new(&bytes).int()), (What::Int, 0));
        }
    }
}

#[test]
fn text_comes_back_at_every_length_and_with_other_scripts_at_every_place() {
    for length in 0..200 {
        let ascii = "x".repeat(length);
        let bytes = written(|out| out.string(&ascii));
        assert_eq!(Reader::new(&bytes).string_ref(), Ok(ascii.as_str()));
        for place in 0..length {
            let text = format!("{}é{}", &ascii[..place], &ascii[place..]);
            let bytes = written(|out| out.string(&text));
            assert_eq!(Reader::new(&bytes).string_ref(), Ok(text.as_str()));

            let mut broken = written(|out| out.string(&ascii));
            let start = broken.len() - length;
            broken[start + place] = 0xff;
            assert_eq!(what(Reader::new(&broken).string_ref()), (What::Utf8, start));
        }
    }
}

#[test]
fn values_put_together_are_those_put_one_by_one() {
    let (text, bytes, fixed) = (String::from("twelve chars"), vec![7_u8; 70], [1_u8, 2, 3]);
    for note in [None, Some("n".repeat(33))] {
        let together = written(|out| {
            out.put((&text, &bytes, &fixed, true, -5_i32, i64::MIN, 0.5_f32, -0.5_f64));
            out.put((note.as_ref(), NullLast(note.as_deref())));
        });
        let single = written(|out| {
            out.string(&text);
            out.bytes(&bytes);
            out.fixed(&fixed);
            out.boolean(true);
            out.int(-5);
            out.long(i64::MIN);
            out.float(0.5);
            out.double(-0.5);
            for some in [1, 0] {
                match &note {
                    None => out.index(1 - some),
                    Some(note) => {
                        out.index(some);
                        out.string(note);
                    }
                }
            }
        });
        assert_eq!(together, single);
    }
}

#[test]
fn a_record_cut_short_anywhere_is_refused() {
    let whole = written(|out| out.put(("text", 300_i64, 1.5_f64, true)));
    let read = |bytes: &[u8]| {
        let reader = &mut Reader::new(bytes);
        let record = (reader.string()?, reader.long()?, reader.double()?, reader.boolean()?);
        reader.finish().map(|()| record)
    };
    assert_eq!(read(&whole), Ok(("text".into(), 300, 1.5, true)));
    for end in 0..whole.len() {
        assert_eq!(read(&whole[..end]).unwrap_err().what(), What::Truncated);
    }
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(what(read(&longer)), (What::Trailing, whole.len()));
}

#[test]
fn a_number_beyond_64_bits_is_refused() {
    assert_eq!(Reader::new(&[0xff; 9]).long().unwrap_err().what(), What::Truncated);
    assert_eq!(what(Reader::new(&[0xff; 11]).long()), (What::Varint, 0));
    let over = [[0x80; 9].as_slice(), &[2]].concat();
    assert_eq!(what(Reader::new(&over).long()), (What::Varint, 0));
}

#[test]
fn indices_and_booleans_out_of_range_are_refused() {
    assert_eq!(what(Reader::new(&[2]).boolean()), (What::Boolean, 0));
    for index in [-1, 3, i64::MAX] {
        let bytes = written(|out| out.long(index));
        assert_eq!(what(Reader::new(&bytes).branch(3)), (What::Union, 0));
        assert_eq!(what(Reader::new(&bytes).symbol(3)), (What::Enum, 0));
    }
    let negative = written(|out| out.long(-1));
    assert_eq!(Reader::new(&negative).bytes_ref().unwrap_err().what(), What::Length);
}

#[test]
fn a_count_or_length_beyond_the_bytes_that_are_left_allocates_nothing() {
    for count in [2, 500_000_000, i64::MAX, i64::MIN, -2] {
        let bytes = written(|out| out.put((count, count, 0_i64)));
        assert!(Reader::new(&bytes).array(8, |reader| reader.double()).is_err());
        assert!(Reader::new(&bytes).map(8, |reader| reader.double()).is_err());
        assert!(Reader::new(&bytes).skip_array(8, |reader| reader.double().map(drop)).is_err());
        assert!(Reader::new(&bytes).bytes().is_err() || count == 2);
    }
}

#[test]
fn items_that_take_no_bytes_are_limited() {
    let of = |count: i64| written(|out| out.put((count, 0_i64)));
    let read = |bytes: &[u8]| Reader::new(bytes).array(0, |reader| reader.null());
    assert_eq!(read(&of(1_000)).map(|items| items.len()), Ok(1_000));
    assert_eq!(what(read(&of(i64::MAX))), (What::Count, 0));
}

#[test]
fn blocks_with_their_size_and_several_blocks_are_read_as_one_array() {
    let blocks = written(|out| out.put((-2_i64, 2_i64, 1_i32, 2_i32, 1_i64, 3_i32, 0_i64)));
    assert_eq!(Reader::new(&blocks).array(1, |reader| reader.int()), Ok(vec![1, 2, 3]));
    assert_eq!(Reader::new(&blocks).skip_array(1, |reader| reader.int().map(drop)), Ok(()));
}

#[test]
fn arrays_and_maps_come_back() {
    let words = ["", "a", "Göran"].map(String::from).to_vec();
    let bytes = written(|out| out.array(&words, |out, word| out.string(word)));
    assert_eq!(Reader::new(&bytes).array(1, |reader| reader.string()), Ok(words.clone()));

    let map: BTreeMap<_, _> = words.into_iter().zip(0..).collect();
    let bytes = written(|out| out.map(&map, |out, value| out.int(*value)));
    let reader = &mut Reader::new(&bytes);
    assert_eq!(reader.map(1, |reader| reader.int()), Ok(map));
    assert_eq!(reader.finish(), Ok(()));
    let reader = &mut Reader::new(&bytes);
    assert_eq!(reader.skip_map(1, |reader| reader.int().map(drop)), Ok(()));
    assert_eq!(reader.finish(), Ok(()));
}

/// Holds itself, in an array.
#[derive(Debug)]
struct Tree(Vec<Tree>);

fn tree(reader: &mut Reader<'_>) -> Result<Tree, DecodeError> {
    reader.array(1, tree).map(Tree)
}

#[test]
fn arrays_within_arrays_end_before_the_stack_does() {
    let deep = vec![2; 1_000_000];
    assert_eq!(what(tree(&mut Reader::new(&deep))), (What::Depth, 128));
    let flat = written(|out| out.put((2_i64, 0_i64, 0_i64, 0_i64)));
    assert_eq!(tree(&mut Reader::new(&flat)).map(|tree| tree.0.len()), Ok(2));
}

/// Holds itself, boxed: `null` at 0.
#[derive(Debug, PartialEq)]
struct List(Option<Box<List>>);

impl Datum for List {
    const MIN: usize = 1;
    fn write(&self, out: &mut Writer<'_>) {
        match &self.0 {
            None => out.index(0),
            Some(next) => {
                out.index(1);
                next.write(out);
            }
        }
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.optional(0, Datum::read).in_field("next").map(List)
    }
    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.optional(0, Box::<List>::skip).map(drop)
    }
}

#[test]
fn boxes_within_boxes_end_before_the_stack_does() {
    let list = List(Some(Box::new(List(None))));
    let bytes = written(|out| list.write(out));
    assert_eq!(decode(&bytes), Ok(list));
    let deep = vec![2; 1_000_000];
    assert_eq!(decode::<List>(&deep).unwrap_err().what(), What::Depth);
    assert_eq!(List::skip(&mut Reader::new(&deep)).unwrap_err().what(), What::Depth);
}

#[test]
fn an_error_names_the_path_of_its_field() {
    let error = decode::<List>(&[2, 2, 9]).unwrap_err();
    assert_eq!(error.path(), "next.next.next");
    assert_eq!(error.to_string(), "the union has no such branch, at byte 2 in `next.next.next`");
}

#[test]
fn random_bytes_never_panic() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..20_000 {
        let bytes: Vec<u8> = (0..round % 40)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                // Small numbers often, so that lengths and counts are often plausible.
                if state & 1 == 0 { (state >> 8) as u8 & 0x0f } else { (state >> 8) as u8 }
            })
            .collect();
        let reader = &mut Reader::new(&bytes);
        let _ = reader.map(1, |reader| reader.array(1, |reader| reader.string()));
        let _ = (reader.int(), reader.boolean(), reader.float(), reader.fixed::<3>());
        assert!(reader.offset() <= bytes.len());
    }
}
