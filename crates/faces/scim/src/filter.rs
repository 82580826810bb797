//! Filters (RFC 7644, section 3.4.2.2) and the paths of changes (section 3.5.2), read once into what they mean.

/// What a filter asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// Either.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// An attribute compared with a value.
    Is(Attribute, Compare, Literal),
    /// An attribute has a value.
    Has(Attribute),
    /// One of several values for which this holds: `members[value eq "…"]`.
    Any(Attribute, Box<Filter>),
}

/// An attribute in lower case, without the schema it may be written with; of one with parts, which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The attribute: `username`.
    pub name: String,
    /// Its part: `familyname`.
    pub part: Option<String>,
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    /// `eq`
    Equal,
    /// `ne`
    Other,
    /// `co`
    Contains,
    /// `sw`
    Begins,
    /// `ew`
    Ends,
    /// `gt`
    Above,
    /// `ge`
    From,
    /// `lt`
    Below,
    /// `le`
    UpTo,
}

/// A value in a filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    /// Words.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// A number, or nothing: nothing here has such a value.
    Else,
}

/// Where a change is made: an attribute, of which values, and which part of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    /// The attribute.
    pub attribute: Attribute,
    /// Of which values, if not of all.
    pub only: Option<Filter>,
}

/// It is not written as filters and paths are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// How deep brackets may lie within each other.
const DEPTH: usize = 20;

/// How many comparisons one filter may make.
const TERMS: usize = 50;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Open,
    Close,
    Only,
    EndOnly,
}

impl Filter {
    /// Reads a filter.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut reader = Reader::of(text)?;
        let filter = reader.either(0)?;
        if reader.tokens.next().is_some() { Err(Unreadable) } else { Ok(filter) }
    }
}

impl Path {
    /// Reads a path: `active`, `name.familyName`, `members[value eq "…"]`, `emails[type eq "work"].value`.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut reader = Reader::of(text)?;
        let Some(Token::Word(word)) = reader.tokens.next() else { return Err(Unreadable) };
        let mut attribute = Attribute::parse(&word)?;
        let mut only = None;
        if reader.tokens.next_if_eq(&Token::Only).is_some() {
            only = Some(reader.either(0)?);
            reader.expect(&Token::EndOnly)?;
            match reader.tokens.next() {
                Some(Token::Word(part)) if attribute.part.is_none() => {
                    let part = part.strip_prefix('.').ok_or(Unreadable)?;
                    attribute.part = Some(part.to_ascii_lowercase());
                }
                Some(_) => return Err(Unreadable),
                None => {}
            }
        }
        if reader.tokens.next().is_some() { Err(Unreadable) } else { Ok(Self { attribute, only }) }
    }
}

impl Attribute {
    /// Reads an attribute's name. One of a schema is written behind it and a colon.
    pub fn parse(word: &str) -> Result<Self, Unreadable> {
        let plain = match word.get(..4) {
            Some(urn) if urn.eq_ignore_ascii_case("urn:") => word.rsplit_once(':').map_or(word, |(_, plain)| plain),
            _ => word,
        };
        let (name, part) = match plain.split_once('.') {
            Some((name, part)) => (name, Some(part.to_ascii_lowercase())),
            None => (plain, None),
        };
        let is_name = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
                && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '$'))
        };
        if is_name(name) && part.as_deref().is_none_or(is_name) {
            return Ok(Self { name: name.to_ascii_lowercase(), part });
        }
        Err(Unreadable)
    }

    /// The attribute and its part, to be matched.
    pub fn named(&self) -> (&str, Option<&str>) {
        (&self.name, self.part.as_deref())
    }
}

struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    terms: usize,
}

impl Reader {
    fn of(text: &str) -> Result<Self, Unreadable> {
        Ok(Self { tokens: tokens(text)?.into_iter().peekable(), terms: 0 })
    }

    fn expect(&mut self, token: &Token) -> Result<(), Unreadable> {
        self.tokens.next_if_eq(token).map(|_| ()).ok_or(Unreadable)
    }

    fn says(&mut self, word: &str) -> bool {
        let is_it = |token: &Token| matches!(token, Token::Word(said) if said.eq_ignore_ascii_case(word));
        self.tokens.next_if(is_it).is_some()
    }

    fn either(&mut self, depth: usize) -> Result<Filter, Unreadable> {
        let mut filter = self.both(depth)?;
        while self.says("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, Unreadable> {
        let mut filter = self.term(depth)?;
        while self.says("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.term(depth)?));
        }
        Ok(filter)
    }

    fn term(&mut self, depth: usize) -> Result<Filter, Unreadable> {
        self.terms += 1;
        if depth > DEPTH || self.terms > TERMS {
            return Err(Unreadable);
        }
        if self.says("not") {
            self.expect(&Token::Open)?;
            let filter = self.either(depth + 1)?;
            self.expect(&Token::Close)?;
            return Ok(Filter::Not(Box::new(filter)));
        }
        match self.tokens.next().ok_or(Unreadable)? {
            Token::Open => {
                let filter = self.either(depth + 1)?;
                self.expect(&Token::Close)?;
                Ok(filter)
            }
            Token::Word(word) => self.about(Attribute::parse(&word)?, depth),
            Token::Text(_) | Token::Close | Token::Only | Token::EndOnly => Err(Unreadable),
        }
    }

    fn about(&mut self, attribute: Attribute, depth: usize) -> Result<Filter, Unreadable> {
        if self.tokens.next_if_eq(&Token::Only).is_some() {
            let filter = self.either(depth + 1)?;
            self.expect(&Token::EndOnly)?;
            return Ok(Filter::Any(attribute, Box::new(filter)));
        }
        let Some(Token::Word(word)) = self.tokens.next() else { return Err(Unreadable) };
        let compare = match word.to_ascii_lowercase().as_str() {
            "pr" => return Ok(Filter::Has(attribute)),
            "eq" => Compare::Equal,
            "ne" => Compare::Other,
            "co" => Compare::Contains,
            "sw" => Compare::Begins,
            "ew" => Compare::Ends,
            "gt" => Compare::Above,
            "ge" => Compare::From,
            "lt" => Compare::Below,
            "le" => Compare::UpTo,
            _ => return Err(Unreadable),
        };
        let literal = match self.tokens.next() {
            Some(Token::Text(text)) => Literal::Text(text),
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "true" => Literal::Truth(true),
                "false" => Literal::Truth(false),
                "null" => Literal::Else,
                number if number.parse::<f64>().is_ok() => Literal::Else,
                _ => return Err(Unreadable),
            },
            Some(Token::Open | Token::Close | Token::Only | Token::EndOnly) | None => return Err(Unreadable),
        };
        Ok(Filter::Is(attribute, compare, literal))
    }
}

/// The words, strings and brackets of a text.
fn tokens(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' => {}
            '(' => found.push(Token::Open),
            ')' => found.push(Token::Close),
            '[' => found.push(Token::Only),
            ']' => found.push(Token::EndOnly),
            '"' => {
                // A string is written as JSON writes it, to its own closing mark.
                let mut string = String::from('"');
                loop {
                    let letter = letters.next().ok_or(Unreadable)?;
                    string.push(letter);
                    match letter {
                        '\\' => string.push(letters.next().ok_or(Unreadable)?),
                        '"' => break,
                        _ => {}
                    }
                }
                found.push(Token::Text(serde_json::from_str(&string).map_err(|_| Unreadable)?));
            }
            first => {
                let mut word = String::from(first);
                while let Some(letter) = letters.next_if(|letter| !" \t()[]\"".contains(*letter)) {
                    word.push(letter);
                }
                found.push(Token::Word(word));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
