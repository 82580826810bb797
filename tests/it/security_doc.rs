//! What `docs/security.md` names is there: its files, its tests; and its counts are those of its tables.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// From where the page names files.
const PLACES: [&str; 3] = ["", "crates", "tests/it"];

/// Endings of the files it names; what has another, such as a key, lies elsewhere.
const ENDINGS: [&str; 9] = ["cedar", "html", "json", "md", "mjs", "rs", "toml", "ts", "txt"];

/// What may stand about a requirement.
const STATES: [&str; 4] = ["met", "partly", "not met", "not applicable"];

/// How many requirements of the levels 1 and 2 the standard has in its edition 5.0.0.
const REQUIREMENTS: usize = 253;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).expect("the page")
}

/// The file that the page calls so.
fn file(named: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| root().join(place).join(named)).find(|path| path.is_file())
}

/// Whether these words between marks name a file of this repository.
fn is_file(words: &str) -> bool {
    let ending = Path::new(words).extension().and_then(|ending| ending.to_str());
    let is_named = words.contains('/') && !words.starts_with('/') && !words.contains(' ');
    is_named && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Whether the text holds a test of this name; a function alone is none.
fn has_test(text: &str, name: &str) -> bool {
    let begins = [format!("fn {name}("), format!("async fn {name}(")];
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| begins.iter().any(|begin| line.starts_with(begin.as_str())));
    let above = lines.iter().take(at.unwrap_or_default()).rev();
    let mut marks = above.take_while(|line| line.starts_with("#["));
    marks.any(|line| line.starts_with("#[test") || line.starts_with("#[tokio::test"))
}

#[test]
fn every_test_and_file_the_page_names_is_there() {
    let page = page();
    let (mut files, mut tests, mut faults) = (0, 0, Vec::new());
    for words in page.split('`').skip(1).step_by(2) {
        if let Some((named, test)) = words.split_once("::") {
            let text = file(named).map(|path| fs::read_to_string(path).expect("a file of ours")).unwrap_or_default();
            tests += 1;
            if !has_test(&text, test) {
                faults.push(format!("{words} is no test"));
            }
        } else if is_file(words) {
            files += 1;
            if file(words).is_none() {
                faults.push(format!("{words} is no file"));
            }
        }
    }
    assert!(faults.is_empty(), "docs/security.md names what is not there:\n{}", faults.join("\n"));
    assert!(files > 100 && tests > 100, "the page was not read: {files} files, {tests} tests");
}

#[test]
fn the_counts_are_those_of_the_tables() {
    let page = page();
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut shown = 0;
    for line in page.lines().filter(|line| line.starts_with("| v5.0.0-")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, ids, _, state, _, by, _] = cells.as_slice() else { panic!("five cells are wanted: {line}") };
        for id in ids.split(", ") {
            assert!(seen.insert(id), "{id} stands there twice");
            *counted.entry(*state).or_default() += 1;
            shown += usize::from(*state == "met" && by.contains('`'));
        }
    }
    assert_eq!(seen.len(), REQUIREMENTS, "requirements");
    let mut said = vec![format!("| met, and shown by a test | {shown} |")];
    said.extend(STATES.map(|state| format!("| {state} | {} |", counted.remove(state).unwrap_or_default())));
    assert!(counted.is_empty(), "no such states: {counted:?}");
    for row in said {
        assert!(page.contains(&row), "docs/security.md has to say {row}");
    }
}

#[test]
fn a_figure_that_does_not_fit_ends_the_request_in_a_release_too() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    let (_, release) = manifest.split_once("[profile.release]").expect("a profile");
    let own = release.split("\n[").next().unwrap_or_default();
    assert!(own.lines().any(|line| line == "overflow-checks = true"), "{own}");
}
