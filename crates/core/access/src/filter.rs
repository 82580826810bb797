use crate::Atom;

/// Which rows of a kind may be seen: a condition any store can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Every row.
    All,
    /// No row.
    None,
    /// The fact has this value.
    Eq(String, Atom),
    /// The fact has one of these values.
    In(String, Vec<Atom>),
    /// The fact is below (or, if told so, equal to) this number.
    Less(String, i64, bool),
    /// The fact is known.
    Has(String),
    /// The row is bound to the principal by this relation.
    Linked(String),
    /// Not so.
    Not(Box<Filter>),
    /// All of these.
    And(Vec<Filter>),
    /// Any of these.
    Or(Vec<Filter>),
}

impl Filter {
    /// All of them; simplified.
    pub fn and(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::All => {}
                Self::None => return Self::None,
                Self::And(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::All,
            1 => kept.remove(0),
            _ => Self::And(kept),
        }
    }

    /// Any of them; simplified.
    pub fn or(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        for part in parts {
            match part {
                Self::None => {}
                Self::All => return Self::All,
                Self::Or(inner) => kept.extend(inner),
                other if kept.contains(&other) => {}
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::None,
            1 => kept.remove(0),
            _ => Self::Or(kept),
        }
    }

    /// The opposite; simplified.
    pub fn negate(self) -> Self {
        match self {
            Self::All => Self::None,
            Self::None => Self::All,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}
