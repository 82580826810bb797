use front::Signed;
use gateway::{Raw, RawField};

/// What the list is narrowed to, as its address says it; it makes the addresses of the lists beside it.
pub(super) struct Narrowed {
    base: String,
    /// Whether staff look: whose orders they are is then no filter, but where they are.
    desk: bool,
    told: Vec<(&'static str, String)>,
}

/// What an address of the list may say. Other words in it, such as a newsletter's, are not for us.
const NAMES: [&str; 9] = ["words", "number", "view", "site", "account", "since", "until", "oldest_first", "from"];

/// Those that an index leads to among everybody's orders.
const OF_EVERYBODY: [&str; 5] = ["number", "since", "until", "oldest_first", "from"];

/// Those that choose how the list is shown, or which of its parts, and are no filter.
const MANNER: [&str; 3] = ["view", "oldest_first", "from"];

impl Narrowed {
    /// Reads the address of this visit.
    pub fn read(me: &Signed, raw: &Raw) -> Self {
        Self::of(me.address("/orders"), me.account().is_none(), raw)
    }

    fn of(base: String, desk: bool, raw: &Raw) -> Self {
        let told = NAMES.iter().filter_map(|name| Some((*name, text(raw.field(name))?)));
        let mut narrowed = Self { base, desk, told: told.collect() };
        if narrowed.is_of_everybody() {
            narrowed.told.retain(|(name, _)| OF_EVERYBODY.contains(name));
        }
        narrowed
    }

    /// Whether it leads to the orders of every customer there is.
    pub fn is_of_everybody(&self) -> bool {
        self.desk && self.get("account").is_none()
    }

    fn leaves_out_by(&self, name: &str) -> bool {
        !(MANNER.contains(&name) || self.desk && name == "account")
    }

    /// What it says of one thing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it leaves anything out.
    pub fn leaves_out(&self) -> bool {
        self.told.iter().any(|(name, _)| self.leaves_out_by(name))
    }

    /// As the query is told it.
    pub fn raw(&self) -> Raw {
        Raw::Form(self.told.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// What a search in this list keeps: all but the words and the place.
    pub fn kept(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let kept = self.told.iter().filter(|(name, _)| !matches!(*name, "words" | "number" | "from"));
        kept.map(|(name, value)| (*name, value.as_str()))
    }

    /// The address of the list with other values, from its beginning; one without a value is dropped.
    pub fn with(&self, changes: &[(&'static str, Option<&str>)]) -> String {
        let changed = |name: &str| name == "from" || changes.iter().any(|(changed, _)| *changed == name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        let same = self.told.iter().filter(|(name, _)| !changed(name)).map(|(name, value)| (*name, value.as_str()));
        let new = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        query.extend_pairs(same.chain(new));
        match query.finish() {
            query if query.is_empty() => self.base.clone(),
            query => format!("{}?{query}", self.base),
        }
    }

    /// The address of everything, in the same order.
    pub fn cleared(&self) -> String {
        let changes = NAMES.iter().filter(|name| self.leaves_out_by(name)).map(|name| (*name, None));
        self.with(&changes.collect::<Vec<(&'static str, Option<&str>)>>())
    }

    /// The list's own address.
    pub fn base(&self) -> &str {
        &self.base
    }
}

fn text(field: RawField) -> Option<String> {
    match field {
        RawField::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        RawField::Many(several) => several.into_iter().find_map(text),
        RawField::Absent | RawField::Null | RawField::Text(_) | RawField::Json(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::Narrowed;

    fn at(pairs: &[(&str, &str)]) -> Narrowed {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Narrowed::of("/a/1/orders".to_owned(), false, &Raw::Form(pairs.collect()))
    }

    #[test]
    fn at_the_desk_a_customer_is_no_filter_and_everybody_s_orders_run_along_an_index() {
        let pairs = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Narrowed::of("/desk/orders".to_owned(), true, &Raw::Form(pairs.collect()))
        };
        let one = pairs(&[("account", "1"), ("words", "red")]);
        assert!(one.leaves_out() && !pairs(&[("account", "1"), ("view", "late")]).leaves_out());
        assert_eq!(one.cleared(), "/desk/orders?account=1");
        let all = pairs(&[("view", "late"), ("words", "red"), ("site", "x"), ("number", "SO-1")]);
        assert!(all.is_of_everybody());
        assert_eq!(all.with(&[]), "/desk/orders?number=SO-1");
    }

    #[test]
    fn a_change_keeps_the_rest_and_begins_again() {
        let here = at(&[("words", "pink & red"), ("view", "late"), ("from", "f00"), ("utm", "x"), ("site", " ")]);
        assert_eq!(here.with(&[("view", None)]), "/a/1/orders?words=pink+%26+red");
        assert_eq!(here.with(&[("site", Some("Aire"))]), "/a/1/orders?words=pink+%26+red&view=late&site=Aire");
        assert_eq!(here.cleared(), "/a/1/orders?view=late");
        assert_eq!(here.kept().collect::<Vec<_>>(), [("view", "late")]);
    }

    #[test]
    fn an_order_of_the_list_leaves_nothing_out() {
        assert!(!at(&[("oldest_first", "on"), ("from", "f00")]).leaves_out());
        assert!(at(&[("number", "SO-1")]).leaves_out());
        assert_eq!(at(&[("oldest_first", "on"), ("words", "red")]).cleared(), "/a/1/orders?oldest_first=on");
    }
}
