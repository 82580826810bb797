use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Document, Fault, Line, LineFault, Shaped, Shaper};
use crate::{Mapping, mapping::Lookups, reading::Header};

const SALES: &str = r#"
name = "sales"
feed = { name = "shop", system = "The shop" }
format = { empty = ["nan"] }
[[file]]
name = "sales.csv"
key = "no"
[lookup.lands.rows]
EIRE = "Ireland"
Nowhere = ""
[[quarantine]]
reason = "no-customer"
when = [{ every = { column = "who", blank = true } }]
[[quarantine]]
reason = "two-customers"
when = [{ differ = "who" }]
[[quarantine]]
reason = "mixed-signs"
when = [{ none = { column = "no", starts_with = ["C"] } }, { any = { column = "many", below = "0" } }]
[[part]]
kind = "account"
operation = "accounts.ingest_account"
remote = { text = { column = "who" } }
[part.document]
name = { text = { column = "who", prefix = "Customer " } }
[[part]]
kind = "invoice"
operation = "billing.ingest_invoice"
remote = "key"
[part.document]
id = "key"
kind = { choose = { when = [{ any = { column = "no", starts_with = ["C"] } }], yes = { constant = "credit_note" }, no = { constant = "invoice" } } }
at = { instant = { column = "when", pattern = "%Y-%m-%d %H:%M:%S", zone = "Europe/London" } }
due = { day = { column = "when", pattern = "%Y-%m-%d %H:%M:%S", plus_days = 30 } }
land = { lookup = { column = "land", table = "lands", keep = true, optional = true } }
exact = { decimal = { of = { sum = { times = [{ column = "many" }, { column = "each" }] } } } }
pence = { number = { of = { sum = { times = [{ column = "many" }, { column = "each" }] } }, scale = 2, round = true } }
[part.lines.of]
place = "ordinal"
what = { text = { column = "what", otherwise = "code" } }
many = { number = { of = { column = "many" }, scale = 3 } }
each = { decimal = { of = { column = "each" } } }
[[part]]
kind = "order"
operation = "orders.ingest_order"
remote = "key"
when = [{ none = { column = "no", starts_with = ["C"] } }, { any = { column = "code", one_of = ["POST"] } }]
[part.document]
id = "key"
"#;

const COLUMNS: [&str; 8] = ["no", "code", "what", "many", "when", "each", "who", "land"];

fn document(key: &str, rows: &[[&str; 7]]) -> Document {
    let lines = rows.iter().zip(2..).map(|(row, number)| {
        let fields = std::iter::once(key).chain(row.iter().copied()).map(str::to_owned).collect();
        Line { file: 0, number: Some(number), fault: LineFault::Sound, fields }
    });
    Document { key: key.to_owned(), lines: lines.collect(), cut: false }
}

fn shape(document: &Document) -> Result<Vec<Shaped>, Fault> {
    let mapping = Mapping::parse(SALES).unwrap();
    let lookups: Lookups =
        mapping.lookup.iter().map(|(name, lookup)| (name.clone(), lookup.rows.clone())).collect::<BTreeMap<_, _>>();
    let header = Header::of(COLUMNS.map(str::to_owned).to_vec());
    Shaper { mapping: &mapping, headers: &[header], lookups: &lookups }.shape(document)
}

fn part(document: &Document, kind: &str) -> Value {
    let shaped = shape(document).unwrap_or_else(|fault| panic!("{fault:?}"));
    shaped.into_iter().find(|part| part.kind == kind).map_or(Value::Null, |part| part.document)
}

fn reason(document: &Document) -> (String, Option<usize>) {
    let fault = shape(document).unwrap_err();
    (fault.said.id.into_owned(), fault.hit)
}

/// 28 June 2010 is summer in London.
const ROW: [&str; 7] = ["85048", " GLASS BALL ", "12", "2010-06-28 07:45:00", "6.95", "13085", "EIRE"];

