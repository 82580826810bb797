use super::letter;
use crate::{Letter, Recipient, Sender, Trouble, compose::compose};

fn harrow() -> Sender {
    Sender::new("Harrow", "portal@harrow.example").expect("a plain address")
}

fn wire(letter: &Letter, sender: &Sender) -> String {
    let message = compose(letter, sender).expect("a letter that can be sent");
    String::from_utf8(message.formatted()).expect("everything is encoded as ASCII")
}

/// The headers, each on one line.
fn headers(wire: &str) -> Vec<String> {
    let (head, _) = wire.split_once("\r\n\r\n").expect("a head and a body");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    unfolded.split("\r\n").map(ToOwned::to_owned).collect()
}

fn names(wire: &str) -> Vec<String> {
    let name = |header: &String| header.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let mut names: Vec<String> = headers(wire).iter().map(name).collect();
    names.sort();
    names
}

/// What every letter has, and nothing else.
const USUAL: [&str; 10] = [
    "auto-submitted",
    "content-language",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "subject",
    "to",
    "x-auto-response-suppress",
];

#[test]
fn letters_about_one_thing_name_the_same_beginning() {
    let about_case = |id: u128| {
        let mut letter = letter().in_thread("case.1");
        letter.id = kernel::Id::from_uuid(uuid::Uuid::from_u128(id));
        headers(&wire(&letter, &harrow()))
    };
    for headers in [about_case(7), about_case(8)] {
        for header in ["References: <case.1@harrow.example>", "In-Reply-To: <case.1@harrow.example>"] {
            assert!(headers.iter().any(|found| found == header), "{header}");
        }
    }
}

#[test]
fn a_letter_says_who_what_and_when() {
    let wire = wire(&letter(), &harrow());
    let headers = headers(&wire);
    for header in [
        "From: Harrow <portal@harrow.example>",
        "To: amelia@northgate.example",
        "Subject: Your sign-in code is 418 207",
        "Date: Thu, 12 Mar 2026 09:00:00 +0000",
        "Message-ID: <019ce0f0000070008000000000000001@harrow.example>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Content-Language: en-GB",
    ] {
        assert!(headers.iter().any(|found| found == header), "{header}");
    }
    assert_eq!(names(&wire), USUAL);
}

#[test]
fn a_letter_sent_again_is_the_same_letter() {
    assert_eq!(wire(&letter(), &harrow()), wire(&letter(), &harrow()));
}

#[test]
fn answers_may_go_elsewhere() {
    let sender = harrow().answered_at("help@harrow.example").expect("a plain address");
    let wire = wire(&letter(), &sender);
    assert!(headers(&wire).iter().any(|found| found == "Reply-To: help@harrow.example"));
}

#[test]
fn no_value_can_begin_another_header() {
    for evil in ["\r\nBcc: eve@evil.example", "\nBcc: eve@evil.example", "\rBcc: eve@evil.example", "\0\r\n\r\nBcc: x"]
    {
        let mut letter = letter();
        letter.subject = format!("Hello{evil}");
        letter.locale = format!("en-GB{evil}");
        let sender = Sender::new(&format!("Harrow{evil}"), "portal@harrow.example").expect("a plain address");
        assert_eq!(names(&wire(&letter, &sender)), USUAL, "{evil:?}");
    }
}

#[test]
fn a_name_is_never_another_address() {
    for name in ["Harrow <eve@evil.example>", "eve@evil.example, Harrow", "\"Harrow\" (UK)", "Müller & Söhne, Ltd."] {
        let sender = Sender::new(name, "portal@harrow.example").expect("a plain address");
        let message = compose(&letter(), &sender).expect("a letter that can be sent");
        let from = message.envelope().from().map(ToString::to_string);
        assert_eq!(from.as_deref(), Some("portal@harrow.example"), "{name}");
    }
}

#[test]
fn an_address_is_one_address() {
    for odd in [
        "",
        "amelia",
        "@northgate.example",
        "amelia@",
        "a@x.example,b@x.example",
        "Amelia <amelia@northgate.example>",
        "amelia@northgate.example>\r\nRCPT TO:<eve@evil.example",
        "amelia@northgate.example\r\nBcc: eve@evil.example",
        "\"a b\"@northgate.example",
        "amelia@[127.0.0.1]",
    ] {
        assert!(Recipient::at(odd).is_err(), "{odd:?}");
        let mut letter = letter();
        letter.to_address = odd.to_owned();
        assert!(matches!(compose(&letter, &harrow()), Err(Trouble::Refused(_))), "{odd:?}");
        assert!(Sender::new("Harrow", odd).is_err(), "{odd:?}");
    }
    assert!(Recipient::at(" amelia+portal@northgate.example ").is_ok());
    assert!(Recipient::at("amélie@northgate.example").is_ok());
    assert!(Sender::new("Harrow", "amélie@northgate.example").is_err());
}

#[test]
fn a_log_shows_neither_address_nor_words() {
    let shown = format!("{:?}", letter());
    assert!(!shown.contains("northgate") && !shown.contains("418"), "{shown}");
}
