//! Derives: a table's row, and a command's input.

mod input;
mod row;

use proc_macro::TokenStream;

/// Reads and writes a struct as a table's row; see `store::Row`.
///
/// On the struct: `#[row(table = "cases", kind = "case", read = "cases.read", account = "account_id",
/// owner = "requester_id", parent(Case, "case_id"), relation(watcher, "case_watchers", object = "case_id",
/// person = "person_id", account = "account_id"))]`. On a field: `#[fact]` lets policies read it.
#[proc_macro_derive(Row, attributes(row, fact))]
pub fn row(input: TokenStream) -> TokenStream {
    row::derive(syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Reads a struct from a form or from JSON, field by field, collecting every error; see `gateway::Input`.
#[proc_macro_derive(Input, attributes(input))]
pub fn input(input: TokenStream) -> TokenStream {
    input::derive(syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}
