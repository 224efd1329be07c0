//! Everything that joins the rejection records of one command to its enum.

#[doc(hidden)]
#[macro_export]
macro_rules! __rejections {
    ($command:ident, $all:ident, $($one:ident),+) => {
        impl ::core::fmt::Display for $all {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { $($all::$one(rejection) => ::core::fmt::Display::fmt(rejection, f)),+ }
            }
        }
        impl $crate::codegen_v1::Rejection for $all {
            fn encode(&self, identity: &$crate::Identity, out: &mut ::std::vec::Vec<u8>) -> u64 {
                match self { $($all::$one(rejection) => {
                    $crate::codegen_v1::Message::encode(rejection, identity, out);
                    <$one as $crate::codegen_v1::Message>::FINGERPRINT
                }),+ }
            }
            fn decode(
                writer: u64,
                datum: &[u8],
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::codegen_v1::DecodeError>> {
                $(if <$one as $crate::codegen_v1::Message>::is(writer) {
                    let decoded = <$one as $crate::codegen_v1::Message>::decode(writer, datum);
                    return ::core::option::Option::Some(decoded.map(|(_, rejection)| $all::$one(rejection)));
                })+
                ::core::option::Option::None
            }
        }
        impl ::core::convert::From<$all> for $crate::HandlerError<$command> {
            fn from(rejection: $all) -> Self {
                $crate::HandlerError::reject(rejection)
            }
        }
        $(
            impl ::core::convert::From<$one> for $all {
                fn from(rejection: $one) -> Self {
                    $all::$one(rejection)
                }
            }
            impl ::core::convert::From<$one> for $crate::HandlerError<$command> {
                fn from(rejection: $one) -> Self {
                    $crate::HandlerError::reject($all::$one(rejection))
                }
            }
        )+
    };
}
pub use __rejections as rejections;
