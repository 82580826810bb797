use std::sync::Arc;

use access::Person;
use jiff::tz::TimeZone;
use kernel::Id;
use serde_json::{Value, json};
use words::{Catalogue, Formats, LanguageIdentifier, Templates};

use super::START;
use crate::{Brand, Letter, Letterhead, MESSAGES, Recipient, State, TEMPLATES, WriteError, write};

const ENGLISH: &str = "join-subject = Join { $company }\njoin-why = You get this because Ben typed your address.\n";

const HTML: &str = "{%- extends 'mail/layout.html' -%}\
    {%- block subject -%}{{ t('join-subject', company=company) }}{%- endblock -%}\
    {%- block body -%}<p>{{ company }}</p>{%- endblock -%}\
    {%- block reason -%}{{ t('join-why') }}{%- endblock -%}";

const TEXT: &str = "{%- extends 'mail/layout.txt' -%}\
    {%- block body -%}{{ company }}{%- endblock -%}\
    {%- block reason -%}{{ t('join-why') }}{%- endblock -%}";

fn catalogue() -> Arc<Catalogue> {
    let mut builder = Catalogue::builder().add("en-GB", "test", ENGLISH);
    for (locale, origin, ftl) in MESSAGES {
        builder = builder.add(locale, origin, ftl);
    }
    Arc::new(builder.build().expect("the messages are sound"))
}

fn reader(tag: &str) -> LanguageIdentifier {
    tag.parse().expect("the test names a language")
}

fn written(template: &str, company: &str) -> Result<Letter, WriteError> {
    let catalogue = catalogue();
    let mut builder = Templates::builder().words(Arc::clone(&catalogue));
    for (name, source) in TEMPLATES {
        builder = builder.add(name, source);
    }
    let builder = builder.add("join.html", HTML).add("join.txt", TEXT);
    let builder = builder.add("bare.html", "<p>Hello</p>").add("bare.txt", "Hello");
    let templates = builder.build().expect("the templates are sound");
    let locale = reader("de");
    let formats = Formats::new(&locale, TimeZone::UTC, START);
    let ctx = context(&catalogue, &locale, company);
    let to = Recipient::at("amelia@northgate.example")?.of(amelia());
    write(&templates, &catalogue, &locale, &formats, template, ctx, &to)
}

fn context(catalogue: &Catalogue, locale: &LanguageIdentifier, company: &str) -> Value {
    let brand = Brand {
        name: "Harrow".to_owned(),
        logo: Some("https://portal.example/brand/1.png".to_owned()),
        postal: "Harrow Fluid Systems Ltd, Otterby OT4 7QX".to_owned(),
        colour: "#0d5960".to_owned(),
        on_colour: "#ffffff".to_owned(),
        dark_colour: "#74c7c4".to_owned(),
        on_dark_colour: "#05201f".to_owned(),
    };
    json!({ "mail": Letterhead::of(&brand, catalogue, locale), "company": company })
}

fn amelia() -> Id<Person> {
    Id::from_uuid(uuid::Uuid::from_u128(7))
}

#[test]
fn a_letter_has_a_subject_words_and_a_look() {
    let letter = written("join", "Northgate Water").expect("a letter");
    assert_eq!(letter.subject, "Join Northgate Water");
    assert_eq!(
        letter.text,
        "Harrow\n\nNorthgate Water\n\n---\nYou get this because Ben typed your address.\n\
         Harrow Fluid Systems Ltd, Otterby OT4 7QX\n"
    );
    assert!(
        letter.html.contains("<p>Northgate Water</p>") && letter.html.contains("<html lang=\"en-GB\" dir=\"ltr\">")
    );
    assert_eq!((letter.template.as_str(), letter.locale.as_str()), ("join", "en-GB"));
    assert_eq!((letter.state, letter.next_at, letter.created_at), (State::Queued, Some(START), START));
    assert_eq!(letter.to_person, Some(amelia()));
    assert!(!letter.secret && letter.keeping_no_copy().secret);
}

#[test]
fn a_subject_is_one_line_of_plain_words() {
    let subject = |company| written("join", company).expect("a letter").subject;
    assert_eq!(subject("Müller & Söhne's \"<b>\" a/b"), "Join Müller & Söhne's \"<b>\" a/b");
    assert_eq!(subject("X\r\nBcc: eve@evil.example\u{0}\u{2028}"), "Join X Bcc: eve@evil.example");
    assert_eq!(subject("&amp; </title><title>"), "Join &amp; </title><title>");
}

#[test]
fn a_letter_without_a_subject_is_not_written() {
    let error = written("bare", "Northgate Water").err();
    assert!(matches!(error, Some(WriteError::NoSubject { template }) if template == "bare"));
    assert!(matches!(written("none", "Northgate Water").err(), Some(WriteError::Words(_))));
}
