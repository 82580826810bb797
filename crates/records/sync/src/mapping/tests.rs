use super::{Mapping, MappingError};
use crate::{ReadError, reading::Header};

const SMALL: &str = r#"
name = "small"
feed = { name = "shop", system = "The shop" }
[[file]]
name = "sales.csv"
key = "no"
[[quarantine]]
reason = "no-customer"
when = [{ every = { column = "who", blank = true } }]
[[part]]
kind = "invoice"
operation = "billing.ingest_invoice"
remote = "key"
[part.document]
id = "key"
on = { day = { column = "when", pattern = "%Y-%m-%d" } }
total = { decimal = { of = { sum = { times = [{ column = "many" }, { column = "each" }] } } } }
[part.lines.of]
what = { text = { column = "what", otherwise = "code" } }
"#;

fn parsed(text: &str) -> Result<Mapping, String> {
    Mapping::parse(text).map_err(|error| error.to_string())
}

fn with(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replace(from, to)
}

fn header(columns: &[&str]) -> Header {
    Header::of(columns.iter().map(|column| (*column).to_owned()).collect())
}

#[test]
fn a_mapping_is_read() {
    let mapping = parsed(SMALL).unwrap();
    assert_eq!((mapping.name.as_str(), mapping.feed.system.as_str()), ("small", "The shop"));
    assert_eq!(mapping.part[0].lines.as_ref().unwrap().member, "lines");
    assert_eq!(mapping.text, SMALL);
}

#[test]
fn unknown_words_are_refused_wherever_they_stand() {
    for text in [
        with("name = \"small\"", "name = \"small\"\ncolour = 1"),
        with("key = \"no\"", "key = \"no\"\nseparator = \";\""),
        with("reason = \"no-customer\"", "reason = \"no-money\""),
        with("blank = true", "blank = true, empty = true"),
        with("otherwise = \"code\"", "fallback = \"code\""),
        with("day = {", "date = {"),
        with("decimal = {", "decimal = { scale = 2,"),
        with("sum = {", "total = {"),
        with("remote = \"key\"", "remote = \"keys\""),
        with("[part.lines.of]", "[part.lines.with]"),
    ] {
        assert!(matches!(Mapping::parse(&text), Err(MappingError::Unreadable(_))), "{text}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place() {
    for (text, at) in [
        (with("blank = true", "below = \"much\""), "quarantine"),
        (with("blank = true", "blank = true, below = \"0\""), "quarantine"),
        (with("%Y-%m-%d", "%Y"), "part.invoice.on"),
        (
            with(
                "what = { text = { column = \"what\", otherwise = \"code\" } }",
                "what = { decimal = { of = { sum = { column = \"each\" } } } }",
            ),
            "part.invoice.lines.what",
        ),
        (with("on = { day", "place = \"ordinal\"\non = { day"), "part.invoice.place"),
        (
            with("on = { day", "land = { lookup = { column = \"x\", table = \"lands\" } }\non = { day"),
            "part.invoice.land",
        ),
        (
            with(
                "on = { day",
                "at = { instant = { column = \"when\", pattern = \"%Y-%m-%d %H:%M\", zone = \"Europe/Londinium\" } }\non = { day",
            ),
            "part.invoice.at",
        ),
        (
            with("on = { day", "size = { number = { of = { column = \"each\" }, scale = 10 } }\non = { day"),
            "part.invoice.size",
        ),
        (with("[[file]]", "[format]\nencoding = \"klingon\"\n[[file]]"), "format.encoding"),
        (with("[[file]]", "[format]\ndelimiter = \"\\\"\"\n[[file]]"), "format.delimiter"),
        (with("key = \"no\"", "key = \"no\"\noptional = true"), "file"),
        (with("[[file]]", "[lookup.lands]\nfile = \"lands.csv\"\n[[file]]"), "lookup.lands"),
    ] {
        match Mapping::parse(&text) {
            Err(MappingError::Senseless { at: found, .. }) => assert_eq!(found, at, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn columns_are_looked_for_before_anything_is_read() {
    let mapping = parsed(SMALL).unwrap();
    let files = ["sales.csv".to_owned()];
    let all = header(&["no", "who", "when", "many", "each", "what", "code", "more"]);
    assert!(mapping.fits(&[all], &files).is_ok());
    let error = mapping.fits(&[header(&["no", "who", "when", "many", "what"])], &files).unwrap_err();
    let ReadError::Columns { missing, found, .. } = &error else { panic!("{error}") };
    assert_eq!(missing, &["code", "each"]);
    assert_eq!(found.len(), 5);
    let said = error.to_string();
    assert!(said.contains("sales.csv") && said.contains("\"each\"") && said.contains("\"many\""), "{said}");
    let one = mapping.fits(&[header(&["no;who;when;many;each;what;code"])], &files).unwrap_err().to_string();
    assert!(one.contains("delimiter"), "{one}");
}
