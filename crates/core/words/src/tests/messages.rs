use kernel::{Currency, Message, Money};

use super::{amelia, date, instant, language};
use crate::{ArgValue, Catalogue, WordsError};

const ENGLISH: &str = "\
-product = Portico
pumps = { $n ->
    [one] One pump
   *[other] { $n } pumps
} at { $site }
reply = Reply to { $name }
    .hint = { -product } tells { $name } by mail
late = { pumps } since { $day }
";

const HEBREW: &str = "reply = ל-{ $name }\n";

fn catalogue() -> Catalogue {
    Catalogue::builder()
        .add("en-GB", "pumps/en-GB.ftl", ENGLISH)
        .add("he", "pumps/he.ftl", HEBREW)
        .build()
        .expect("the test's messages are sound")
}

fn say(tag: &str, id: &str, args: &[(&str, ArgValue<'_>)]) -> String {
    catalogue().say(&language(tag), id, args)
}

#[test]
fn numbers_choose_the_plural_and_are_grouped() {
    let said = |n: i64| say("en-GB", "pumps", &[("n", n.into()), ("site", "Leeds".into())]);
    assert_eq!(said(1), "One pump at Leeds");
    assert_eq!(said(1204), "1,204 pumps at Leeds");
}

#[test]
fn a_missing_translation_is_said_in_english() {
    let args = [("n", ArgValue::Number(1)), ("site", "Leeds".into())];
    assert_eq!(say("he", "pumps", &args), "One pump at Leeds");
    assert_eq!(say("de", "pumps", &args), "One pump at Leeds");
}

#[test]
fn a_message_nobody_wrote_shows_its_id() {
    assert_eq!(say("en-GB", "no-such-thing", &[]), "⟦no-such-thing⟧");
    assert_eq!(say("he", "reply.no-such-part", &[]), "⟦reply.no-such-part⟧");
}

#[test]
fn only_text_that_could_turn_its_neighbours_is_isolated() {
    assert_eq!(say("en-GB", "reply", &[("name", "Ben".into())]), "Reply to Ben");
    assert_eq!(say("en-GB", "reply", &[("name", "חנה".into())]), "Reply to \u{2068}חנה\u{2069}");
    assert_eq!(say("he", "reply", &[("name", "Ben".into())]), "ל-\u{2068}Ben\u{2069}");
}

#[test]
fn values_of_a_message_are_written_for_the_reader() {
    let catalogue = Catalogue::builder()
        .add("en-GB", "test", "due = { $sum } by { $day }, asked { $at } by { $who }\n")
        .build()
        .expect("the test's message is sound");
    let message = Message::new("due")
        .with("sum", Money::new(741_240, Currency::GBP))
        .with("day", date(2027, 3, 17))
        .with("at", instant("2026-03-17T09:14:00Z"))
        .with("who", "Tom");
    assert_eq!(
        catalogue.put(&language("en-GB"), &message, &amelia()),
        "£7,412.40 by Wed 17 March 2027, asked Tue 17 March, 09:14 by Tom"
    );
}

#[test]
fn ids_and_their_variables_can_be_listed() {
    let catalogue = catalogue();
    let ids: Vec<&str> = catalogue.ids().filter(|id| !id.starts_with("words-")).collect();
    assert_eq!(ids, ["late", "pumps", "reply", "reply.hint"]);
    let used = |id| catalogue.used_variables(id).into_iter().collect::<Vec<&str>>();
    assert_eq!(used("late"), ["day", "n", "site"]);
    assert_eq!(used("reply.hint"), ["name"]);
    assert!(used("no-such-thing").is_empty());
}

#[test]
fn an_id_may_be_used_once_in_a_language() {
    let twice = Catalogue::builder()
        .add("en-GB", "cases.ftl", "reply = One\n")
        .add("en-GB", "orders.ftl", "# A comment\n\nreply = Two\n")
        .build();
    let error = twice.expect_err("both files define reply");
    assert_eq!(error.to_string(), "orders.ftl, line 3: the message `reply` is already in cases.ftl");
}

#[test]
fn broken_syntax_is_refused_with_its_line() {
    let broken = Catalogue::builder()
        .add("en-GB", "cases.ftl", "reply = One\n\nbroken = { $n -> [one] x *[other] y }\n")
        .build();
    let error = broken.expect_err("a select stands on several lines");
    assert!(matches!(error, WordsError::Syntax { origin: "cases.ftl", line: 3, .. }), "{error}");
    assert!(Catalogue::builder().add("not a tag", "x.ftl", "a = b\n").build().is_err());
}
