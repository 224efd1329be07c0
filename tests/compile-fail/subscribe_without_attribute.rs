//! A type that is no subscriber.

adjutant::include_interface!(ledger);

struct Statements;

fn main() {
    //~
    let _ = ledger::subscribe(Statements);
}
