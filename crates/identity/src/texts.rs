use front::Texts;

/// The templates, samples and messages of signing in.
pub const TEXTS: Texts = front::texts! {
    folder: "identity",
    pages: [
        "add_address",
        "authenticator",
        "name",
        "check_mail",
        "invitation",
        "invitation_ran_out",
        "link_expired",
        "other_device",
        "passkey",
        "password_change",
        "password_reset",
        "password_set",
        "press",
        "proof",
        "recovery_codes",
        "second_proof",
        "security",
        "sign_in",
    ],
    parts: ["foot", "security_rows"],
    letters: [
        "mail/address_verification",
        "mail/asked_again",
        "mail/factor_changed",
        "mail/invitation",
        "mail/new_device",
        "mail/password_changed",
        "mail/password_reset",
        "mail/sign_in",
    ],
    messages: [("en-GB", "identity/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};
