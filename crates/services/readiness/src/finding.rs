use std::{borrow::Cow, fmt::Write as _};

use kernel::Message;
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

/// What one look found, put into words where it is shown; it holds no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What was looked at, in one word.
    pub check: Cow<'static, str>,
    /// How it stands.
    pub light: Light,
    /// What was found.
    pub says: Message,
    /// How to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Message>,
}

impl Finding {
    /// In order.
    pub fn green(check: &'static str, says: Message) -> Self {
        Self { check: check.into(), light: Light::Green, says, fix: None }
    }

    /// To be looked at.
    pub fn amber(check: &'static str, says: Message, fix: Message) -> Self {
        Self { check: check.into(), light: Light::Amber, says, fix: Some(fix) }
    }

    /// To be put right first.
    pub fn red(check: &'static str, says: Message, fix: Message) -> Self {
        Self { check: check.into(), light: Light::Red, says, fix: Some(fix) }
    }

    /// The same in words, by `say`.
    pub(crate) fn in_words(&self, say: &dyn Fn(&Message) -> String) -> InWords {
        InWords { check: self.check.clone(), light: self.light, says: say(&self.says), fix: self.fix.as_ref().map(say) }
    }
}

/// All findings, counted.
#[derive(Debug)]
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

/// A report in words, as machines read it.
#[derive(Debug, Serialize)]
pub struct Told {
    ready: bool,
    red: usize,
    amber: usize,
    green: usize,
    findings: Vec<InWords>,
}

/// A finding in words, as machines read it, and the release before this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWords {
    check: Cow<'static, str>,
    light: Light,
    says: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl Report {
    /// Counts them.
    pub fn of(findings: Vec<Finding>) -> Self {
        let count = |light: Light| findings.iter().filter(|finding| finding.light == light).count();
        let (red, amber, green) = (count(Light::Red), count(Light::Amber), count(Light::Green));
        Self { ready: red == 0, red, amber, green, findings }
    }

    /// The list for machines. `say` puts into words.
    pub fn told(&self, say: &dyn Fn(&Message) -> String) -> Told {
        let findings = self.findings.iter().map(|finding| finding.in_words(say));
        let Self { ready, red, amber, green, .. } = *self;
        Told { ready, red, amber, green, findings: findings.collect() }
    }

    /// The list for people, as a terminal shows it: what is red first. `say` puts into words.
    pub fn text(&self, say: &dyn Fn(&Message) -> String) -> String {
        let mut text = String::new();
        for light in Light::ALL {
            for finding in self.findings.iter().filter(|finding| finding.light == light) {
                // To a text nothing fails to be written.
                let _ = writeln!(text, "{:<6} {:<18} {}", light.word(), finding.check, say(&finding.says));
                if let Some(fix) = &finding.fix {
                    let _ = writeln!(text, "{:<25} → {}", "", say(fix));
                }
            }
        }
        let id = if self.ready { "readiness-end" } else { "readiness-end-red" };
        let end = Message::new(id).with("red", counted(self.red)).with("amber", counted(self.amber));
        let _ = writeln!(text, "{}", say(&end));
        text
    }
}

/// A number as messages take it.
pub(crate) fn counted(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use kernel::{Arg, Message};

    use super::{Finding, Report};

    /// The message's name and its values.
    fn told(message: &Message) -> String {
        let values = message.args.iter().map(|(name, value)| match value {
            Arg::Number(number) => format!(" {name} {number}"),
            _ => String::new(),
        });
        format!("{}{}", message.id, values.collect::<String>())
    }

    #[test]
    fn what_is_red_is_told_first_with_its_fix() {
        let report = Report::of(vec![
            Finding::green("room", Message::new("much").with("free", 1_i64)),
            Finding::amber("admins", Message::new("one"), Message::new("invite")),
            Finding::red("mail", Message::new("silent"), Message::new("mend")),
        ]);
        assert!(!report.ready && (report.red, report.amber, report.green) == (1, 1, 1));
        let text = report.text(&told);
        let begins: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(begins, ["red", "→", "amber", "→", "green", "readiness-end-red"]);
        assert!(text.ends_with("readiness-end-red red 1 amber 1\n"), "{text}");
        let json = serde_json::to_value(report.told(&told)).expect("a report is plain");
        let (room, mail) = (&json["findings"][0], &json["findings"][2]);
        assert_eq!((&room["says"], room.get("fix"), &mail["fix"]), (&"much free 1".into(), None, &"mend".into()));
        let much = Report::of(vec![Finding::green("room", Message::new("much"))]).text(&told);
        assert!(much.ends_with("readiness-end red 0 amber 0\n"), "{much}");
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let says = Message::new("silent").with("server", "smtp.harrow.example").with("count", 1_i64);
        let kept = vec![Finding::green("room", Message::new("much")), Finding::red("mail", says, Message::new("mend"))];
        let text = serde_json::to_string(&kept).expect("findings are plain");
        assert_eq!(serde_json::from_str::<Vec<Finding>>(&text).expect("the same findings"), kept);
    }
}
