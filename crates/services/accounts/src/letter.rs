//! The mail of an invitation, shown beside the form it is made from.

use directory::INVITATION_LIFETIME;
use front::{Failure, InvitationLetter, LetterPreview, Signed};
use gateway::{Raw, RawField};

/// Whether the form was sent to see the mail, by the button named `_preview`; then nothing is sent to anybody.
pub(crate) fn is_asked_for(raw: &Raw) -> bool {
    raw.field("_preview") != RawField::Absent
}

/// What was typed into the form an earlier time and not sent, as the form would bring it.
pub(crate) fn kept(by: &Signed) -> Raw {
    let field = |name: &str| Some((name.to_owned(), by.typed(name)?.to_owned()));
    Raw::Form(["email", "role", "note"].into_iter().filter_map(field).collect())
}

/// The mail as it would leave now. Whose the address is, is not looked up: else whoever types one learns whether
/// somebody here has it.
pub(crate) fn preview(by: &Signed, company: &str, role: &str, note: &str) -> Result<LetterPreview, Failure> {
    let (now, note) = (by.formats.now(), note.trim());
    let told = InvitationLetter {
        name: None,
        inviter: by.admission.as_ref().map(|admission| admission.name.as_str()),
        company: Some(company),
        role,
        note: (!note.is_empty()).then_some(note),
        expires_at: now.plus(INVITATION_LIFETIME),
    };
    Ok(by.site().invitation_preview(told, now)?)
}
