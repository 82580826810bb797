use std::borrow::Cow;

use crate::FieldSpec;

/// What an operation comes down to for whoever must decide whether to press the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Reads,
    /// It changes something that can be changed back.
    Changes,
    /// Something leaves the portal: mail, money, a signature. Cannot be called back.
    LeavesUs,
    /// Something is gone afterwards.
    Destroys,
}

/// The method of an operation's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
    /// Removes.
    Delete,
}

/// Where an operation is found, below the capacity: `/cases/{case}/messages`. Names in braces are its targets, in
/// the order of its `On`; without any, the target is the account one acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The method.
    pub method: Method,
    /// The address.
    pub pattern: Cow<'static, str>,
}

/// An address that reads.
pub const fn get(pattern: &'static str) -> Path {
    Path { method: Method::Get, pattern: Cow::Borrowed(pattern) }
}

/// An address that does.
pub const fn post(pattern: &'static str) -> Path {
    Path { method: Method::Post, pattern: Cow::Borrowed(pattern) }
}

/// An address that removes.
pub const fn delete(pattern: &'static str) -> Path {
    Path { method: Method::Delete, pattern: Cow::Borrowed(pattern) }
}

/// Whether looking is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewed {
    /// No: nothing of a customer's is shown, or it is known by other means. One object that a program reads is noted all
    /// the same, before the answer leaves.
    Silent,
    /// Yes, shortly after.
    Logged,
    /// Yes, and before the answer leaves where staff or an agent reads a customer's record; its own people are noted
    /// shortly after.
    BeforeAnswer,
}

/// Everything a face needs to know of an operation.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The policy action, the audit verb, the operation id and the tool name: `cases.reply`.
    pub name: Cow<'static, str>,
    /// What it is, in words for programmers: its doc comment.
    pub about: Cow<'static, str>,
    /// Where it is found.
    pub path: Path,
    /// What it comes down to.
    pub effect: Effect,
    /// The kinds of its targets.
    pub on: Vec<&'static str>,
    /// What it is told.
    pub fields: Vec<FieldSpec>,
    /// Whether looking is written down.
    pub viewed: Viewed,
}

impl Spec {
    /// The names in braces of its path.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.path.pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
