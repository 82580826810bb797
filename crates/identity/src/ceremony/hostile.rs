//! What a browser, or what passes for one, answers when it is asked for a passkey.

use front::Seal;
use fuzz::{Target, lines};
use kernel::{Id, Timestamp};
use uuid::Uuid;

use super::{Ceremony, Url, WebauthnBuilder};

/// Whatever is answered, no key is taken that does not answer this question, and which key it claims to be has a name that
/// can be looked for. Red when the state is not asked for what was asked.
fn no_key_answers_another_question(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (seal, now, person) = (Seal::of(&[7; 32]), Timestamp::from_micros(0), Id::from_uuid(Uuid::from_u128(1)));
    let origin = Url::parse("https://portal.example").expect("an address");
    let webauthn = WebauthnBuilder::new("portal.example", &origin).expect("a name").build().expect("it is whole");
    let ceremony = Ceremony { webauthn, seal: &seal };
    let asked = ceremony.begin_registration(person, "Ben", &[], now).expect("a question");
    assert!(ceremony.finish_registration(person, &text, &asked.state, now).is_none(), "{text}");
    if let Some(claim) = ceremony.claim(&text) {
        assert!(claim.credential_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }
}

fuzz::target!(
    answers,
    Target::of(
        lines(include_str!("../../fuzz/passkeys.txt")),
        &["\"", "null", "{}", "\"extensions\":", "\"transports\":[\"usb\"]", "oWNmbXQ", "v_8", "AAAA", "_____w"]
    ),
    no_key_answers_another_question
);
