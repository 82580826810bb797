//! What a hostile provider, or somebody on the way, does in vain where SAML is spoken.

use std::time::Duration;

use axum::http::StatusCode;
use journal::Entry;
use kernel::Clock as _;

use super::{
    answers::{TRANSIENT, Told, signature},
    company::{Begun, Company, Signed},
    wrapping::wrapped,
};
use crate::{
    visitor::{Answer, Visitor},
    world::{member, staff},
};

/// The page is that of every refusal, nobody is in, nobody was made, and it is written down.
async fn refused(company: &Company, browser: &Visitor, answer: &Answer, called: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{called}: {}", answer.to);
    assert!(answer.text().contains("Your company did not let you in"), "{called}: {}", answer.text());
    let raw = company.stage.portal.app.db.unguarded();
    assert!(raw.first(identity::SsoIdentity::ID.is_known()).await.unwrap().is_none(), "{called}: somebody was linked");
    let noted = raw.find(Entry::EVENT.is(&"sso.refused".to_owned())).await.unwrap();
    assert!(!noted.is_empty(), "{called}: nothing was written down");
    assert!(!company.stage.is_in(browser).await, "{called}: somebody is in");
}

/// Somebody leaves, and this is brought back for them.
async fn tries(company: &Company, called: &str, made: impl FnOnce(&Begun) -> String) {
    let browser = company.browser();
    let begun = company.begins(&browser).await;
    let answer = company.brings(&browser, &begun.state, &made(&begun)).await;
    refused(company, &browser, &answer, called).await;
}

/// After all that was tried, an honest answer lets Sade in.
async fn still_works(company: &Company) {
    let browser = company.browser();
    let answer = company.comes(&browser, |_| {}).await;
    assert!(company.stage.is_in(&browser).await, "{}", answer.text());
}

/// What is done to an answer before it is handed in.
type Change = fn(&str) -> String;

#[tokio::test]
async fn a_signature_that_is_wrapped_proves_nothing() {
    let company = Company::open().await;
    company.stage.member("Amelia", "amelia@northgate.example", "admin").await;
    for number in 1..=8 {
        let signed = if number <= 2 { Signed::Both } else { Signed::Assertion };
        let made = |begun: &Begun| {
            let xml = wrapped(number, &company.signs(&company.told(begun), signed, false));
            assert!(xml.contains("amelia@northgate.example"), "variant {number} says nothing else");
            xml
        };
        tries(&company, &format!("variant {number}"), made).await;
    }
    still_works(&company).await;
}

#[tokio::test]
async fn what_is_not_signed_itself_by_the_provider_proves_nothing() {
    let company = Company::open().await;
    let told = |begun: &Begun| company.told(begun);
    tries(&company, "not signed", |begun| told(begun).xml()).await;
    tries(&company, "only the answer is signed", |begun| company.signs(&told(begun), Signed::Answer, false)).await;
    tries(&company, "another key", |begun| company.signs(&told(begun), Signed::Assertion, true)).await;
    tries(&company, "altered", |begun| company.signed(&told(begun)).replace("sade@", "amelia@")).await;
    let cut = |xml: &str| xml.replace(signature(xml), "");
    tries(&company, "the signature was cut out", |begun| cut(&company.signed(&told(begun)))).await;
    let sha_1 = |xml: &str| {
        let by = |text: &str| text.replace("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1");
        by(xml).replace("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1")
    };
    tries(&company, "SHA-1", |begun| sha_1(&company.signed(&told(begun)))).await;
    tries(&company, "no answer at all", |_| "nonsense".to_owned()).await;
    let browser = company.browser();
    let begun = company.begins(&browser).await;
    let both = company.signs(&company.told(&begun), Signed::Both, false);
    assert_eq!(company.brings(&browser, &begun.state, &both).await.to, "/", "both signed, as some providers do");
}

