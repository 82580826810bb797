//! Every template listed, and rendered with every sample, strictly; every message written, and used. The samples' pages
//! are left in `target/samples`, where `web/tests/html.test.mjs` asks whether they are valid HTML.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use front::Texts;
use portico::compose;

use crate::program;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Texts of every part but the pages' own crate, which the check adds by itself.
pub fn others() -> Vec<Texts> {
    let first = |texts: &Texts| texts.templates.first().map(|(name, _)| *name);
    compose::texts().into_iter().filter(|texts| first(texts) != first(&front::TEXTS)).collect()
}

#[test]
fn every_template_renders_with_every_sample() {
    let others = others();
    let pages = front::render_samples(&others.iter().collect::<Vec<_>>()).unwrap_or_else(|faults| panic!("{faults}"));
    let folder = root().join("target/samples");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the samples");
    for page in &pages {
        let name = format!("{}--{}--{}.html", page.template.replace(['/', '.'], "_"), page.sample, page.locale);
        fs::write(folder.join(name.replace(' ', "-")), &page.text).expect("a page");
    }
    let shown: BTreeSet<&str> = pages.iter().map(|page| page.template).collect();
    for texts in compose::texts() {
        for (name, text) in texts.templates {
            // What is only ever a part of others is shown with them.
            let is_page = text.contains("{%- extends") || text.contains("{% extends");
            let is_frame = name.starts_with("layouts/");
            assert!(!is_page || is_frame || shown.contains(name), "{name} has no samples, so nobody ever renders it");
        }
    }
}

/// Whether a form takes so long to fill in that what was typed may not be lost: it has words of several lines, or many
/// of one. What holds a password is never kept.
fn takes_long(form: &str) -> bool {
    let typed = ["type=\"text\"", "type=\"email\"", "type=\"tel\"", "type=\"url\""];
    let boxes: usize = typed.iter().map(|kind| form.matches(kind).count()).sum();
    (form.contains("<textarea") || boxes > 3) && !form.contains("type=\"password\"")
}

#[test]
fn whatever_takes_long_to_fill_in_is_kept_while_it_is_typed() {
    let others = others();
    let pages = front::render_samples(&others.iter().collect::<Vec<_>>()).unwrap_or_else(|faults| panic!("{faults}"));
    let mut long = 0;
    // Whoever opened a link is nobody for whom anything could be kept; see `layouts/record.html`.
    for page in pages.iter().filter(|page| !page.sample.starts_with("by a link")) {
        let forms = page.text.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        for form in forms.filter(|form| form.contains("method=\"post\"") && takes_long(form)) {
            let tag = form.split('>').next().unwrap_or_default();
            assert!(tag.contains("data-draft="), "{} loses what was typed into <form{tag}>", page.template);
            long += 1;
        }
    }
    assert!(long > 3, "only {long} forms were found");
}

/// The templates that lie in folders called `templates`, by the names they are listed under.
fn templates(folder: &Path, home: Option<&Path>, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = home.and_then(|home| path.strip_prefix(home).ok()).and_then(Path::to_str);
        if path.is_dir() {
            let begins = (entry.file_name() == "templates").then_some(path.as_path());
            templates(&path, home.or(begins), found);
        } else if let Some(name) = name.filter(|name| name.ends_with(".html") || name.ends_with(".txt")) {
            found.insert(name.to_owned());
        }
    }
}

#[test]
fn every_template_is_listed() {
    let mut found = BTreeSet::new();
    templates(&root().join("crates"), None, &mut found);
    let listed: BTreeSet<String> =
        compose::texts().iter().flat_map(|texts| texts.templates).map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, found);
}

/// What programs and templates say, and what Fluent's own files refer to.
fn sources(folder: &Path, ending: &[&str], found: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && name != "node_modules" {
            sources(&path, ending, found);
        } else if ending.iter().any(|ending| name.ends_with(ending)) {
            found.push_str(&fs::read_to_string(&path).unwrap_or_default());
            found.push('\n');
        }
    }
}

/// Whether a message is named in full, by its beginning (`"imports-state-" ~ state`), or by another message.
fn is_used(id: &str, said: &str, beginnings: &BTreeSet<&str>, messages: &str) -> bool {
    let quoted = [format!("\"{id}\""), format!("'{id}'"), format!("\\\"{id}\\\"")];
    let more = id.strip_suffix("-more").is_some_and(|short| is_used(short, said, beginnings, messages));
    more || quoted.iter().any(|quoted| said.contains(quoted))
        || beginnings.iter().any(|beginning| id.starts_with(beginning))
        || messages.contains(&format!("{{ {id} }}"))
}

