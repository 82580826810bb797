//! What was measured, beside what was to be reached.

/// Several rounds of one measurement.
#[derive(Clone, Debug)]
pub struct Rounds(Vec<f64>);

/// What a figure has to be.
#[derive(Clone, Copy, Debug)]
pub enum Reach {
    /// At the most this much.
    AtMost(f64),
    /// At least this much.
    AtLeast(f64),
    /// Nobody asks for it; it is told because it explains the others.
    Told,
}

/// The figures of one database.
pub struct Table {
    place: &'static str,
    rows: Vec<Row>,
}

struct Row {
    what: String,
    reach: Reach,
    unit: &'static str,
    rounds: Rounds,
}

impl Rounds {
    /// These rounds, in ascending order.
    pub fn of(rounds: impl IntoIterator<Item = f64>) -> Self {
        let mut rounds: Vec<f64> = rounds.into_iter().collect();
        rounds.sort_by(f64::total_cmp);
        Self(rounds)
    }

    /// The one in the middle.
    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The value below which this share of them lies.
    pub fn below(&self, hundredths: usize) -> f64 {
        let at = (self.0.len() * hundredths).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().unwrap_or(f64::NAN)
    }
}

impl Table {
    /// An empty one.
    pub fn new(place: &'static str) -> Self {
        Self { place, rows: Vec::new() }
    }

    /// Adds a figure, and says it at once.
    pub fn add(&mut self, what: &str, reach: Reach, unit: &'static str, rounds: Rounds) {
        let row = Row { what: what.to_owned(), reach, unit, rounds };
        println!("{}", row.line());
        self.rows.push(row);
    }

    /// Prints it, with a last line that says how many figures were missed.
    pub fn print(&self) {
        println!(
            "\n== {} ==\n{:<66} {:>11}  {:<34} outcome",
            self.place, "what", "to reach", "measured (least to most)"
        );
        for row in &self.rows {
            println!("{}", row.line());
        }
        let missed = self.rows.iter().filter(|row| row.outcome() == Some(false)).count();
        match missed {
            0 => println!("{}: every figure is reached", self.place),
            missed => println!("{}: {missed} MISSED", self.place),
        }
    }
}

impl Row {
    fn outcome(&self) -> Option<bool> {
        match self.reach {
            Reach::AtMost(bound) => Some(self.rounds.median() <= bound),
            Reach::AtLeast(bound) => Some(self.rounds.median() >= bound),
            Reach::Told => None,
        }
    }

    fn line(&self) -> String {
        let unit = self.unit;
        let number = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
        let reach = match self.reach {
            Reach::AtMost(bound) => format!("<= {bound} {unit}"),
            Reach::AtLeast(bound) => format!(">= {bound} {unit}"),
            Reach::Told => String::new(),
        };
        let (least, most) = (self.rounds.below(0), self.rounds.below(100));
        let mut measured = format!("{} {unit}", number(self.rounds.median()));
        if self.rounds.0.len() > 1 {
            measured.push_str(&format!(" ({} to {})", number(least), number(most)));
        }
        let outcome = match self.outcome() {
            Some(true) => "reached",
            Some(false) => "MISSED",
            None => "",
        };
        format!("{:<66} {reach:>11}  {measured:<34} {outcome}", self.what)
    }
}