#[test]
fn a_sale_becomes_what_the_mapping_says() {
    let later = ["POST", "nan", "3", "2010-06-28 07:44:00", "0.001", "13085", "EIRE"];
    let sale = document("489434", &[ROW, later]);
    let invoice = json!({
        "id": "489434",
        "kind": "invoice",
        "at": "2010-06-28T06:44:00Z",
        "due": "2010-07-28",
        "land": "Ireland",
        "exact": "83.403",
        "pence": 8340,
        "lines": [
            { "place": 1, "what": "GLASS BALL", "many": 12_000, "each": "6.95" },
            { "place": 2, "what": "POST", "many": 3_000, "each": "0.001" },
        ],
    });
    assert_eq!(part(&sale, "invoice"), invoice);
    assert_eq!(part(&sale, "account"), json!({ "name": "Customer 13085" }));
    assert_eq!(part(&sale, "order"), json!({ "id": "489434" }));
}

#[test]
fn exact_repeats_stay_two_lines() {
    let sale = document("1", &[ROW, ROW]);
    let lines = part(&sale, "invoice")["lines"].as_array().unwrap().clone();
    assert_eq!((lines.len(), &lines[0]["place"], &lines[1]["place"]), (2, &json!(1), &json!(2)));
    assert_ne!(shape(&sale).unwrap()[1].digest, shape(&document("1", &[ROW])).unwrap()[1].digest);
}

#[test]
fn a_cancellation_is_a_credit_note_and_no_order() {
    let mut row = ROW;
    row[2] = "-12";
    let cancellation = document("C489449", &[row]);
    assert_eq!(part(&cancellation, "invoice")["kind"], json!("credit_note"));
    assert_eq!(part(&cancellation, "invoice")["pence"], json!(-8340));
    assert_eq!(part(&cancellation, "order"), Value::Null);
}

#[test]
fn documents_are_held_back_whole_with_the_reason_and_the_line() {
    let but = |place: usize, said: &'static str| {
        let mut row = ROW;
        row[place] = said;
        row
    };
    for (rows, expected) in [
        (vec![but(5, "")], ("sync-reason-no-customer", None)),
        (vec![but(5, " nan "), but(5, "")], ("sync-reason-no-customer", None)),
        (vec![ROW, but(5, "13086")], ("sync-reason-two-customers", Some(1))),
        (vec![ROW, but(2, "-1")], ("sync-reason-mixed-signs", Some(1))),
        (vec![ROW, but(4, "6,95")], ("sync-reason-not-a-number", Some(1))),
        (vec![ROW, but(4, "")], ("sync-reason-blank", Some(1))),
        (vec![ROW, but(2, "1.0005")], ("sync-reason-too-fine", Some(1))),
        (vec![ROW, but(3, "2010-02-30 07:45:00")], ("sync-reason-not-a-day", Some(1))),
    ] {
        let (id, hit) = reason(&document("1", &rows));
        assert_eq!((id.as_str(), hit), expected, "{rows:?}");
    }
}

#[test]
fn torn_keyless_and_endless_documents_are_held_back() {
    let mut torn = document("1", &[ROW, ROW]);
    torn.lines[1].fields.pop();
    assert_eq!(reason(&torn), ("sync-reason-torn".to_owned(), Some(1)));
    let mut keyless = document("", &[ROW]);
    keyless.lines[0].fault = LineFault::Keyless;
    assert_eq!(reason(&keyless).0, "sync-reason-no-key");
    let endless = Document { cut: true, ..document("1", &[ROW]) };
    assert_eq!(reason(&endless).0, "sync-reason-too-many-lines");
}

#[test]
fn words_a_table_empties_say_nothing() {
    let mut row = ROW;
    row[6] = "Nowhere";
    assert_eq!(part(&document("1", &[row]), "invoice")["land"], Value::Null);
    row[6] = "Utopia";
    assert_eq!(part(&document("1", &[row]), "invoice")["land"], json!("Utopia"));
}

