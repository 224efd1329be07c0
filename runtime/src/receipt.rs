//! Proof that a command was accepted, as text that can be stored.

use crate::{identity::Identity, message::Command};
use std::{fmt, marker::PhantomData, str::FromStr};

/// Proof that Kafka accepted a command; claims its outcome, also after a restart.
///
/// `Display` and `FromStr` (and serde) store it as text. Parsing one as another command's fails.
#[must_use = "keep the receipt to claim the outcome later, or drop it with `let _ =`"]
pub struct Receipt<C> {
    pub(crate) identity: Identity,
    pub(crate) sent: Position,
    /// The partition of the reply topic where its reply will stand, and the offset before which it cannot.
    pub(crate) reply: Option<(i32, i64)>,
    pub(crate) command: PhantomData<fn() -> C>,
}

/// Where a command was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset; `None`: Kafka had not told when the receipt was made.
    pub offset: Option<i64>,
}

impl<C> Receipt<C> {
    /// Which request it is, and whose.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Where the command stands.
    pub fn sent(&self) -> &Position {
        &self.sent
    }
}

impl<C> Clone for Receipt<C> {
    fn clone(&self) -> Self {
        Receipt {
            identity: self.identity.clone(),
            sent: self.sent.clone(),
            reply: self.reply,
            command: PhantomData,
        }
    }
}

impl<C: Command> fmt::Display for Receipt<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { topic, partition, offset } = &self.sent;
        write!(f, "1/{}/{topic}:{partition}:", C::NAME)?;
        if let Some(offset) = offset {
            write!(f, "{offset}")?;
        }
        f.write_str("/")?;
        if let Some((partition, offset)) = self.reply {
            write!(f, "{partition}:{offset}")?;
        }
        // Ids may hold any character: the length of the first tells where it ends.
        let Identity { client_id, request_id } = &self.identity;
        write!(f, "/{}:{client_id}/{request_id}", client_id.len())
    }
}

impl<C: Command> fmt::Debug for Receipt<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receipt({self})")
    }
}

/// The text is no receipt, or that of another command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAReceipt {
    expected: &'static str,
}

impl fmt::Display for NotAReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a receipt of `{}`", self.expected)
    }
}

impl std::error::Error for NotAReceipt {}

impl<C: Command> FromStr for Receipt<C> {
    type Err = NotAReceipt;

    fn from_str(text: &str) -> Result<Self, NotAReceipt> {
        parse(C::NAME, text).ok_or(NotAReceipt { expected: C::NAME })
    }
}

fn parse<C>(name: &str, text: &str) -> Option<Receipt<C>> {
    let rest = text.strip_prefix("1/")?.strip_prefix(name)?.strip_prefix('/')?;
    let (sent, rest) = rest.split_once('/')?;
    let (reply, rest) = rest.split_once('/')?;
    let (length, rest) = rest.split_once(':')?;
    let (client_id, rest) = rest.split_at_checked(length.parse().ok()?)?;
    let request_id = rest.strip_prefix('/')?;
    let (sent, offset) = sent.rsplit_once(':')?;
    let (topic, partition) = sent.rsplit_once(':')?;
    let reply = match reply.split_once(':') {
        Some((partition, offset)) => Some((partition.parse().ok()?, offset.parse().ok()?)),
        None if reply.is_empty() => None,
        None => return None,
    };
    Some(Receipt {
        identity: Identity { client_id: client_id.into(), request_id: request_id.into() },
        sent: Position {
            topic: topic.into(),
            partition: partition.parse().ok()?,
            offset: if offset.is_empty() { None } else { Some(offset.parse().ok()?) },
        },
        reply,
        command: PhantomData,
    })
}

impl<C: Command> serde::Serialize for Receipt<C> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, C: Command> serde::Deserialize<'de> for Receipt<C> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing_interface::{Note, Say};

    fn receipt(client_id: &str, request_id: &str, n: i64) -> Receipt<Say> {
        Receipt {
            identity: Identity { client_id: client_id.into(), request_id: request_id.into() },
            sent: Position {
                topic: "chat.commands".into(),
                partition: (n % 7) as i32,
                offset: (n % 3 != 0).then_some(n),
            },
            reply: (n % 5 != 0).then_some(((n % 11) as i32, n * 1_000_003)),
            command: PhantomData,
        }
    }

    fn assert_same(one: &Receipt<Say>, other: &Receipt<Say>) {
        assert_eq!(
            (&one.identity, &one.sent, &one.reply),
            (&other.identity, &other.sent, &other.reply)
        );
    }

    /// Ids made of the pieces that a receipt's text is made of, and of what it is not.
    fn odd_ids() -> Vec<String> {
        let pieces =
            ["", "/", ":", "1/", "3:", "a", "é", "漢字", "\0", "\n", " ", "-1", "🦀", "\""];
        let pairs = pieces.iter().flat_map(|a| pieces.iter().map(move |b| format!("{a}{b}")));
        pairs.chain(["chat.Say".into(), "x".repeat(10_000)]).collect()
    }

    #[test]
    fn its_text_reads_back_as_the_same_receipt_whatever_the_ids_are() {
        let ids = odd_ids();
        for (n, client_id) in ids.iter().enumerate() {
            for (m, request_id) in ids.iter().enumerate() {
                let receipt = receipt(client_id, request_id, (n * ids.len() + m) as i64);
                assert_same(&receipt.to_string().parse().unwrap(), &receipt);
            }
        }
    }

    #[test]
    fn the_extremes_of_every_number_read_back() {
        let mut receipt = receipt("web", "r", 1);
        for n in [i64::MIN, -1, 0, i64::MAX] {
            receipt.sent.offset = Some(n);
            receipt.sent.partition = if n < 0 { i32::MIN } else { i32::MAX };
            receipt.reply = Some((i32::MAX, n));
            assert_same(&receipt.to_string().parse().unwrap(), &receipt);
        }
    }

    #[test]
    fn a_receipt_of_another_command_does_not_parse() {
        let text = receipt("web", "r", 1).to_string();
        let error = text.parse::<Receipt<Note>>().unwrap_err();
        assert_eq!(error.to_string(), "not a receipt of `chat.Note`");
    }

    #[test]
    fn a_cut_or_garbled_text_is_refused_or_read_and_never_panics() {
        let text = receipt("wéb", "r/é:1", 4).to_string();
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let _ = text[..cut].parse::<Receipt<Say>>();
            let _ = text[cut..].parse::<Receipt<Say>>();
            for piece in ["", "/", ":", "é", "99999999999999999999", "-"] {
                let garbled = format!("{}{piece}{}", &text[..cut], &text[cut..]);
                let _ = garbled.parse::<Receipt<Say>>();
            }
        }
        for text in ["", "1", "1/chat.Say", "1/chat.Say/t:0:0/0:0/9:é/", "2/chat.Say/t:0:0//0:/"] {
            assert!(text.parse::<Receipt<Say>>().is_err(), "{text}");
        }
    }

    #[test]
    fn serde_stores_it_as_its_text() {
        let receipt = receipt("web/\"shop\"", "r", 1);
        let json = serde_json::to_string(&receipt).unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), receipt.to_string());
        assert_same(&serde_json::from_str(&json).unwrap(), &receipt);
        let error = serde_json::from_str::<Receipt<Note>>(&json).unwrap_err();
        assert!(error.to_string().contains("not a receipt of `chat.Note`"), "{error}");
    }
}
