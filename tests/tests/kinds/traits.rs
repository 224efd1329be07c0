//! The traits that generated types have where they can; that this compiles is the test.

use super::kinds::*;
use std::{fmt::Debug, hash::Hash};

fn every<T: Debug + Clone + PartialEq + Send + Sync + 'static>() {}
fn hashes<T: Eq + Hash>() {}
fn copies<T: Copy>() {}
fn starts<T: Default>() {}

#[test]
fn types_have_the_traits_that_their_fields_allow() {
    every::<Primitives>();
    every::<Recursive>();
    hashes::<Chain>();
    hashes::<Tree>();
    hashes::<MaybeLogicals>();
    hashes::<DefaultsRejection>();
    copies::<Sum>();
    copies::<Colour>();
    starts::<Primitives>();
    starts::<Recursive>();
    starts::<UnionsNullBetween>();
}

#[test]
fn a_box_stands_only_where_a_record_would_hold_itself() {
    let chain = Chain { value: 1, next: Some(Box::new(Chain { value: 2, next: None })) };
    let tree = Tree { leaf: true, children: vec![], named: [("t".into(), Tree::default())].into() };
    let left = Left { right: Right { left: RightLeft::Null, weight: 0.0 } };
    let right = Right { left: RightLeft::Left(Box::new(left.clone())), weight: 1.0 };
    let recursive = Recursive { chain, tree, left: Left { right }, maybe_chain: None };
    assert_eq!(recursive.clone(), recursive);
}
