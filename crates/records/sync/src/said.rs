use std::borrow::Cow;

use kernel::{Arg, Message, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A message as it is kept: its id and its values in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    /// The message's id.
    pub id: String,
    /// Its values, by name.
    pub args: Vec<(String, String)>,
}

impl Said {
    /// The message again, to be put into words.
    pub fn message(&self) -> Message {
        let args = self.args.iter().map(|(name, value)| (Cow::Owned(name.clone()), Arg::Text(value.clone())));
        Message { id: Cow::Owned(self.id.clone()), args: args.collect() }
    }

    /// What a problem says: of its first field, if it has any.
    pub(crate) fn of_problem(problem: &Problem) -> Self {
        match problem.fields().first() {
            Some(field) => Self::from(&field.says),
            None => Self::from(problem.says()),
        }
    }
}

impl From<&Message> for Said {
    fn from(message: &Message) -> Self {
        let args = message.args.iter().map(|(name, value)| (name.to_string(), words(value)));
        Self { id: message.id.to_string(), args: args.collect() }
    }
}

fn words(value: &Arg) -> String {
    match value {
        Arg::Text(text) => text.clone(),
        Arg::Number(number) => number.to_string(),
        Arg::Money(money) => format!("{} {}", money.minor(), money.currency().code()),
        Arg::Date(date) => date.to_string(),
        Arg::At(at) => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Message, Problem};

    use super::Said;

    #[test]
    fn a_message_is_kept_and_comes_back_as_words() {
        let said = Said::from(&Message::new("sync-reason-blank").with("column", "Price").with("line", 7_i64));
        let kept: Said = serde_json::from_str(&serde_json::to_string(&said).unwrap()).unwrap();
        assert_eq!(kept.message(), Message::new("sync-reason-blank").with("column", "Price").with("line", "7"));
    }

    #[test]
    fn what_a_release_before_kept_of_a_run_that_failed_is_still_said() {
        let kept = r#"{"id":"sync-trouble","args":[["reason","sales.csv is empty"]]}"#;
        let said: Said = serde_json::from_str(kept).unwrap();
        assert_eq!(said.message(), Message::new("sync-trouble").with("reason", "sales.csv is empty"));
    }

    #[test]
    fn a_problem_is_told_by_its_first_field() {
        let problem = Problem::not_found();
        assert_eq!(Said::of_problem(&problem).id, "problem-not-found");
        let problem = Problem::invalid(Vec::new()).at("/document", Message::new("input-document-wrong"));
        assert_eq!(Said::of_problem(&problem).id, "input-document-wrong");
    }
}
