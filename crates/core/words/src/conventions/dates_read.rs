//! Reads the dates people type.

use kernel::Date;

/// The order and the month names of a language, learnt from dates it has written.
#[derive(Debug)]
pub(super) struct Reader {
    order: [Part; 3],
    /// Every word of a month's forms, in lower case, with the month's number.
    months: Vec<(String, i8)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    Year,
}

impl Reader {
    /// Learns from 22 November 2033 in figures, and from each month's forms in turn.
    pub(super) fn learn(sample: &str, names: impl Iterator<Item = [String; 3]>) -> Self {
        let (numbers, _) = tokens(sample);
        let parts: Vec<Part> = numbers
            .iter()
            .map(|number| match number.as_str() {
                "22" => Part::Day,
                "11" => Part::Month,
                _ => Part::Year,
            })
            .collect();
        let order = <[Part; 3]>::try_from(parts).unwrap_or([Part::Day, Part::Month, Part::Year]);
        let mut months = Vec::new();
        for (month, forms) in (1..).zip(names) {
            for form in forms {
                let (_, words) = tokens(&form);
                months.extend(words.into_iter().map(|word| (word, month)));
            }
        }
        Self { order, months }
    }

    pub(super) fn day_first(&self) -> bool {
        self.order[0] == Part::Day
    }

    /// A date in figures in the language's order, year first, or with the month in words.
    ///
    /// The year has four digits: two could be any century.
    pub(super) fn read(&self, text: &str) -> Option<Date> {
        let (numbers, words) = tokens(text);
        let named = words.iter().find_map(|word| self.month(word));
        match (numbers.as_slice(), named) {
            ([first, second], Some(month)) if first.len() == 4 => date(first, month, second),
            ([day, year], Some(month)) => date(year, month, day),
            ([year, month, day], _) if year.len() == 4 => date(year, month.parse().ok()?, day),
            (figures @ [_, _, _], None) if words.is_empty() => {
                let part = |wanted: Part| {
                    let index = self.order.iter().position(|part| *part == wanted)?;
                    figures.get(index)
                };
                date(part(Part::Year)?, part(Part::Month)?.parse().ok()?, part(Part::Day)?)
            }
            _ => None,
        }
    }

    /// The one month a word names, in full or by at least three letters.
    fn month(&self, word: &str) -> Option<i8> {
        let means = |name: &str| name == word || (name.starts_with(word) && word.chars().count() >= 3);
        let mut found = self.months.iter().filter(|(name, _)| means(name)).map(|(_, month)| *month);
        let month = found.next()?;
        found.all(|other| other == month).then_some(month)
    }
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month, day.parse().ok()?)
}

/// The runs of digits and the runs of letters, the latter in lower case.
fn tokens(text: &str) -> (Vec<String>, Vec<String>) {
    let mut numbers: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for character in text.chars() {
        let (runs, joins) = if character.is_ascii_digit() {
            (&mut numbers, last.is_ascii_digit())
        } else if character.is_alphabetic() {
            (&mut words, last.is_alphabetic())
        } else {
            last = character;
            continue;
        };
        last = character;
        match runs.last_mut() {
            Some(run) if joins => run.extend(character.to_lowercase()),
            _ => runs.push(character.to_lowercase().collect()),
        }
    }
    (numbers, words)
}
