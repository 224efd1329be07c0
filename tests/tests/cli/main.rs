//! The command line, as people run it.

mod adjutant;
mod cluster;
mod generate;
mod help;
mod init;
