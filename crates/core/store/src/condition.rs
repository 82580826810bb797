use std::marker::PhantomData;

use access::Account;
use kernel::Id;
use sea_orm::Value;

use crate::{CLOSURE, Child, Column, Object, Row, Scope, Sql};

/// A column of a row, with its type.
pub struct Col<R, C> {
    pub(crate) name: &'static str,
    of: PhantomData<fn() -> (R, C)>,
}

impl<R, C> Clone for Col<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R, C> Copy for Col<R, C> {}

/// What a list is narrowed to, beyond what may be seen. Narrowing can only take rows away.
pub struct Condition<R> {
    parts: Vec<Part>,
    of: PhantomData<fn() -> R>,
}

impl<R> Clone for Condition<R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), of: PhantomData }
    }
}

#[derive(Clone)]
enum Part {
    Text(String),
    Column(&'static str),
    Bind(Value),
    Inner(Sql),
}

impl<R: Row, C: Column> Col<R, C> {
    /// Names a column; written by `#[derive(Row)]`.
    pub const fn named(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// The column holds exactly this. A null equals nothing.
    pub fn is(self, value: &C) -> Condition<R> {
        self.compare(" = ", value)
    }

    /// The column holds something else, or nothing.
    pub fn is_not(self, value: &C) -> Condition<R> {
        let text = |text: &str| Part::Text(text.to_owned());
        let parts = vec![
            text("("),
            Part::Column(self.name),
            text(" IS NULL OR "),
            Part::Column(self.name),
            text(" <> "),
            Part::Bind(value.put()),
            text(")"),
        ];
        Condition { parts, of: PhantomData }
    }

    /// At or above `value`.
    pub fn from(self, value: &C) -> Condition<R> {
        self.compare(" >= ", value)
    }

    /// Below `value`.
    pub fn below(self, value: &C) -> Condition<R> {
        self.compare(" < ", value)
    }

    /// At or below `value`.
    pub fn up_to(self, value: &C) -> Condition<R> {
        self.compare(" <= ", value)
    }

    /// Nothing is known.
    pub fn is_unknown(self) -> Condition<R> {
        Condition { parts: vec![Part::Column(self.name), Part::Text(" IS NULL".to_owned())], of: PhantomData }
    }

    /// Something is known.
    pub fn is_known(self) -> Condition<R> {
        Condition { parts: vec![Part::Column(self.name), Part::Text(" IS NOT NULL".to_owned())], of: PhantomData }
    }

    /// One of these values; of none, no row.
    pub fn is_in<'v>(self, values: impl IntoIterator<Item = &'v C>) -> Condition<R>
    where
        C: 'v,
    {
        let mut parts = vec![Part::Column(self.name), Part::Text(" IN (".to_owned())];
        let before = parts.len();
        for value in values {
            if parts.len() > before {
                parts.push(Part::Text(", ".to_owned()));
            }
            parts.push(Part::Bind(value.put()));
        }
        if parts.len() == before {
            return Condition::nothing();
        }
        parts.push(Part::Text(")".to_owned()));
        Condition { parts, of: PhantomData }
    }

    /// Holds these words somewhere; meant for columns kept folded, with folded words.
    pub fn contains(self, words: &str) -> Condition<R> {
        self.like(&format!("%{}%", literal(words)))
    }

    /// Begins with these words; meant for columns kept folded, with folded words.
    pub fn begins(self, words: &str) -> Condition<R> {
        self.like(&format!("{}%", literal(words)))
    }

    /// Ends with these words; meant for columns kept folded, with folded words.
    pub fn ends(self, words: &str) -> Condition<R> {
        self.like(&format!("%{}", literal(words)))
    }

    fn like(self, pattern: &str) -> Condition<R> {
        let parts = vec![
            Part::Column(self.name),
            Part::Text(" LIKE ".to_owned()),
            Part::Bind(Value::from(pattern.to_owned())),
            Part::Text(" ESCAPE '\\'".to_owned()),
        ];
        Condition { parts, of: PhantomData }
    }

    /// Holds these characters somewhere, whatever their case; for numbers and codes of plain letters, which every
    /// database folds alike.
    pub fn contains_code(self, code: &str) -> Condition<R> {
        let mut condition = self.contains(&code.to_ascii_lowercase());
        condition.parts.insert(0, Part::Text("LOWER(".to_owned()));
        condition.parts.insert(2, Part::Text(")".to_owned()));
        condition
    }

