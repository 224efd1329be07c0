//! Every kind of type that a schema can have: generated code reads and writes what others do.

adjutant::include_interface!(kinds);

mod defaults;
mod random;
mod round_trips;
mod traits;
mod values;
