//! Every scenario on the embedded broker.

mod scenarios;

scenarios::all!(embedded);
