//! A database that is not there, goes away, is taken, or is full.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use axum::{body::Body, http::Method};
use directory::Address;
use kernel::{Id, ManualClock, SystemClock};
use portico::compose::{self, App};
use store::{Backend, Db, Options, Sql};

use crate::{
    guard::portal::{Browser, settings},
    process,
    visitor::{Answer, encoded, signed_in_now},
    world::{self, START, fresh},
};

/// A portal over this database, with one person who is signed in.
struct Small {
    app: App,
    token: String,
}

impl Small {
    async fn over(url: &str, data: PathBuf) -> Self {
        let mut options = Options::at(url);
        options.patience = Duration::from_secs(1);
        let db = Db::open(&options).await.expect("a database");
        compose::migrate(&db, &SystemClock).await.expect("the schema");
        let clock = Arc::new(ManualClock::at(START));
        let app = compose::open(db, &settings(url, data), clock).await.expect("the parts fit together");
        let raw = app.db.unguarded();
        let person = world::person(raw, "Ben").await.expect("a person");
        let token = signed_in_now(raw, person).await;
        Self { app, token }
    }

    fn browser(&self) -> Browser<'_> {
        Browser::new(&self.app.router, Some(&self.token))
    }

    async fn addresses(&self) -> usize {
        self.app.db.unguarded().find(Address::ID.is_known()).await.expect("addresses").len()
    }
}

/// Sends the form that adds an address.
async fn add(browser: &Browser<'_>, csrf: &str, email: &str) -> Answer {
    let fields = [("email".to_owned(), email.to_owned()), ("csrf".to_owned(), csrf.to_owned())];
    browser.raw(Method::POST, "/me/addresses", "/me/addresses/new", Body::from(encoded(&fields))).await
}

async fn read(browser: &Browser<'_>) -> Answer {
    browser.raw(Method::GET, "/me/sign-in", "", Body::empty()).await
}

#[test]
fn a_database_that_is_not_there_at_the_start_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("words.db"), "These are words. ".repeat(100)).unwrap();
    std::fs::create_dir(folder.path().join("folder.db")).unwrap();
    for (database, says) in [
        ("postgres://portico@%2Fnowhere%2Fat%2Fall/portico", "is it there, and may this program use it?"),
        ("sqlite:words.db", "words.db"),
        ("sqlite:folder.db", "folder.db"),
        ("sqlite:/proc/nowhere/portico.db", "/proc/nowhere"),
        ("mysql://localhost/portico", "neither sqlite: nor postgres:"),
    ] {
        let said = process::run(process::portico(folder.path(), Some(database), &["serve"]));
        assert!(!said.done && said.err.contains(says), "{database}: {} {}", said.out, said.err);
        assert!(said.err.trim_end().lines().count() == 1, "{database}: one line, not {}", said.err);
    }
}

#[test]
fn a_second_server_on_one_file_is_refused_and_the_first_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (port, other) = (process::free_port(), process::free_port());
    let _first = process::serve(folder.path(), None, port);
    let mut second = process::portico(folder.path(), None, &["serve"]);
    second.env("PORTICO_LISTEN", format!("127.0.0.1:{other}"));
    for command in [second, process::portico(folder.path(), None, &["db", "migrate"])] {
        let said = process::run(command);
        assert!(!said.done, "{}", said.out);
        assert!(said.err.contains("another Portico is running on this database; stop it first"), "{}", said.err);
    }
    // What may be done beside it still may.
    let said = process::run(process::portico(folder.path(), None, &["staff", "invite", "tom@harrow.example"]));
    assert!(said.done && said.out.contains("/invitations/"), "{} {}", said.out, said.err);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
}

#[tokio::test]
async fn a_server_that_goes_away_is_said_to_and_is_used_again_when_it_is_back() {
    if world::server().is_none() {
        println!("not tried: there is no PostgreSQL here, so none can go away");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("postgres");
    // The server runs under an account of its own, which has to get there.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    postgres("start", &dir);
    let _stopped = Stopped(&dir);
    let small = Small::over(&postgres("create", &dir), folder.path().to_owned()).await;
    let browser = small.browser();
    let csrf = browser.token().await;
    assert_eq!(add(&browser, &csrf, "one@northgate.example").await.status, 303);

    postgres("stop", &dir);
    for answer in [read(&browser).await, add(&browser, &csrf, "two@northgate.example").await] {
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.text().contains("This is not available just now"), "{}", answer.text());
        assert!(answer.text().contains("Your data is safe"), "{}", answer.text());
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }

    postgres("start", &dir);
    assert_eq!(read(&browser).await.status, 200);
    assert_eq!(small.addresses().await, 1, "what was refused is not there");
    assert_eq!(add(&browser, &csrf, "two@northgate.example").await.status, 303, "and can be sent again");
    assert_eq!(small.addresses().await, 2);
}

