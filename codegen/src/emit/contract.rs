//! The interface as a type, with its contract as data.

use super::{doc, message};
use crate::{checked::Topic, interface::Interface};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(interface: &Interface) -> TokenStream {
    let Interface { name, topics, messages, .. } = interface;
    let doc = doc(Some(interface.doc.as_deref().unwrap_or("The interface as a type.")));
    let priority = match interface.priorities.is_empty() {
        true => quote!(codegen_v1::NoPriority),
        false => quote!(Priority),
    };
    let priorities = (!interface.priorities.is_empty()).then(|| priorities(interface));
    let list = |topics: &[Topic], role: &str| -> Vec<TokenStream> {
        topics.iter().map(|one| topic(one, role)).collect()
    };
    let commands = list(&topics.commands, "Commands");
    let (names, normal) = (&topics.priorities, Literal::usize_unsuffixed(topics.normal));
    let replies = topic(&topics.replies, "Replies");
    let events = list(&topics.events, "Events");
    let schemas = topic(&topics.schemas, "Schemas");
    let dead_letters = topic(&topics.dead_letters, "DeadLetters");
    let messages = messages.iter().map(message::info);
    quote! {
        #doc
        #[derive(Debug, Clone, Copy)]
        pub enum Interface {}

        impl codegen_v1::Interface for Interface {
            type Priority = #priority;
            const CONTRACT: &'static codegen_v1::Contract = &codegen_v1::Contract {
                name: #name,
                commands: &[#(#commands),*],
                priorities: &[#(#names),*],
                normal: #normal,
                replies: #replies,
                events: &[#(#events),*],
                schemas: #schemas,
                dead_letters: #dead_letters,
                messages: &[#(#messages),*],
            };
        }
        #priorities
    }
}

fn priorities(interface: &Interface) -> TokenStream {
    let variants = &interface.priorities;
    quote! {
        /// The priorities of commands, first served first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Priority {
            #(#variants),*
        }

        impl ::core::convert::From<Priority> for usize {
            fn from(priority: Priority) -> usize {
                priority as usize
            }
        }
    }
}

fn topic(topic: &Topic, role: &str) -> TokenStream {
    let (name, role) = (&topic.name, quote::format_ident!("{role}"));
    let partitions = Literal::u32_unsuffixed(topic.partitions);
    let replication = match topic.replication {
        Some(copies) => {
            let copies = Literal::u32_unsuffixed(copies);
            quote!(::core::option::Option::Some(#copies))
        }
        None => quote!(::core::option::Option::None),
    };
    let bytes = Literal::u64_unsuffixed(topic.max_message_bytes);
    let config = topic.config.iter().map(|(key, value)| quote!((#key, #value)));
    quote! {
        codegen_v1::Topic {
            name: #name,
            role: codegen_v1::TopicRole::#role,
            partitions: #partitions,
            replication: #replication,
            max_message_bytes: #bytes,
            config: &[#(#config),*],
        }
    }
}