#[tokio::test]
async fn what_no_answer_holds_is_not_even_read() {
    let company = Company::open().await;
    let changes: [(&str, Change); 6] = [
        // What is signed is signed without its comments, so that no signature notices these two.
        ("a comment in the name", |xml| xml.replace(">s-1<", ">s<!-- -->-1<")),
        ("a comment in the address", |xml| xml.replace(">sade@northgate.example<", ">sade@north<!---->gate.example<")),
        ("a document type", |xml| format!("<!DOCTYPE samlp:Response>{xml}")),
        ("an entity of a file", |xml| {
            let entity = "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
            format!("{entity}{}", xml.replace(">s-1<", ">&f;<"))
        }),
        ("one id twice", |xml| xml.replacen("ID=\"_answer\"", &format!("ID=\"{}\"", id_of(xml)), 1)),
        ("an instruction", |xml| xml.replacen("<samlp:Status>", "<?portal let-in?><samlp:Status>", 1)),
    ];
    for (called, change) in changes {
        tries(&company, called, |begun| change(&company.signed(&company.told(begun)))).await;
    }
    still_works(&company).await;
}

fn id_of(xml: &str) -> &str {
    let from = xml.find("ID=\"_a-").expect("an assertion") + 4;
    xml[from..].split('"').next().unwrap_or_default()
}

#[tokio::test]
async fn an_answer_is_for_this_portal_this_request_and_now() {
    let company = Company::open().await;
    let meridian = format!("http://portal.test/sign-in/saml/{}", company.stage.meridian.uuid());
    let another = format!("{meridian}/acs");
    let other = |told: Told, called: &str| match called {
        "audience" => Told { audience: meridian.clone(), ..told },
        "recipient" => Told { recipient: another.clone(), ..told },
        "destination" => Told { destination: another.clone(), ..told },
        "provider" => Told { issuer: "https://evil.example/idp".to_owned(), ..told },
        "request" => Told { request: "_another".to_owned(), ..told },
        "over" => Told { from: told.from.minus(HOUR), until: told.until.minus(HOUR), ..told },
        "to come" => Told { from: told.from.plus(HOUR), until: told.until.plus(HOUR), ..told },
        "passing name" => Told { format: TRANSIENT, ..told },
        "no name" => Told { subject: String::new(), ..told },
        _ => told,
    };
    let all =
        ["audience", "recipient", "destination", "provider", "request", "over", "to come", "passing name", "no name"];
    for called in all {
        tries(&company, called, |begun| company.signed(&other(company.told(begun), called))).await;
    }
    still_works(&company).await;
}

const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn an_answer_counts_once_and_in_the_browser_that_asked() {
    let company = Company::open().await;
    let (sade, eve) = (company.browser(), company.browser());
    eve.get("/sign-in").await;
    let begun = company.begins(&sade).await;
    let answer = company.signed(&company.told(&begun));
    assert_eq!(company.brings(&eve, &begun.state, &answer).await.to, "/sign-in?said=company");
    assert!(!company.stage.is_in(&eve).await);
    assert_eq!(company.brings(&sade, &begun.state, &answer).await.to, "/");
    assert_eq!(company.brings(&sade, &begun.state, &answer).await.to, "/sign-in?said=company", "it counts twice");
    // The same assertion, though it were for another request: what is signed names the first.
    let second = company.begins(&eve).await;
    assert_eq!(company.brings(&eve, &second.state, &answer).await.status, StatusCode::FORBIDDEN);
    assert!(!company.stage.is_in(&eve).await);
    // A provider that calls two assertions the same.
    let third = company.begins(&eve).await;
    let mut told = company.told(&third);
    "_a-once".clone_into(&mut told.assertion);
    assert_eq!(company.brings(&eve, &third.state, &company.signed(&told)).await.to, "/");
    let late = company.browser();
    let fourth = company.begins(&late).await;
    let told = Told { assertion: "_a-once".to_owned(), ..company.told(&fourth) };
    assert_eq!(company.brings(&late, &fourth.state, &company.signed(&told)).await.status, StatusCode::FORBIDDEN);
    assert!(!company.stage.is_in(&late).await);
}

