use front::Signed;
use gateway::Raw;

use crate::queries::Sort;

/// Where somebody is in a list: an address and what stands in its query. Every filter, order and page is one.
#[derive(Clone, Debug)]
pub(super) struct Way {
    path: String,
    pairs: Vec<(String, String)>,
    /// Whether staff look: which customer it is about is then no filter, but where they are.
    desk: bool,
}

/// What narrows and orders the list.
pub(super) const LIST: &[&str] = &["view", "words", "number", "account", "since", "until", "sort", "from"];

/// The same of everybody's invoices, as far as an index leads there.
const OF_EVERYBODY: &[&str] = &["number", "since", "until", "sort", "from"];

/// What a statement is of.
pub(super) const STATEMENT: &[&str] = &["account", "since", "until"];

impl Way {
    /// Reads the address, as far as `names` say something here; anything else in it is left out.
    pub fn read(me: &Signed, below: &str, raw: &Raw, names: &[&str]) -> Self {
        let pairs = match raw {
            Raw::Form(pairs) => pairs.as_slice(),
            Raw::Json(_) => &[],
        };
        let told = pairs.iter().filter(|(name, value)| names.contains(&name.as_str()) && !value.trim().is_empty());
        let way = Self { path: me.address(below), pairs: told.cloned().collect(), desk: me.account().is_none() };
        if way.is_of_everybody() { way.along_indexes() } else { way }
    }

    /// Whether it leads to the records of every customer there is.
    pub fn is_of_everybody(&self) -> bool {
        self.desk && self.get("account").is_none()
    }

    fn along_indexes(mut self) -> Self {
        let by_day = |sort: &str| [Sort::Newest, Sort::Oldest].iter().any(|known| known.word() == sort);
        self.pairs.retain(|(name, value)| OF_EVERYBODY.contains(&name.as_str()) && (name != "sort" || by_day(value)));
        self
    }

    /// Another page about the same customer.
    pub fn beside(&self, path: String) -> String {
        let kept: Vec<_> = self.pairs.iter().filter(|(name, _)| self.desk && name == "account").cloned().collect();
        address(&path, &kept)
    }

    /// What the address says of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address with other values; an empty one takes its name out. It leads to the list's head.
    pub fn to(&self, changes: &[(&str, &str)]) -> String {
        address(&self.path, &self.with(changes))
    }

    /// What stands in the query of that address, for a form to send along.
    pub fn with(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(name, _)| name != "from" && changes.iter().all(|(changed, _)| changed != name));
        let set = changes.iter().filter(|(_, value)| !value.is_empty());
        pairs.extend(set.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        pairs
    }

    /// The same state at another address.
    pub fn at(&self, path: String) -> Self {
        Self { path, pairs: self.pairs.clone(), desk: self.desk }
    }

    /// The address without anything that narrows the list; the view stays.
    pub fn bare(&self) -> String {
        let kept: Vec<_> =
            self.pairs.iter().filter(|(name, _)| name != "from" && !self.narrows(name)).cloned().collect();
        address(&self.path, &kept)
    }

    /// Whether anything narrows the list beside the view.
    pub fn is_narrowed(&self) -> bool {
        self.pairs.iter().any(|(name, _)| self.narrows(name))
    }

    fn narrows(&self, name: &str) -> bool {
        !(matches!(name, "view" | "sort" | "from") || self.desk && name == "account")
    }

    /// Whether this is the list as it is opened.
    pub fn is_plain(&self) -> bool {
        self.pairs.iter().all(|(name, _)| self.desk && name == "account")
    }

    /// What a search form has to send along, without `but`.
    pub fn rest(&self, but: &str) -> Vec<(String, String)> {
        let left = |name: &str| name == but || name == "from" || name == "number";
        self.pairs.iter().filter(|(name, _)| !left(name)).cloned().collect()
    }

    /// The address of the list that holds all of this: every invoice of the same accounts.
    pub fn whose(&self) -> String {
        let kept: Vec<_> = self.pairs.iter().filter(|(name, _)| name == "account").cloned().collect();
        address(&self.path, &kept)
    }

    /// The address itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the gate is told: the state, and which day it is for the reader.
    pub fn raw(&self, more: &[(&str, String)]) -> Raw {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Raw::Form(self.pairs.iter().cloned().chain(more).collect())
    }
}

fn address(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}

#[cfg(test)]
mod tests {
    use super::Way;

    fn way(pairs: &[(&str, &str)]) -> Way {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Way { path: "/a/1/invoices".to_owned(), pairs, desk: false }
    }

    #[test]
    fn which_customer_it_is_about_is_no_filter_at_the_desk() {
        let desk = |pairs: &[(&str, &str)]| Way { path: "/desk/invoices".to_owned(), desk: true, ..way(pairs) };
        let chosen = desk(&[("account", "1"), ("view", "paid"), ("words", "red")]);
        assert!(desk(&[("account", "1")]).is_plain() && !way(&[("account", "1")]).is_plain());
        assert!(!desk(&[("account", "1"), ("view", "paid")]).is_narrowed() && chosen.is_narrowed());
        assert_eq!(chosen.bare(), "/desk/invoices?account=1&view=paid");
        assert_eq!(chosen.beside("/desk/statement".to_owned()), "/desk/statement?account=1");
        assert_eq!(way(&[("account", "1")]).beside("/a/1/statement".to_owned()), "/a/1/statement");
    }

    #[test]
    fn of_everybody_only_what_an_index_leads_to_is_asked() {
        let told =
            [("view", "to-pay"), ("words", "red"), ("number", "INV-1"), ("sort", "largest"), ("since", "2026-01-01")];
        let desk = Way { path: "/desk/invoices".to_owned(), desk: true, ..way(&told) };
        assert!(desk.is_of_everybody());
        assert_eq!(desk.along_indexes().to(&[]), "/desk/invoices?number=INV-1&since=2026-01-01");
    }

    #[test]
    fn a_change_keeps_the_rest_and_goes_back_to_the_head() {
        let here = way(&[("view", "all"), ("words", "red & blue"), ("from", "f1")]);
        assert_eq!(here.to(&[("sort", "oldest")]), "/a/1/invoices?view=all&words=red+%26+blue&sort=oldest");
        assert_eq!(here.to(&[("words", ""), ("view", "paid")]), "/a/1/invoices?view=paid");
        assert_eq!(here.bare(), "/a/1/invoices?view=all");
        assert_eq!(here.whose(), "/a/1/invoices");
        assert_eq!(way(&[("view", "all"), ("account", "2")]).whose(), "/a/1/invoices?account=2");
        assert_eq!(way(&[]).to(&[]), "/a/1/invoices");
        assert!(here.is_narrowed() && !way(&[("view", "all")]).is_narrowed());
    }
}
