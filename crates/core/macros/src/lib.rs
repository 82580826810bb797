//! Derives: a table's row, and a command's input.

mod input;
mod row;

use proc_macro::TokenStream;

/// Reads and writes a struct as a table's row; see `store::Row`.
///
/// On the struct: `#[row(table = "cases", kind = "case", read = "cases.read", account = "account_id",
/// owner = "requester_id", parent(Case, "case_id"), relations(watcher = "case_watchers(case_id, person_id, account_id)"))]`;
/// a relation names its table and the columns of object, person and account, `-` where it binds none. On a field:
/// `#[fact]` lets policies read it.
#[proc_macro_derive(Row, attributes(row, fact))]
pub fn row(input: TokenStream) -> TokenStream {
    row::derive(syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Reads a struct from a form or from JSON, field by field, collecting every error; see `gateway::Input`.
///
/// On a field: `#[input(flat)]` puts the fields of another input among its own, for what several operations are told alike.
#[proc_macro_derive(Input, attributes(input))]
pub fn input(input: TokenStream) -> TokenStream {
    input::derive(syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}
