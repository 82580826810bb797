use std::{borrow::Cow, fmt::Write as _};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// In order.
    Green,
    /// To be looked at; people can be let in.
    Amber,
    /// To be put right first.
    Red,
}

impl Light {
    /// In the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Red, Self::Amber, Self::Green];

    /// The word at the beginning of a line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

/// What one look found. Its sentences are the program's own, in English, as it prints them; they hold no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What was looked at, in one word.
    pub check: Cow<'static, str>,
    /// How it stands.
    pub light: Light,
    /// What was found.
    pub says: String,
    /// How to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Finding {
    /// In order.
    pub fn green(check: &'static str, says: impl Into<String>) -> Self {
        Self { check: check.into(), light: Light::Green, says: says.into(), fix: None }
    }

    /// To be looked at.
    pub fn amber(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check: check.into(), light: Light::Amber, says: says.into(), fix: Some(fix.into()) }
    }

    /// To be put right first.
    pub fn red(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check: check.into(), light: Light::Red, says: says.into(), fix: Some(fix.into()) }
    }
}

/// All findings, as machines read them.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether nothing is red.
    pub ready: bool,
    /// How many are red.
    pub red: usize,
    /// How many are amber.
    pub amber: usize,
    /// How many are green.
    pub green: usize,
    /// What was found, in the order in which it was looked at.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Counts them.
    pub fn of(findings: Vec<Finding>) -> Self {
        let count = |light: Light| findings.iter().filter(|finding| finding.light == light).count();
        let (red, amber, green) = (count(Light::Red), count(Light::Amber), count(Light::Green));
        Self { ready: red == 0, red, amber, green, findings }
    }

    /// The list for people, as a terminal shows it: what is red first.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for light in Light::ALL {
            for finding in self.findings.iter().filter(|finding| finding.light == light) {
                // To a text nothing fails to be written.
                let _ = writeln!(text, "{:<6} {:<18} {}", light.word(), finding.check, finding.says);
                if let Some(fix) = &finding.fix {
                    let _ = writeln!(text, "{:<25} → {fix}", "");
                }
            }
        }
        let Self { red, amber, .. } = self;
        let _ = if self.ready {
            writeln!(text, "Ready: nothing is red, {amber} amber.")
        } else {
            writeln!(text, "Not ready: {red} red, {amber} amber.")
        };
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, Report};

    #[test]
    fn what_is_red_is_told_first_with_its_fix() {
        let report = Report::of(vec![
            Finding::green("room", "1 GB free"),
            Finding::amber("admins", "only one person", "portico staff invite"),
            Finding::red("mail", "nobody answers", "put right host"),
        ]);
        assert!(!report.ready && (report.red, report.amber, report.green) == (1, 1, 1));
        let text = report.text();
        let begins: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(begins, ["red", "→", "amber", "→", "green", "Not"]);
        assert!(text.ends_with("Not ready: 1 red, 1 amber.\n"), "{text}");
        assert!(Report::of(vec![Finding::green("room", "much")]).text().ends_with("Ready: nothing is red, 0 amber.\n"));
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let kept = vec![Finding::green("room", "1 GB free"), Finding::red("mail", "nobody answers", "put right host")];
        let text = serde_json::to_string(&kept).expect("findings are plain");
        assert_eq!(serde_json::from_str::<Vec<Finding>>(&text).expect("the same findings"), kept);
    }
}
