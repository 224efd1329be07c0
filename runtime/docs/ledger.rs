// The interface of the examples in this crate's documentation, in the shape that the generator
// writes: `MoveFunds` (key `ledger`) is answered with `FundsMoved` or refused with
// `InsufficientFunds`, and may publish `BalanceChanged`. Examples include this file.
#[allow(dead_code)]
pub mod ledger {
    use adjutant::codegen_v1::{
        self, DecodeError, IdentityRef, MessageInfo, Reader, Role, SchemaText, Topic, TopicRole,
        Writer,
    };

    trait Field: Sized {
        fn put(&self, out: &mut Writer<'_>);
        fn take(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
    }

    impl Field for String {
        fn put(&self, out: &mut Writer<'_>) {
            out.string(self);
        }
        fn take(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
            reader.string()
        }
    }

    impl Field for i64 {
        fn put(&self, out: &mut Writer<'_>) {
            out.long(*self);
        }
        fn take(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
            reader.long()
        }
    }

    macro_rules! record {
        ($name:ident = $fingerprint:literal { $($field:ident: $type:ty),* }) => {
            #[derive(Debug, Clone, PartialEq)]
            pub struct $name { $(pub $field: $type),* }
            impl codegen_v1::Message for $name {
                const NAME: &'static str = concat!("ledger.", stringify!($name));
                const FINGERPRINT: u64 = $fingerprint;
                const SCHEMAS: &'static [SchemaText] =
                    &[SchemaText { fingerprint: $fingerprint, text: "\"string\"" }];
                fn encode(&self, identity: &codegen_v1::Identity, out: &mut Vec<u8>) {
                    let out = &mut Writer::new(out);
                    identity.client_id.put(out);
                    identity.request_id.put(out);
                    $(self.$field.put(out);)*
                }
                fn read(
                    writer: u64,
                    reader: &mut Reader<'_>,
                ) -> Result<(codegen_v1::Identity, Self), DecodeError> {
                    let identity = Self::read_identity(writer, reader)?.to_owned();
                    $(let $field = Field::take(reader)?;)*
                    Ok((identity, $name { $($field),* }))
                }
                fn read_identity<'a>(
                    _: u64,
                    reader: &mut Reader<'a>,
                ) -> Result<IdentityRef<'a>, DecodeError> {
                    let (client_id, request_id) = (reader.string_ref()?, reader.string_ref()?);
                    Ok(IdentityRef { client_id, request_id })
                }
            }
        };
    }

    record!(MoveFunds = 1 { ledger: String, from: String, to: String, amount: i64 });
    record!(FundsMoved = 2 { balance: i64 });
    record!(InsufficientFunds = 3 { balance: i64 });
    record!(BalanceChanged = 4 { account: String, balance: i64 });

    pub enum Interface {}

    const fn topic(name: &'static str, role: TopicRole) -> Topic {
        let (replication, max_message_bytes, config) = (None, 1_000_000, &[]);
        Topic { name, role, partitions: 1, replication, max_message_bytes, config }
    }

    impl codegen_v1::Interface for Interface {
        type Priority = codegen_v1::NoPriority;
        const CONTRACT: &'static codegen_v1::Contract = &codegen_v1::Contract {
            name: "ledger",
            commands: &[topic("ledger.commands", TopicRole::Commands)],
            priorities: &["normal"],
            normal: 0,
            replies: topic("ledger.replies", TopicRole::Replies),
            events: &[topic("ledger.balances", TopicRole::Events)],
            schemas: topic("ledger.schemas", TopicRole::Schemas),
            dead_letters: topic("ledger.dead-letters", TopicRole::DeadLetters),
            messages: &[
                MessageInfo::of::<MoveFunds>(Role::Command),
                MessageInfo::of::<FundsMoved>(Role::Reply),
                MessageInfo::of::<InsufficientFunds>(Role::Rejection),
                MessageInfo::of::<BalanceChanged>(Role::Event),
            ],
        };
    }

    impl codegen_v1::Command for MoveFunds {
        type Interface = Interface;
        type Reply = FundsMoved;
        type Rejection = MoveFundsRejection;
        fn key(&self, out: &mut Vec<u8>) -> bool {
            out.extend_from_slice(self.ledger.as_bytes());
            true
        }
    }

    impl codegen_v1::Answered for MoveFunds {}

    #[derive(Debug, Clone, PartialEq)]
    pub enum MoveFundsRejection {
        InsufficientFunds(InsufficientFunds),
    }

    impl std::fmt::Display for InsufficientFunds {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "insufficient funds: {}", self.balance)
        }
    }

    codegen_v1::rejections!(MoveFunds, MoveFundsRejection, InsufficientFunds);

    impl codegen_v1::Event for BalanceChanged {
        type Interface = Interface;
        const TOPIC: &'static str = "ledger.balances";
        fn key(&self, out: &mut Vec<u8>) -> bool {
            out.extend_from_slice(self.account.as_bytes());
            true
        }
    }

    impl codegen_v1::EventOf<MoveFunds> for BalanceChanged {}

    #[derive(Clone)]
    pub struct Client(codegen_v1::ClientOf<Interface>);

    impl From<codegen_v1::Core> for Client {
        fn from(core: codegen_v1::Core) -> Self {
            Client(codegen_v1::ClientOf::new(core))
        }
    }

    impl codegen_v1::Client for Client {
        type Interface = Interface;
    }

    impl codegen_v1::Deref for Client {
        type Target = codegen_v1::ClientOf<Interface>;
        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }

    impl Client {
        pub fn move_funds(&self, command: MoveFunds) -> codegen_v1::Call<'_, MoveFunds> {
            self.0.call(command)
        }
    }

    pub trait Processor: codegen_v1::Shared + codegen_v1::Handle<MoveFunds, Interface> {}

    pub fn serve<P: Processor>(
        processor: P,
    ) -> codegen_v1::Service<Interface, codegen_v1::Processing<P>> {
        codegen_v1::service(codegen_v1::Processing(processor))
    }

    impl<P: Processor> codegen_v1::Dispatch<codegen_v1::Processing<P>> for Interface {
        const FACE: codegen_v1::Face = codegen_v1::Face::Processor;
        const TOPICS: &'static [&'static str] = &["ledger.commands"];
        async fn dispatch(
            to: &codegen_v1::Processing<P>,
            delivery: codegen_v1::Delivery,
        ) -> codegen_v1::Answer {
            if delivery.is::<MoveFunds>() {
                return delivery.handle::<MoveFunds, P>(&to.0).await;
            }
            delivery.unknown()
        }
    }

    pub fn subscribe<S: codegen_v1::Subscriber<Interface>>(
        subscriber: S,
    ) -> codegen_v1::Service<Interface, codegen_v1::Subscribing<S>> {
        codegen_v1::service(codegen_v1::Subscribing(subscriber))
    }
}
