/// Words as they are compared and searched: without case, without space around them or twice within.
///
/// Databases fold ASCII only, or by their own locale; so it is done here, once, and kept in a column beside the words.
pub fn fold(words: &str) -> String {
    let lower = words.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