/// Beginnings of messages that are put together: words with hyphens that end in one, before a quotation mark or a brace.
fn beginnings(said: &str) -> BTreeSet<&str> {
    let ends = said.match_indices("-\"").chain(said.match_indices("-'")).chain(said.match_indices("-{"));
    let of = |(at, _): (usize, &str)| {
        let head = &said[..=at];
        let is_of_id = |letter: &u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || *letter == b'-';
        let from = head.len() - head.bytes().rev().take_while(is_of_id).count();
        let begins = head[..from].ends_with(['"', '\'']);
        (begins && head.len() - from > 4).then(|| &head[from..])
    };
    ends.filter_map(of).collect()
}

#[test]
fn every_message_is_used_and_none_is_missing() {
    let (catalogue, _) = compose::words().expect("the words fit together");
    let (mut said, mut messages) = (String::new(), String::new());
    sources(&root().join("crates"), &[".rs", ".html", ".txt", ".toml"], &mut said);
    sources(&root().join("crates"), &[".ftl"], &mut messages);
    // The journal puts the technical names of everything there is into words: see `audit/src/pages/words.rs`.
    let mut beginnings = beginnings(&said);
    beginnings.extend(["actor-", "did-", "kind-", "part-"]);
    // Keys put what they may do into words: see `api/src/pages/may.rs`.
    beginnings.extend(["may-", "reads-"]);
    let unused: Vec<&str> = catalogue.ids().filter(|id| !is_used(id, &said, &beginnings, &messages)).collect();
    assert!(unused.is_empty(), "nobody says these messages; take them out:\n{}", unused.join("\n"));
    let known: BTreeSet<&str> = catalogue.ids().collect();
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for call in ["Message::new(\"", "label: \"", "group: Some(\"", "say(&me, \"", "say(me, \"", "say(visit, \""] {
        let named = said.match_indices(call).filter_map(|(at, _)| said[at + call.len()..].split('"').next());
        missing.extend(named.filter(|id| id.contains('-') && !id.contains(' ') && !known.contains(id)));
    }
    let told: Vec<&str> = missing.into_iter().collect();
    assert!(told.is_empty(), "nobody wrote these messages:\n{}", told.join("\n"));
}

#[test]
fn every_stock_role_has_a_name_that_people_read() {
    let (catalogue, _) = compose::words().expect("the words fit together");
    let roles = compose::stock_roles();
    let ids: Vec<String> = roles.iter().map(|role| format!("role-{}", role.name)).collect();
    let missing: Vec<&String> = ids.iter().filter(|id| !catalogue.knows(id)).collect();
    assert!(missing.is_empty(), "pages would show technical names: {missing:?}");
}

#[test]
fn the_journal_has_words_for_all_there_is() {
    let (catalogue, _) = compose::words().expect("the words fit together");
    let registry = gateway::Registry::of(compose::services()).expect("the services fit together");
    let operations: Vec<_> = registry.actions().map(|action| action.name.to_string()).collect();
    let parts = operations.iter().filter_map(|name| name.split('.').next()).map(|part| format!("part-{part}"));
    let did = operations.iter().map(|name| format!("did-{}", name.replace('.', "-")));
    let kinds = registry.objects().iter().map(|object| format!("kind-{}", object.kind));
    let wanted: BTreeSet<String> = parts.chain(did).chain(kinds).collect();
    let missing: Vec<String> = wanted.into_iter().filter(|id| !catalogue.knows(id)).collect();
    assert!(missing.is_empty(), "the journal would show technical names:\n{}", missing.join("\n"));
}

#[test]
fn whoever_makes_a_key_chooses_in_words_and_there_are_no_others() {
    let (catalogue, _) = compose::words().expect("the words fit together");
    let registry = gateway::Registry::of(compose::services()).expect("the services fit together");
    let mut wanted = BTreeSet::new();
    for operation in registry.operations().filter(|operation| !program::is_for_people(operation.spec())) {
        let name = &*operation.spec().name;
        wanted.insert(if operation.shape() == gateway::Shape::Command {
            format!("may-{}", name.replace('.', "-"))
        } else {
            format!("reads-{}", name.split('.').next().unwrap_or(name))
        });
    }
    let is_of_keys = |id: &&str| id.starts_with("may-") || id.starts_with("reads-");
    let known: BTreeSet<String> = catalogue.ids().filter(is_of_keys).map(str::to_owned).collect();
    assert_eq!(known, wanted, "what is written, and what a key may do");
}
