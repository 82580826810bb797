use front::Texts;

/// A file of this crate's templates: its name, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("identity/", $name), include_str!(concat!("../templates/identity/", $name)))
    };
}

/// A page and its samples, or a letter and the samples of both its forms.
macro_rules! sampled {
    ($($name:literal . $ending:literal),* $(,)?) => {
        &[$((
            concat!("identity/", $name, ".", $ending),
            include_str!(concat!("../templates/identity/", $name, ".samples.json")),
        )),*]
    };
}

/// The templates, samples and messages of signing in.
pub const TEXTS: Texts = Texts {
    templates: &[
        file!("add_address.html"),
        file!("name.html"),
        file!("check_mail.html"),
        file!("foot.html"),
        file!("invitation.html"),
        file!("invitation_ran_out.html"),
        file!("link_expired.html"),
        file!("other_device.html"),
        file!("password_change.html"),
        file!("password_reset.html"),
        file!("password_set.html"),
        file!("press.html"),
        file!("security.html"),
        file!("security_rows.html"),
        file!("sign_in.html"),
        file!("mail/address_verification.html"),
        file!("mail/address_verification.txt"),
        file!("mail/asked_again.html"),
        file!("mail/asked_again.txt"),
        file!("mail/invitation.html"),
        file!("mail/invitation.txt"),
        file!("mail/new_device.html"),
        file!("mail/new_device.txt"),
        file!("mail/password_changed.html"),
        file!("mail/password_changed.txt"),
        file!("mail/password_reset.html"),
        file!("mail/password_reset.txt"),
        file!("mail/sign_in.html"),
        file!("mail/sign_in.txt"),
    ],
    samples: sampled![
        "add_address"."html",
        "name"."html",
        "check_mail"."html",
        "invitation"."html",
        "invitation_ran_out"."html",
        "link_expired"."html",
        "other_device"."html",
        "password_change"."html",
        "password_reset"."html",
        "password_set"."html",
        "press"."html",
        "security"."html",
        "sign_in"."html",
        "mail/address_verification"."html",
        "mail/address_verification"."txt",
        "mail/asked_again"."html",
        "mail/asked_again"."txt",
        "mail/invitation"."html",
        "mail/invitation"."txt",
        "mail/new_device"."html",
        "mail/new_device"."txt",
        "mail/password_changed"."html",
        "mail/password_changed"."txt",
        "mail/password_reset"."html",
        "mail/password_reset"."txt",
        "mail/sign_in"."html",
        "mail/sign_in"."txt",
    ],
    messages: &[("en-GB", "identity/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::TEXTS;

    #[test]
    fn every_template_is_listed() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found = BTreeSet::new();
        for folder in ["identity", "identity/mail"] {
            for entry in fs::read_dir(home.join(folder)).expect("the folder is there") {
                let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
                if name.ends_with(".html") || name.ends_with(".txt") {
                    found.insert(format!("{folder}/{name}"));
                }
            }
        }
        let listed: BTreeSet<String> = TEXTS.templates.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, found);
    }
}
