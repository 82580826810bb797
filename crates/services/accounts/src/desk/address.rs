use front::Visit;
use gateway::{Raw, RawField};

/// What a list is narrowed to, as its address says it; it makes the addresses of the lists beside it.
pub(super) struct Narrowed {
    base: String,
    told: Vec<(&'static str, String)>,
}

/// The place in the list.
const FROM: &str = "from";

impl Narrowed {
    /// Reads the address of this visit. Words in it that are not among `names` are not for us.
    pub fn read(visit: &Visit, path: &str, names: &'static [&'static str], raw: &Raw) -> Self {
        let told = names.iter().chain(&[FROM]).filter_map(|name| Some((*name, text(raw.field(name))?)));
        Self { base: visit.address(path), told: told.collect() }
    }

    /// What it says of one thing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it leaves anything out, beside what one of the list's parts does.
    pub fn leaves_out(&self) -> bool {
        self.told.iter().any(|(name, _)| !matches!(*name, FROM | "kind" | "state"))
    }

    /// As the query is told it.
    pub fn raw(&self) -> Raw {
        Raw::Form(self.told.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// What a search in this list keeps: all but the words and the place.
    pub fn kept(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let kept = self.told.iter().filter(|(name, _)| !matches!(*name, "words" | FROM));
        kept.map(|(name, value)| (*name, value.as_str()))
    }

    /// The address of the list with another value, from its beginning; without one it is dropped.
    pub fn with(&self, name: &'static str, value: Option<&str>) -> String {
        let same = self.told.iter().filter(|(known, _)| *known != FROM && *known != name);
        let same = same.map(|(name, value)| (*name, value.as_str()));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(same.chain(value.map(|value| (name, value))))
            .finish();
        if query.is_empty() { self.base.clone() } else { format!("{}?{query}", self.base) }
    }

    /// The list's own address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of the same list at another place.
    pub fn at(&self, cursor: Option<&kernel::Cursor>) -> Option<String> {
        cursor.map(|cursor| self.with(FROM, Some(String::from(cursor.clone()).as_str())))
    }
}

fn text(field: RawField) -> Option<String> {
    match field {
        RawField::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        RawField::Many(several) => several.into_iter().find_map(text),
        RawField::Absent | RawField::Null | RawField::Text(_) | RawField::Json(_) => None,
    }
}
