use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_locale_core::Locale;

use super::COMPILED;
use crate::WordsError;

/// The digits, separators and grouping of a language, for writing and for reading.
#[derive(Debug)]
pub(crate) struct Figures {
    formatter: DecimalFormatter,
    digits: [char; 10],
    decimal: char,
    group: Option<char>,
}

/// A number as typed: its sign and its digits, which are ASCII here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) negative: bool,
    whole: String,
    fraction: String,
}

impl Figures {
    /// Learns the digits and separators from what the formatter writes.
    pub(crate) fn new(locale: &Locale) -> Self {
        let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).expect(COMPILED);
        let mut digits = ['0'; 10];
        for (value, digit) in (0_u8..).zip(&mut digits) {
            let written = formatter.format(&Decimal::from(value)).to_string();
            *digit = written.chars().next().unwrap_or('0');
        }
        let mut sample = Decimal::from(12_345_678_u32);
        sample.multiply_pow10(-1);
        let written = formatter.format(&sample).to_string();
        let marks: Vec<char> = written.chars().filter(|mark| !digits.contains(mark)).collect();
        let (decimal, groups) = match marks.split_last() {
            Some((decimal, groups)) => (*decimal, groups),
            None => ('.', &[][..]),
        };
        Self { formatter, digits, decimal, group: groups.first().copied() }
    }

    /// A whole number, with a true minus sign.
    pub(crate) fn whole(&self, number: i64) -> String {
        let digits = self.formatter.format(&Decimal::from(number.unsigned_abs())).to_string();
        format!("{}{digits}", sign(number))
    }

    /// `number` × 10^-`scale` without its sign, with at least `least` and at most `most`
    /// decimals; a half is rounded to even.
    pub(crate) fn scaled(&self, number: u64, scale: u8, least: u8, most: u8) -> String {
        let mut decimal = Decimal::from(number);
        decimal.multiply_pow10(-i16::from(scale));
        decimal.round(-i16::from(most));
        decimal.trim_end();
        decimal.pad_end(-i16::from(least));
        self.formatter.format(&decimal).to_string()
    }

    /// The text with the language's digits replaced by ASCII ones.
    pub(crate) fn ascii(&self, text: &str) -> String {
        text.chars().map(|character| self.digit(character).unwrap_or(character)).collect()
    }

    /// Reads a number as the language writes it; ASCII digits and spaces always count.
    ///
    /// A group must have three digits (or two, as in India), and the last one three, so that
    /// `1,50` is refused in English instead of being taken for a hundred and fifty.
    pub(crate) fn read(&self, text: &str) -> Option<Reading> {
        let (negative, text) = split_sign(text);
        let mut reading = Reading { negative, whole: String::new(), fraction: String::new() };
        let mut points = 0;
        let mut groups = 0;
        let mut run = 0;
        for character in text.chars() {
            if let Some(digit) = self.digit(character) {
                let side = if points == 0 { &mut reading.whole } else { &mut reading.fraction };
                side.push(digit);
                run += 1;
            } else if character == self.decimal && points == 0 {
                if groups > 0 && run != 3 {
                    return None;
                }
                points = 1;
            } else if self.parts(character) && points == 0 {
                if run == 0 || run > 3 || (groups > 0 && run == 1) {
                    return None;
                }
                groups += 1;
                run = 0;
            } else {
                return None;
            }
        }
        let torn = points == 0 && groups > 0 && run != 3;
        let empty = reading.whole.is_empty() && reading.fraction.is_empty();
        (!torn && !empty).then_some(reading)
    }

    fn digit(&self, character: char) -> Option<char> {
        if character.is_ascii_digit() {
            return Some(character);
        }
        let value = self.digits.iter().position(|digit| *digit == character)?;
        char::from_digit(u32::try_from(value).ok()?, 10)
    }

    fn parts(&self, character: char) -> bool {
        let apostrophe = |mark: char| matches!(mark, '\'' | '’');
        character.is_whitespace()
            || self.group.is_some_and(|group| group == character || (apostrophe(group) && apostrophe(character)))
    }
}

impl Reading {
    /// The number in steps of 10^-`decimals`.
    ///
    /// # Errors
    /// [`WordsError::TooPrecise`] or [`WordsError::TooLarge`].
    pub(crate) fn scaled(&self, decimals: u8) -> Result<i64, WordsError> {
        let fraction = self.fraction.trim_end_matches('0');
        let width = usize::from(decimals);
        if fraction.len() > width {
            return Err(WordsError::TooPrecise { decimals });
        }
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}0{}{fraction:0<width$}", self.whole).parse().map_err(|_| WordsError::TooLarge)
    }
}

/// `−` (U+2212) before a negative number, nothing before others.
pub(crate) fn sign(number: i64) -> &'static str {
    if number < 0 { "\u{2212}" } else { "" }
}

/// Takes a leading minus, typed or typeset, off the text.
pub(crate) fn split_sign(text: &str) -> (bool, &str) {
    let text = text.trim();
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}
