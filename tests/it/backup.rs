//! Copies of a portal: made while people write, put back where there is nothing, proved, and refused where they are not
//! as they were written.

mod bucket;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use cases::{Case, CaseMessage};
use store::{Db, Options};
use tokio::task::block_in_place;

use crate::{
    kill::{clients::Client, toml},
    process::{self, Said},
    relay::Relay,
    staged::{AMELIA, Staged, number},
    world::blank,
};

const PASSPHRASE: &str = "otter vale pump gasket mill race";

/// How long something may take that happens by itself.
const PATIENCE: Duration = Duration::from_secs(60);

fn run(command: Command) -> Said {
    block_in_place(|| process::run(command))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// A copy of this portal in this folder; gives the copy's own folder.
fn copied(stage: &Staged, target: &Path) -> PathBuf {
    let said = run(stage.command(&["backup", text(target)]));
    assert!(said.done, "{} {}", said.out, said.err);
    only(target).expect("a copy")
}

/// The one copy that lies in a folder.
fn only(target: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(target).ok()?.map(|entry| entry.expect("an entry").path());
    let mut copies: Vec<PathBuf> = entries.filter(|copy| copy.join("manifest.json").is_file()).collect();
    assert!(copies.len() <= 1, "{copies:?}");
    copies.pop()
}

/// The part that holds the database.
fn database(copy: &Path) -> PathBuf {
    ["database.sqlite.gz", "database.dump"]
        .map(|part| copy.join(part))
        .into_iter()
        .find(|part| part.is_file())
        .expect("it")
}

/// A place without a portal: a database and a data folder.
struct Bare {
    options: Options,
    folder: tempfile::TempDir,
    _database: Option<tempfile::TempDir>,
}

impl Bare {
    async fn new() -> Self {
        let (options, database) = blank().await;
        Self { options, folder: tempfile::tempdir().expect("a folder"), _database: database }
    }

    /// With the secrets of a portal, which somebody kept elsewhere.
    async fn with_secrets_of(stage: &Staged) -> Self {
        let bare = Self::new().await;
        let (from, to) = (stage.folder.path().join("secrets"), bare.folder.path().join("secrets"));
        fs::create_dir(&to).expect("a folder");
        // A portal that was never opened has none.
        for entry in fs::read_dir(from).into_iter().flatten().flatten() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
        bare
    }

    fn command(&self, words: &[&str]) -> Command {
        process::portico(self.folder.path(), Some(&self.options.url), words)
    }

    fn restores(&self, source: &Path) -> Said {
        run(self.command(&["restore", text(source)]))
    }

    async fn is_empty(&self) -> bool {
        let file = self.options.url.strip_prefix("sqlite:").map(PathBuf::from);
        match file {
            Some(file) => !file.exists(),
            None => {
                let db = Db::open(&self.options).await.expect("the database");
                let tables = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_tables WHERE schemaname = current_schema()";
                let count = number(&db, tables).await;
                db.close().await.expect("closing");
                count == 0
            }
        }
    }
}

fn told(clients: &[Client]) -> BTreeSet<String> {
    clients.iter().flat_map(|client| client.told.iter().map(|told| told.id.clone())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_before_a_copy_began_is_in_it_whatever_is_written_meanwhile() {
    let relay = Relay::open();
    let stage = Staged::set(&AMELIA, &toml(&relay)).await;
    let (mut clients, _) = stage.hires(3).await;
    let (running, at) = stage.serves();
    let target = stage.folder.path().join("copies");
    let before = block_in_place(|| {
        for client in &mut clients {
            for _ in 0..6 {
                assert!(client.asks(at), "somebody answers");
            }
        }
        told(&clients)
    });
    let going = &AtomicBool::new(true);
    let said = thread::scope(|scope| {
        for client in &mut clients {
            scope.spawn(move || client.works(at, going));
        }
        let said = run(stage.command(&["backup", text(&target)]));
        going.store(false, Ordering::SeqCst);
        said
    });
    drop(running);
    assert!(said.done, "{} {}", said.out, said.err);
    let copy = only(&target).expect("a copy");
    assert!(told(&clients).len() > before.len(), "people went on");

    let said = run(stage.command(&["backup", "rehearse", text(&target)]));
    assert!(
        said.done && said.out.contains("as counted then") && said.out.contains("whole: "),
        "{} {}",
        said.out,
        said.err
    );

    let bare = Bare::with_secrets_of(&stage).await;
    let said = bare.restores(&copy);
    assert!(said.done, "{} {}", said.out, said.err);
    let db = Db::open(&bare.options).await.expect("the database");
    let cases = db.unguarded().find(Case::ID.is_known()).await.expect("cases");
    let messages = db.unguarded().find(CaseMessage::ID.is_known()).await.expect("messages");
    let kept: BTreeSet<String> = cases
        .iter()
        .map(|case| case.id.to_string())
        .chain(messages.iter().map(|message| message.id.to_string()))
        .collect();
    assert!(before.is_subset(&kept), "{:?} are missing", before.difference(&kept));
    db.close().await.expect("closing");
    let said = run(bare.command(&["journal", "verify"]));
    assert!(said.done && said.out.contains("whole: "), "{} {}", said.out, said.err);

    // It is a portal now, so nothing is put over it.
    let again = bare.restores(&copy);
    assert!(!again.done && again.err.contains("already") && again.err.contains("nothing was changed"), "{}", again.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_passphrase_brings_secrets_and_settings_back_to_a_bare_machine_and_without_either_nothing_is_put_back() {
    let stage = Staged::set(&AMELIA, "zone = \"Europe/Lisbon\"\n").await;
    assert!(run(stage.command(&["journal", "checkpoint"])).done, "a key is made for it");
    let (open, sealed) = (stage.folder.path().join("open"), stage.folder.path().join("sealed"));
    let copy = copied(&stage, &open);
    assert!(!copy.join("secrets.sealed").exists());
    let bare = Bare::new().await;
    let refused = bare.restores(&copy);
    assert!(!refused.done && refused.err.contains("journal.key is missing"), "{}", refused.err);
    assert!(refused.err.contains("--without-secrets") && bare.is_empty().await, "{}", refused.err);

    let mut command = stage.command(&["backup", text(&sealed)]);
    command.env("PORTICO_BACKUP__PASSPHRASE", PASSPHRASE);
    let said = run(command);
    assert!(said.done, "{} {}", said.out, said.err);
    let restores = |passphrase: &str| {
        let mut command = bare.command(&["restore", text(&sealed)]);
        command.env("PORTICO_BACKUP__PASSPHRASE", passphrase);
        run(command)
    };
    let refused = restores("mill race gasket pump vale otter");
    assert!(!refused.done && refused.err.contains("passphrase"), "{}", refused.err);
    let said = restores(PASSPHRASE);
    assert!(said.done, "{} {}", said.out, said.err);
    for file in ["portico.toml", "secrets/journal.key"] {
        let [was, is] = [&stage.folder, &bare.folder].map(|folder| fs::read(folder.path().join(file)).expect(file));
        assert_eq!(was, is, "{file}");
    }
    let closed = fs::read(only(&sealed).expect("a copy").join("secrets.sealed")).expect("the secrets");
    let key = fs::read(stage.folder.path().join("secrets/journal.key")).expect("a key");
    assert!(!closed.windows(16).any(|part| key.starts_with(part)), "nobody reads them without it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_byte_that_turned_is_found_before_anything_is_put_back() {
    let stage = Staged::set(&AMELIA, "").await;
    let target = stage.folder.path().join("copies");
    let copy = copied(&stage, &target);
    let part = database(&copy);
    let mut bytes = fs::read(&part).expect("a part");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&part, bytes).expect("a part");
    let bare = Bare::with_secrets_of(&stage).await;
    for said in [run(stage.command(&["backup", "rehearse", text(&target)])), bare.restores(&target)] {
        assert!(!said.done && said.err.contains("is not as it was written"), "{} {}", said.out, said.err);
    }
    assert!(bare.is_empty().await && !target.join("rehearsed.json").exists(), "that proved nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rehearsal_finds_a_copy_that_is_not_what_it_says_and_one_of_a_broken_journal() {
    let relay = Relay::open();
    let stage = Staged::set(&AMELIA, &toml(&relay)).await;
    stage.hires(1).await;
    assert!(run(stage.command(&["journal", "checkpoint"])).done, "it is sealed");
    let (one, other) = (stage.folder.path().join("one"), stage.folder.path().join("other"));
    let manifest = copied(&stage, &one).join("manifest.json");
    let says = fs::read_to_string(&manifest).expect("a manifest");
    let lies = says.replacen("\"persons\": 2", "\"persons\": 3", 1);
    assert_ne!(says, lies, "two people are in it: {says}");
    fs::write(&manifest, lies).expect("a manifest");
    let said = run(stage.command(&["backup", "rehearse", text(&one)]));
    assert!(!said.done && said.err.contains("persons has 2 rows instead of 3"), "{} {}", said.out, said.err);

    let db = stage.db().await;
    let altered =
        "UPDATE journal_entries SET payload = '[1]' WHERE seq = (SELECT MAX(e.seq) FROM journal_entries AS e)";
    db.unguarded().script(altered).await.expect("somebody's hand in the database");
    db.close().await.expect("closing");
    copied(&stage, &other);
    let said = run(stage.command(&["backup", "rehearse", text(&other)]));
    assert!(!said.done && said.err.contains("the journal is broken at entry"), "{} {}", said.out, said.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_that_a_killed_portal_left_is_not_read_into_a_copy() {
    let stage = Staged::set(&AMELIA, "").await;
    let copy = copied(&stage, &stage.folder.path().join("copies"));
    let bare = Bare::with_secrets_of(&stage).await;
    let Some(file) = bare.options.url.strip_prefix("sqlite:") else { return };
    let log = PathBuf::from(format!("{file}-wal"));
    fs::write(&log, "what had not come into the file").expect("a log");
    let refused = bare.restores(&copy);
    assert!(!refused.done && refused.err.contains(text(&log)), "{} {}", refused.out, refused.err);
    assert!(refused.err.contains("nothing was changed") && bare.is_empty().await, "{}", refused.err);
    fs::remove_file(&log).expect("it is moved aside");
    let said = bare.restores(&copy);
    assert!(said.done, "{} {}", said.out, said.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_secrets_are_in_place_before_the_database_and_in_the_way_of_no_other_try() {
    let stage = Staged::set(&AMELIA, "").await;
    assert!(run(stage.command(&["journal", "checkpoint"])).done, "a key is made for it");
    let target = stage.folder.path().join("copies");
    let with_passphrase = |mut command: Command| {
        command.env("PORTICO_BACKUP__PASSPHRASE", PASSPHRASE);
        run(command)
    };
    let said = with_passphrase(stage.command(&["backup", text(&target)]));
    assert!(said.done, "{} {}", said.out, said.err);
    let manifest = only(&target).expect("a copy").join("manifest.json");
    let says = fs::read_to_string(&manifest).expect("a manifest");
    let lies = says.replacen("\"persons\": 2", "\"persons\": 3", 1);
    assert_ne!(says, lies, "two people are in it: {says}");
    fs::write(&manifest, lies).expect("a manifest");
    let (bare, other) = (Bare::new().await, Bare::new().await);
    let refused = with_passphrase(bare.command(&["restore", text(&target)]));
    assert!(!refused.done && refused.err.contains("persons has 2 rows"), "{} {}", refused.out, refused.err);
    let key = |folder: &tempfile::TempDir| fs::read(folder.path().join("secrets/journal.key")).expect("a key");
    assert_eq!(key(&bare.folder), key(&stage.folder), "no start makes another one");
    fs::write(&manifest, says).expect("a manifest");
    let mut again = other.command(&["restore", text(&target)]);
    again.env("PORTICO_DATA", bare.folder.path());
    let said = with_passphrase(again);
    assert!(said.done, "{} {}", said.out, said.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_portal_that_is_served_copies_itself() {
    let target = tempfile::tempdir().expect("a folder");
    let toml = format!("[backup]\ntarget = \"{}\"\nevery = \"15m\"\n", target.path().display());
    let stage = Staged::set(&AMELIA, &toml).await;
    let (_running, _) = stage.serves();
    let begun = Instant::now();
    while only(target.path()).is_none() {
        assert!(begun.elapsed() < PATIENCE, "there is no copy");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let said = run(stage.command(&["backup", "rehearse"]));
    assert!(said.done, "{} {}", said.out, said.err);
    let note = fs::read_to_string(target.path().join("rehearsed.json")).expect("a note of it");
    let copy = only(target.path()).expect("a copy");
    assert!(copy.file_name().is_some_and(|name| note.contains(&*name.to_string_lossy())), "{note}");
}
