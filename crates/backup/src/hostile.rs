//! What lies in a bucket that others may write to, and says that it is a copy.

use fuzz::{Target, files};

use crate::manifest::Manifest;

/// A manifest that is read is of this layout, and is written so that it is read as the same. Red when one of its fields
/// is written under another name than it is read, or one of another layout is taken.
fn a_manifest_is_read_as_it_is_written(input: &[u8]) {
    let Ok(manifest) = Manifest::read(input) else { return };
    let written = serde_json::to_value(&manifest).expect("it can be written");
    assert_eq!(written["format"], 1, "it is laid out in another way");
    let again = Manifest::read(written.to_string().as_bytes()).expect("it was written just now");
    assert_eq!(serde_json::to_value(&again).expect("it can be written"), written);
}

#[test]
fn the_copy_itself_is_read() {
    assert!(Manifest::read(include_bytes!("../fuzz/manifests/copy.json")).is_ok(), "nothing would be tried");
}

fuzz::target!(
    manifests,
    Target::of(
        files(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/manifests")),
        &["\"format\":2", "../", "-1", "18446744073709551616", "null", "[", "{", "\"postgres\"", "\\u0000"]
    ),
    a_manifest_is_read_as_it_is_written
);
