//! Starts the portal's program; everything is in the library beside it.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    portico::cli::main(portico::cli::Cli::parse())
}
