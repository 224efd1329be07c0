#![doc = include_str!("wire.md")]

#[cfg(test)]
mod tests;