#[tokio::test]
async fn whoever_began_gets_nothing_of_what_another_browser_brought() {
    let company = Company::open().await;
    let eve = company.browser();
    let begun = company.begins(&eve).await;
    // Sade followed Eve's link to the provider, which knows Sade.
    let put_by = company.posts(&begun.state, &company.signed(&company.told(&begun))).await;
    assert_eq!(put_by.status, StatusCode::SEE_OTHER);
    for mark in ["", "&mark=", "&mark=x"] {
        let tried = eve.get(&format!("/sign-in/callback?saml={}{mark}", begun.state)).await;
        assert_eq!(tried.to, "/sign-in?said=company");
    }
    assert!(!company.stage.is_in(&eve).await, "Eve is in as Sade");
    assert_eq!(company.browser().get(&put_by.to).await.to, "/sign-in?said=company", "Sade's browser did not begin");
}

#[tokio::test]
async fn an_answer_waits_a_moment_and_a_request_a_quarter_of_an_hour() {
    let company = Company::open().await;
    let sade = company.browser();
    let clock = &company.stage.portal.clock;
    let begun = company.begins(&sade).await;
    let put_by = company.posts(&begun.state, &company.signed(&company.told(&begun))).await;
    clock.advance(Duration::from_mins(3));
    assert_eq!(sade.get(&put_by.to).await.to, "/sign-in?said=company");
    let begun = company.begins(&sade).await;
    clock.advance(Duration::from_mins(16));
    let answer = company.signed(&company.told(&begun));
    assert_eq!(company.brings(&sade, &begun.state, &answer).await.to, "/sign-in?said=company");
    assert_eq!(sade.get("/sign-in/callback?saml=x").await.to, "/sign-in?said=company");
    // What was put by and not come for is thrown away.
    let raw = company.stage.portal.app.db.unguarded();
    assert!(raw.first(identity::HeldAnswer::ID.is_known()).await.unwrap().is_some());
    clock.advance(Duration::from_mins(3));
    identity::sweep(&company.stage.portal.app.db, clock.now()).await.unwrap();
    assert!(raw.first(identity::HeldAnswer::ID.is_known()).await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_but_the_accounts_own_people_is_named() {
    let company = Company::open().await;
    let raw = company.stage.portal.app.db.unguarded();
    let tom = staff(raw, "Tom", "agent").await.unwrap();
    company.stage.address(tom, "tom@northgate.example").await;
    let dana = member(raw, "Dana", company.stage.meridian, "admin").await.unwrap().person;
    company.stage.address(dana, "dana@northgate.example").await;
    for (called, email) in [
        ("staff", "tom@northgate.example"),
        ("somebody of another account", "dana@northgate.example"),
        ("a foreign domain", "sade@meridian.example"),
        ("a domain below", "sade@sub.northgate.example"),
        ("no address", ""),
    ] {
        let browser = company.browser();
        let answer = company.comes(&browser, |told| email.clone_into(&mut told.email)).await;
        refused(&company, &browser, &answer, called).await;
    }
    still_works(&company).await;
}

#[tokio::test]
async fn a_company_that_says_no_is_believed() {
    let company = Company::open().await;
    let says_no = |begun: &Begun| {
        let xml = company.told(begun).xml();
        let xml = xml.replace(super::answers::assertion(&xml), "");
        xml.replace("status:Success", "status:Requester")
    };
    let browser = company.browser();
    let begun = company.begins(&browser).await;
    let answer = company.brings(&browser, &begun.state, &says_no(&begun)).await;
    assert!(answer.text().contains("answered that you may not come in"), "{}", answer.text());
    refused(&company, &browser, &answer, "says no").await;
}
