//! A type that is no processor.

adjutant::include_interface!(ledger);

struct Bank;

fn main() {
    //~
    let _ = ledger::serve(Bank);
}
