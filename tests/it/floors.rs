//! The floors of the house, read from the manifests; and the size of its rooms.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Each crate's floor; it may use crates of lower floors only.
const FLOORS: [(&str, u8); 29] = [
    ("fuzz", 0),
    ("macros", 0),
    ("kernel", 1),
    ("telemetry", 2),
    ("access", 2),
    ("words", 2),
    ("saml", 2),
    ("egress", 2),
    ("store", 3),
    ("directory", 4),
    ("journal", 4),
    ("gateway", 5),
    ("jobs", 6),
    ("backup", 6),
    ("mail", 6),
    ("files", 6),
    ("search", 6),
    ("sync", 6),
    ("front", 7),
    ("api", 8),
    ("webhooks", 8),
    ("identity", 8),
    ("scim", 9),
    ("oauth", 9),
    ("edge", 9),
    ("guard", 10),
    ("portico", 11),
    ("bench", 12),
    ("it", 12),
];

/// Services lie on one floor and never use each other.
const SERVICES: u8 = 8;

/// `macros` may be used from anywhere: it only writes code.
fn floor(name: &str, path: &Path) -> Option<u8> {
    if path.components().any(|part| part.as_os_str() == "services") {
        return Some(SERVICES);
    }
    FLOORS.iter().find(|(known, _)| *known == name).map(|(_, floor)| *floor)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn manifests(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !matches!(entry.file_name().to_str(), Some("target" | "node_modules" | "src" | ".git")) {
            manifests(&path, found);
        } else if entry.file_name() == "Cargo.toml" {
            found.push(path);
        }
    }
}

#[test]
fn a_crate_uses_only_what_lies_below_it() {
    let mut found = Vec::new();
    manifests(&root().join("crates"), &mut found);
    let mut crates = BTreeMap::new();
    for manifest in &found {
        let text = fs::read_to_string(manifest).unwrap();
        let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap().to_owned();
        let place = floor(&name, manifest)
            .unwrap_or_else(|| panic!("{name} has no floor; give it one in ARCHITECTURE.md and here"));
        let section = text.split("[dependencies]").nth(1).unwrap_or_default();
        let uses: Vec<String> = section
            .lines()
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty()).map(str::to_owned))
            .collect();
        crates.insert(name, (place, uses));
    }
    assert!(crates.len() >= 8, "the manifests were not found");
    for (name, (place, uses)) in &crates {
        for used in uses {
            let Some((below, _)) = crates.get(used) else { continue };
            assert!(below < place, "{name} (floor {place}) uses {used} (floor {below})");
        }
    }
}

#[test]
fn files_are_small_enough_to_be_read() {
    let mut sizes = Vec::new();
    sources(&root().join("crates"), &mut sizes);
    sizes.sort();
    let at = |share: usize| sizes[(sizes.len() - 1) * share / 100].0;
    let (largest, path) = sizes.last().expect("sources");
    println!(
        "{} files: median {}, 95th percentile {}, largest {largest} ({})",
        sizes.len(),
        at(50),
        at(95),
        path.display()
    );
    assert!(*largest <= 500, "{} has {largest} lines", path.display());
    assert!(at(95) <= 350 && at(50) <= 120, "median {}, 95th percentile {}", at(50), at(95));
}

/// On PostgreSQL some modules are skipped by name, wherever that name stands: a story must not be called so.
#[test]
fn no_story_is_skipped_for_its_name() {
    let makefile = fs::read_to_string(root().join("Makefile")).expect("the Makefile");
    let skipped = makefile.lines().find_map(|line| line.strip_prefix("NO_DATABASE := ")).expect("what is skipped");
    let modules: Vec<&str> = skipped.split("--skip ").filter_map(|word| word.trim().strip_suffix("::")).collect();
    assert!(modules.contains(&"hostile"), "{modules:?}");
    let folder = root().join("tests/it");
    let mut stories = Vec::new();
    sources(&folder, &mut stories);
    for (_, path) in &stories {
        let below = path.strip_prefix(&folder).expect("a story").with_extension("");
        // The pages' commands bring their own database.
        let named = |module: &&&str| **module != "docs" && below.iter().any(|part| part == **module);
        let found = modules.iter().find(named);
        assert!(found.is_none(), "{} would not be told on PostgreSQL; call it otherwise", path.display());
    }
}

fn sources(folder: &Path, found: &mut Vec<(usize, PathBuf)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((fs::read_to_string(&path).unwrap().lines().count(), path));
        }
    }
}