#[test]
fn heads_and_lines_of_two_files_become_one_document() {
    const ORDERS: &str = r#"
name = "orders"
feed = { name = "nw", system = "Northwind" }
[[file]]
name = "orders.csv"
key = "order"
[[file]]
name = "details.csv"
key = "order"
[[part]]
kind = "order"
operation = "orders.ingest_order"
remote = "key"
[part.document]
account = { text = { column = "who" } }
carriage = { number = { of = { rounded = { of = { column = "freight" }, places = 4 } }, scale = 2 } }
total = { number = { of = { plus = [{ rounded = { of = { column = "freight" }, places = 4 } }, { sum = { times = [{ column = "many" }, { column = "each" }, { minus = [{ constant = "1" }, { rounded = { of = { column = "off" }, places = 4 } }] }] } }] }, scale = 2, round = true } }
[part.lines.of]
many = { number = { of = { column = "many" }, scale = 0 } }
who = { text = { column = "who" } }
"#;
    let mapping = Mapping::parse(ORDERS).unwrap();
    let header = |columns: &[&str]| Header::of(columns.iter().map(|column| (*column).to_owned()).collect());
    let headers = [header(&["order", "who", "freight"]), header(&["order", "many", "each", "off"])];
    let line = |file: usize, fields: &[&str]| Line {
        file,
        number: Some(2),
        fault: LineFault::Sound,
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
    };
    let head = line(0, &["10248", "VINET", "32.3800011"]);
    let body = [line(1, &["10248", "12", "14", "0.150000006"]), line(1, &["10248", "10", "9.5", "0"])];
    let whole = |lines: Vec<Line>| Document { key: "10248".to_owned(), lines, cut: false };
    let shaper = Shaper { mapping: &mapping, headers: &headers, lookups: &Lookups::default() };
    let shaped = shaper.shape(&whole([vec![head.clone()], body.to_vec()].concat())).unwrap();
    // 12 × 14 × 0.85 + 10 × 9.5 + 32.38
    let lines = json!([{ "many": 12, "who": "VINET" }, { "many": 10, "who": "VINET" }]);
    assert_eq!(shaped[0].document, json!({ "account": "VINET", "carriage": 3238, "total": 27018, "lines": lines }));
    for (lines, expected) in [
        (body.to_vec(), "sync-reason-no-head"),
        (vec![head.clone()], "sync-reason-no-lines"),
        (vec![head.clone(), head, body[0].clone()], "sync-reason-two-heads"),
    ] {
        assert_eq!(shaper.shape(&whole(lines)).unwrap_err().said.id, expected);
    }
}

#[test]
fn a_head_stands_alone_where_its_lines_are_optional() {
    const RECEIPTS: &str = r#"
name = "receipts"
feed = { name = "books", system = "The books" }
[[file]]
name = "receipts.csv"
key = "receipt"
[[file]]
name = "used.csv"
key = "receipt"
optional = true
[[part]]
kind = "receipt"
operation = "billing.ingest_receipt"
remote = "key"
[part.document]
amount = { decimal = { of = { column = "amount" } } }
[part.lines]
member = "allocations"
[part.lines.of]
invoice = { text = { column = "invoice", optional = true } }
amount = { decimal = { of = { column = "used" }, optional = true } }
"#;
    let mapping = Mapping::parse(RECEIPTS).unwrap();
    let header = |columns: &[&str]| Header::of(columns.iter().map(|column| (*column).to_owned()).collect());
    let headers = [header(&["receipt", "amount"]), header(&["receipt", "invoice", "used"])];
    let line = |file: usize, fields: &[&str]| Line {
        file,
        number: Some(2),
        fault: LineFault::Sound,
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
    };
    let head = line(0, &["R-1", "500.00"]);
    let shaper = Shaper { mapping: &mapping, headers: &headers, lookups: &Lookups::default() };
    let shaped = |lines: Vec<Line>| shaper.shape(&Document { key: "R-1".to_owned(), lines, cut: false });
    let alone = shaped(vec![head.clone()]).unwrap();
    assert_eq!(alone[0].document, json!({ "amount": "500", "allocations": [] }));
    let used = shaped(vec![head.clone(), line(1, &["R-1", "INV-1", "120"]), line(1, &["R-1", "", ""])]).unwrap();
    let parts = json!([{ "invoice": "INV-1", "amount": "120" }, { "invoice": null, "amount": null }]);
    assert_eq!(used[0].document, json!({ "amount": "500", "allocations": parts }));
    assert_eq!(shaped(vec![line(1, &["R-1", "INV-1", "120"])]).unwrap_err().said.id, "sync-reason-no-head");
    // A mapping without lines does not say that there are none: it says nothing of them.
    let (untold, _) = RECEIPTS.split_once("[part.lines]").unwrap();
    let untold = Mapping::parse(untold).unwrap();
    let shaper = Shaper { mapping: &untold, headers: &headers, lookups: &Lookups::default() };
    let silent = shaper.shape(&Document { key: "R-1".to_owned(), lines: vec![head], cut: false }).unwrap();
    assert_eq!(silent[0].document, json!({ "amount": "500" }));
}
