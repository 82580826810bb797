use std::borrow::Cow;

use kernel::{Arg, Message, Problem};

/// A message as it is kept: with its values in plain words, which is all that the release before this one reads.
pub(crate) fn kept(message: &Message) -> Message {
    let in_words = |(name, value): &(Cow<'static, str>, Arg)| (name.clone(), Arg::Text(words(value)));
    Message { id: message.id.clone(), args: message.args.iter().map(in_words).collect() }
}

/// What a problem says, as it is kept: of its first field, if it has any.
pub(crate) fn of_problem(problem: &Problem) -> Message {
    kept(problem.fields().first().map_or(problem.says(), |field| &field.says))
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

    use super::{kept, of_problem};

    #[test]
    fn a_message_is_kept_and_comes_back_as_words() {
        let said = kept(&Message::new("sync-reason-blank").with("column", "Price").with("line", 7_i64));
        let text = serde_json::to_string(&said).unwrap();
        assert_eq!(text, r#"{"id":"sync-reason-blank","args":[["column","Price"],["line","7"]]}"#);
        let again: Message = serde_json::from_str(&text).unwrap();
        assert_eq!(again, Message::new("sync-reason-blank").with("column", "Price").with("line", "7"));
    }

    #[test]
    fn what_a_release_before_kept_of_a_run_that_failed_is_still_said() {
        let kept = r#"{"id":"sync-trouble","args":[["reason","sales.csv is empty"]]}"#;
        let said: Message = serde_json::from_str(kept).unwrap();
        assert_eq!(said, Message::new("sync-trouble").with("reason", "sales.csv is empty"));
    }

    #[test]
    fn a_problem_is_told_by_its_first_field() {
        let problem = Problem::not_found();
        assert_eq!(of_problem(&problem).id, "problem-not-found");
        let problem = Problem::invalid(Vec::new()).at("/document", Message::new("input-document-wrong"));
        assert_eq!(of_problem(&problem).id, "input-document-wrong");
    }
}