fn postgres(action: &str, dir: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres.sh");
    // As in earnest: what was committed outlives the server.
    let output = Command::new("bash").arg(script).arg(action).arg(dir).arg("durable").output().expect("the script");
    assert!(output.status.success(), "{action}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

struct Stopped<'d>(&'d Path);

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        postgres("stop", self.0);
    }
}

/// A disk of a few megabytes, in memory.
struct Disk(tempfile::TempDir);

impl Disk {
    /// Nothing where this may not be done: only root mounts.
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", "size=16m", "tmpfs"], folder.path());
        mounted.then(|| Self(folder))
    }

    fn remount(&self, how: &str) {
        // The last of the connections may still be on its way out.
        let begun = std::time::Instant::now();
        while !mount(&["-o", &format!("remount,{how}")], self.0.path()) {
            assert!(begun.elapsed() < Duration::from_secs(20), "remounting {how}");
        }
    }

    fn fill(&self) -> PathBuf {
        let junk = self.0.path().join("junk");
        let mut size = 16 << 20;
        while size > 0 {
            let mut bytes = std::fs::read(&junk).unwrap_or_default();
            bytes.resize(bytes.len() + size, 7);
            if std::fs::write(&junk, &bytes).is_err() {
                size /= 2;
            }
        }
        junk
    }
}

fn mount(words: &[&str], folder: &Path) -> bool {
    Command::new("mount").args(words).arg(folder).output().is_ok_and(|output| output.status.success())
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[tokio::test]
async fn a_full_disk_keeps_what_is_there_and_says_what_to_do() {
    let Some(disk) = Disk::mounted() else {
        println!("not tried: only root can mount a small disk to be filled");
        return;
    };
    let url = format!("sqlite:{}", disk.0.path().join("portico.db").display());
    let small = Small::over(&url, disk.0.path().to_owned()).await;
    let browser = small.browser();
    let csrf = browser.token().await;
    assert_eq!(add(&browser, &csrf, "one@northgate.example").await.status, 303);
    let junk = disk.fill();
    let answer = add(&browser, &csrf, &format!("{}@northgate.example", "two".repeat(20))).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.text().contains("The portal has no room left"), "{}", answer.text());
    assert_eq!(read(&browser).await.status, 200, "reading goes on");
    assert_eq!(small.addresses().await, 1, "nothing is half done");
    std::fs::remove_file(junk).unwrap();
    assert_eq!(add(&browser, &csrf, "two@northgate.example").await.status, 303);
    assert_eq!(small.addresses().await, 2);
    whole(&small.app.db).await;
}

#[tokio::test]
async fn a_disk_that_may_only_be_read_is_said_to_be_away() {
    let Some(disk) = Disk::mounted() else {
        println!("not tried: only root can mount a disk and take writing from it");
        return;
    };
    let url = format!("sqlite:{}", disk.0.path().join("portico.db").display());
    let small = Small::over(&url, disk.0.path().to_owned()).await;
    let browser = small.browser();
    let csrf = browser.token().await;
    // A device that failed is remounted so; the files that are open feel it with their next write.
    assert_eq!(add(&browser, &csrf, "one@northgate.example").await.status, 303);
    drop(browser);
    small.app.db.clone().close().await.unwrap();
    drop(small);
    disk.remount("ro");
    let said = process::run(process::portico(disk.0.path(), Some(&url), &["serve"]));
    assert!(!said.done && said.err.contains("is the folder writable?"), "{} {}", said.out, said.err);
    disk.remount("rw");
    let small = Small::over(&url, disk.0.path().to_owned()).await;
    assert_eq!(small.addresses().await, 1, "nothing is lost");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_makes_room_for_another() {
    let (options, _folder) = world::blank().await;
    let db = Db::open(&options).await.expect("a database");
    if db.backend() == Backend::Sqlite {
        // It has no server that could close anything.
        return;
    }
    let one = || Sql::new("SELECT 1");
    db.unguarded().query(one()).await.expect("the database answers");
    let work = db.begin().await.expect("a connection that writes");
    let all = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    work.unguarded().query(Sql::new(all)).await.expect("every other connection is closed");
    work.commit().await.expect("the end of it");
    db.unguarded().query(one()).await.expect("another connection answers");
}

async fn whole(db: &Db) {
    journal::seal::seal(db).await.expect("sealing");
    let verdict = journal::verify::verify(db, None).await.expect("the journal");
    assert!(matches!(verdict, journal::verify::Verdict::Whole { .. }), "{verdict:?}");
    let unused: Id<access::Person> = fresh();
    assert!(db.unguarded().first(directory::Person::ID.is(&unused)).await.expect("the database answers").is_none());
}
