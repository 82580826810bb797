use crate::{FieldSpec, LinkTo, Reader};

/// What an operation is told. Derived: `#[derive(Input)]`.
///
/// The same fields give the form, the JSON Schema and the reader, so they cannot differ.
pub trait Input: Sized + Send + 'static {
    /// What the operation is: its doc comment, up to the first empty line.
    const ABOUT: &'static str;

    /// Its fields.
    fn fields() -> Vec<FieldSpec>;
    /// Reads every field, keeping each error; nothing when there was one.
    fn read(from: &mut Reader<'_>) -> Option<Self>;
    /// The objects it points at, by field.
    fn links(&self) -> Vec<(&'static str, LinkTo)>;
}
