//! Languages nobody speaks, made of the British English one. They show what a translation would break: a word that
//! stands in no message stays plain, a box that is too narrow overflows, a page that knows only one direction falls apart.

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser, serializer,
};

/// A made-up language.
#[derive(Clone, Copy)]
pub(super) enum Pseudo {
    /// About two fifths longer, every letter accented, every message in quotation marks.
    Long,
    /// English from right to left, each word turned round (UAX #9).
    Turned,
}

/// What they are called: the regions XA and XB are nobody's, by ISO 3166.
pub(super) const PSEUDO: [(&str, Pseudo); 2] = [("en-XA", Pseudo::Long), ("ar-XB", Pseudo::Turned)];

impl Pseudo {
    /// A Fluent file in this language, its placeables as they were. What does not parse stays as it is, for whoever reads
    /// it to say so.
    pub(super) fn of(self, ftl: &str) -> String {
        let Ok(mut resource) = parser::parse(ftl.to_owned()) else { return ftl.to_owned() };
        for entry in &mut resource.body {
            match entry {
                Entry::Message(message) => {
                    let attributes = message.attributes.iter_mut().map(|attribute| &mut attribute.value);
                    message.value.iter_mut().chain(attributes).for_each(|sentence| self.sentence(sentence));
                }
                Entry::Term(term) => self.pattern(&mut term.value),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
            }
        }
        serializer::serialize(&resource)
    }

    fn sentence(self, pattern: &mut Pattern<String>) {
        self.pattern(pattern);
        if matches!(self, Self::Long) {
            pattern.elements.insert(0, PatternElement::TextElement { value: "«".to_owned() });
            pattern.elements.push(PatternElement::TextElement { value: "»".to_owned() });
        }
    }

    fn pattern(self, pattern: &mut Pattern<String>) {
        for element in &mut pattern.elements {
            match element {
                PatternElement::TextElement { value } => *value = self.text(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(self, expression: &mut Expression<String>) {
        match expression {
            Expression::Select { variants, .. } => {
                variants.iter_mut().for_each(|variant| self.pattern(&mut variant.value));
            }
            Expression::Inline(InlineExpression::Placeable { expression }) => self.expression(expression),
            Expression::Inline(_) => {}
        }
    }

    fn text(self, text: &str) -> String {
        match self {
            Self::Long => accented(text),
            Self::Turned => turned(text),
        }
    }
}

/// Every letter with an accent, and every vowel twice, since a word of English grows in most languages.
fn accented(text: &str) -> String {
    let mut long = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        let accented = match letter.to_ascii_lowercase() {
            'a' => 'á',
            'b' => 'ƀ',
            'c' => 'ç',
            'd' => 'ð',
            'e' => 'é',
            'f' => 'ƒ',
            'g' => 'ĝ',
            'h' => 'ĥ',
            'i' => 'í',
            'j' => 'ĵ',
            'k' => 'ķ',
            'l' => 'ļ',
            'n' => 'ñ',
            'o' => 'ó',
            'p' => 'þ',
            'r' => 'ŕ',
            's' => 'š',
            't' => 'ţ',
            'u' => 'ú',
            'w' => 'ŵ',
            'y' => 'ý',
            'z' => 'ž',
            _ => letter,
        };
        let is_vowel = matches!(accented, 'á' | 'é' | 'í' | 'ó' | 'ú');
        if letter.is_ascii_uppercase() {
            long.extend(accented.to_uppercase());
        } else {
            long.push(accented);
        }
        if is_vowel {
            long.push(accented);
        }
    }
    long
}

/// Every word between the marks that turn it round.
fn turned(text: &str) -> String {
    let mut turned = String::with_capacity(text.len() * 2);
    let mut in_word = false;
    for letter in text.chars() {
        if letter.is_whitespace() == in_word {
            turned.push(if in_word { '\u{202C}' } else { '\u{202E}' });
            in_word = !in_word;
        }
        turned.push(letter);
    }
    if in_word {
        turned.push('\u{202C}');
    }
    turned
}
