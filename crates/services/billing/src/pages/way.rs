use front::Visit;
use gateway::Raw;

/// Where somebody is in a list: an address and what stands in its query. Every filter, order and page is one.
#[derive(Clone, Debug)]
pub(super) struct Way {
    path: String,
    pairs: Vec<(String, String)>,
}

/// What narrows and orders the list.
pub(super) const LIST: &[&str] = &["view", "words", "site", "since", "until", "sort", "at"];

/// What a statement is of.
pub(super) const STATEMENT: &[&str] = &["site", "since", "until"];

impl Way {
    /// Reads the address, as far as `names` say something here; anything else in it is left out.
    pub fn read(visit: &Visit, below: &str, raw: &Raw, names: &[&str]) -> Self {
        let pairs = match raw {
            Raw::Form(pairs) => pairs.as_slice(),
            Raw::Json(_) => &[],
        };
        let told = pairs.iter().filter(|(name, value)| names.contains(&name.as_str()) && !value.trim().is_empty());
        Self { path: visit.address(below), pairs: told.cloned().collect() }
    }

    /// What the address says of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address with other values; an empty one takes its name out. It leads to the list's head.
    pub fn to(&self, changes: &[(&str, &str)]) -> String {
        let mut pairs = self.clone().pairs;
        pairs.retain(|(name, _)| name != "at" && changes.iter().all(|(changed, _)| changed != name));
        let set = changes.iter().filter(|(_, value)| !value.is_empty());
        pairs.extend(set.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        address(&self.path, &pairs)
    }

    /// The same state at another address.
    pub fn at(&self, path: String) -> Self {
        Self { path, pairs: self.pairs.clone() }
    }

    /// The address without anything that narrows the list; the view stays.
    pub fn bare(&self) -> String {
        let kept: Vec<_> = self.pairs.iter().filter(|(name, _)| name == "view" || name == "sort").cloned().collect();
        address(&self.path, &kept)
    }

    /// Whether anything narrows the list beside the view.
    pub fn is_narrowed(&self) -> bool {
        self.pairs.iter().any(|(name, _)| !matches!(name.as_str(), "view" | "sort" | "at"))
    }

    /// Whether this is the list as it is opened.
    pub fn is_plain(&self) -> bool {
        self.pairs.is_empty()
    }

    /// What a search form has to send along, without `but`.
    pub fn rest(&self, but: &str) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| name != but && name != "at").cloned().collect()
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
        Way { path: "/a/1/invoices".to_owned(), pairs }
    }

    #[test]
    fn a_change_keeps_the_rest_and_goes_back_to_the_head() {
        let here = way(&[("view", "all"), ("words", "red & blue"), ("at", "f1")]);
        assert_eq!(here.to(&[("sort", "oldest")]), "/a/1/invoices?view=all&words=red+%26+blue&sort=oldest");
        assert_eq!(here.to(&[("words", ""), ("view", "paid")]), "/a/1/invoices?view=paid");
        assert_eq!(here.bare(), "/a/1/invoices?view=all");
        assert_eq!(way(&[]).to(&[]), "/a/1/invoices");
        assert!(here.is_narrowed() && !way(&[("view", "all")]).is_narrowed());
    }
}