    fn compare(self, operator: &str, value: &C) -> Condition<R> {
        let parts = vec![Part::Column(self.name), Part::Text(operator.to_owned()), Part::Bind(value.put())];
        Condition { parts, of: PhantomData }
    }
}

/// Words as a pattern takes them, its signs among them.
fn literal(words: &str) -> String {
    let mut pattern = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

impl<R: Row, T: kernel::Noun> Col<R, Id<T>> {
    /// Points at a row of another kind that may be seen too: a join, with the other scope added.
    pub fn within<A, O: Object<Noun = T>>(self, scope: &Scope<A, O>) -> Condition<R> {
        let mut inner = Sql::default();
        let alias = format!("other_{}", O::TABLE);
        scope.write_condition(&mut inner, &alias);
        let parts = vec![
            Part::Text(format!("EXISTS (SELECT 1 FROM {} AS {alias} WHERE {alias}.id = ", O::TABLE)),
            Part::Column(self.name),
            Part::Text(" AND (".to_owned()),
            Part::Inner(inner),
            Part::Text("))".to_owned()),
        ];
        Condition { parts, of: PhantomData }
    }
}

impl<R: Row> Col<R, Id<Account>> {
    /// Names `account`, or one that is a part of it.
    pub fn is_part_of(self, account: Id<Account>) -> Condition<R> {
        self.in_line("descendant_id", "ancestor_id", account)
    }

    /// Names `account`, or one that it is a part of.
    pub fn has_part(self, account: Id<Account>) -> Condition<R> {
        self.in_line("ancestor_id", "descendant_id", account)
    }

    fn in_line(self, found: &str, given: &str, account: Id<Account>) -> Condition<R> {
        let inner = format!(" IN (SELECT {found} FROM {CLOSURE} WHERE {given} = ");
        let parts =
            vec![Part::Column(self.name), Part::Text(inner), Part::Bind(account.put()), Part::Text(")".to_owned())];
        Condition { parts, of: PhantomData }
    }
}

impl<R: Row> Condition<R> {
    /// No row.
    pub fn nothing() -> Self {
        Self { parts: vec![Part::Text("1 = 0".to_owned())], of: PhantomData }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.joined(" AND ", other)
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.joined(" OR ", other)
    }

    /// It does not hold, or cannot be known.
    #[must_use]
    pub fn fails(self) -> Self {
        let mut parts = vec![Part::Text("CASE WHEN (".to_owned())];
        parts.extend(self.parts);
        parts.push(Part::Text(") THEN 0 ELSE 1 END = 1".to_owned()));
        Self { parts, of: PhantomData }
    }

    /// Has a part for which `inner` holds. Parts are seen with their parent, so no further proof is needed.
    pub fn any_child<C: Child<Parent = R>>(inner: Condition<C>) -> Self
    where
        R: Object,
    {
        // Named after its table, so that one may stand within another.
        let alias = format!("part_{}", C::TABLE);
        let mut parts = vec![
            Part::Text(format!("EXISTS (SELECT 1 FROM {} AS {alias} WHERE {alias}.{} = ", C::TABLE, C::PARENT)),
            Part::Column("id"),
            Part::Text(" AND (".to_owned()),
        ];
        parts.extend(inner.parts.into_iter().map(|part| match part {
            Part::Column(name) => Part::Text(format!("{alias}.{name}")),
            other => other,
        }));
        parts.push(Part::Text("))".to_owned()));
        Self { parts, of: PhantomData }
    }

    pub(crate) fn write(&self, sql: &mut Sql, alias: &str) {
        sql.push("(");
        for part in &self.parts {
            match part {
                Part::Text(text) => sql.push(text),
                Part::Column(name) => sql.push(alias).push(".").push(name),
                Part::Bind(value) => sql.bind(value.clone()),
                Part::Inner(inner) => sql.append(inner.clone()),
            };
        }
        sql.push(")");
    }

    fn joined(self, word: &str, other: Self) -> Self {
        let mut parts = vec![Part::Text("(".to_owned())];
        parts.extend(self.parts);
        parts.push(Part::Text(format!(") {} (", word.trim())));
        parts.extend(other.parts);
        parts.push(Part::Text(")".to_owned()));
        Self { parts, of: PhantomData }
    }
}
