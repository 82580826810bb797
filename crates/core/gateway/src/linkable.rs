use std::{borrow::Cow, collections::BTreeSet};

/// What a link to one record of a kind opens: pages and actions, as the record's service says. A link's mandate is made
/// of it and of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linkable {
    /// The kind of record.
    pub kind: &'static str,
    /// Where records of the kind are, below the capacity one acts in: `/invoices`.
    pub list: &'static str,
    /// The record's page below the link's own address: `/invoice`.
    pub page: &'static str,
    /// What opening the link alone is enough for; the first of them reads the record.
    pub reads: &'static [&'static str],
    /// What the address has to be confirmed for first.
    pub acts: &'static [&'static str],
}

impl Linkable {
    /// What may be done, before the address is confirmed or after.
    pub fn actions(&self, confirmed: bool) -> BTreeSet<Cow<'static, str>> {
        let acts: &[&'static str] = if confirmed { self.acts } else { &[] };
        self.reads.iter().chain(acts).copied().map(Cow::Borrowed).collect()
    }
}
