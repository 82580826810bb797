//! What stands in a file of settings that somebody has mistyped: the line may be the one with the password in it.

use figment::{
    Figment,
    providers::{Format as _, Toml},
};
use fuzz::{Target, lines};

use super::Settings;

/// Whatever is wrong, it is told without the value: what stands behind `password`, `database` and `passphrase` is a secret.
/// Red when an error of the reader is passed on as it is, which shows the line.
fn no_error_tells_a_secret(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for before in ["database = ", "[mail.smtp]\nhost = \"h\"\npassword = ", "[backup]\npassphrase = "] {
        for begun in ["", "\"", "'", "[\"", "{ a = \""] {
            let settings = format!("{before}{begun}zwitscher{text}\n");
            let Err(error) = Settings::of(&Figment::from(Toml::string(&settings))) else { continue };
            let told = format!("{error:#}");
            assert!(!told.contains("zwitscher"), "{settings:?}: {told}");
        }
    }
}

fuzz::target!(
    mistyped,
    Target::of(lines(include_str!("../../fuzz/settings.txt")), &["\"", "'", "=", "\n", "[mail]\n", "#", "}", "]"]),
    no_error_tells_a_secret
);
