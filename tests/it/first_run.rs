//! A portal is set up on pages: in one browser on this machine, and in no other.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpStream},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::{Child, ChildStdout},
    time::{Duration, Instant},
};

use directory::Invitation;
use store::{Db, Options};

use crate::{
    process,
    wire::{self, Tab},
};

/// What is answered on each page but the first, which asks what the company is called.
const ANSWERS: [(&str, &[(&str, &str)]); 5] = [
    ("address", &[("address", "http://localhost:8080"), ("tls", "none")]),
    ("admin", &[("admin", "hannah@harrow.example")]),
    ("mail", &[("way", "none"), ("from", "portal@harrow.example")]),
    ("place", &[("place", "folder"), ("folder", "data")]),
    ("copies", &[("backup", "")]),
];

/// The pages, served; dropped, they end.
struct Pages {
    child: Child,
    at: SocketAddr,
    /// What the printed address ends in.
    token: String,
    _said: BufReader<ChildStdout>,
}

impl Pages {
    fn open(folder: &Path) -> Self {
        let at = format!("127.0.0.1:{}", process::free_port());
        let mut child = process::portico(folder, None, &["init", "--page", "--at", &at]).spawn().expect("the program");
        let mut said = BufReader::new(child.stdout.take().expect("what it says"));
        let mut line = String::new();
        let token = loop {
            line.clear();
            assert!(said.read_line(&mut line).expect("a line") > 0, "it printed no address");
            if let Some((_, token)) = line.split_once("/open/") {
                break token.trim().to_owned();
            }
        };
        let at: SocketAddr = at.parse().expect("an address");
        let begun = Instant::now();
        while TcpStream::connect(at).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the pages did not open");
            std::thread::yield_now();
        }
        Self { child, at, token, _said: said }
    }

    /// The browser that opened the printed address.
    fn entered(&self) -> Tab {
        let (mut hannah, door) = (Tab::default(), format!("/open/{}", self.token));
        assert_eq!(hannah.get(self.at, &door).status, 200);
        let entered = hannah.post(self.at, &door, &[]);
        assert_eq!((entered.status, entered.to()), (303, "/"));
        hannah
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).expect("a file").permissions().mode() & 0o777
}

#[test]
fn hannah_answers_stops_goes_on_and_has_a_portal() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("portico.answers.toml");
    let pages = Pages::open(folder.path());
    let mut hannah = pages.entered();
    assert_eq!(hannah.get(pages.at, "/").to(), "/steps/company");

    hannah.get(pages.at, "/steps/company");
    let wrong = hannah.post(pages.at, "/steps/company", &[("name", " ")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Write what customers know the company by"), "{}", wrong.body);
    let answered = hannah.post(pages.at, "/steps/company", &[("name", "Harrow Fluid Systems")]);
    assert_eq!((answered.status, answered.to()), (303, "/"), "{}", answered.body);
    assert_eq!(hannah.get(pages.at, "/").to(), "/steps/address");
    assert_eq!(mode(&kept), 0o600);
    drop(pages);

    let pages = Pages::open(folder.path());
    let mut hannah = pages.entered();
    assert_eq!(hannah.get(pages.at, "/").to(), "/steps/address", "what was answered is kept");
    assert!(hannah.get(pages.at, "/steps/company").body.contains("Harrow Fluid Systems"));
    for (step, needed) in [
        ("address", "Needed when the portal speaks TLS with our certificate"),
        ("mail", "Needed unless mail is kept here"),
        ("place", "Needed when the data lie in PostgreSQL"),
    ] {
        let asked = hannah.get(pages.at, &format!("/steps/{step}")).body;
        assert!(asked.contains(needed), "`{needed}` is missing: {asked}");
    }
    for (step, fields) in ANSWERS {
        let path = format!("/steps/{step}");
        assert_eq!(hannah.get(pages.at, "/").to(), path);
        hannah.get(pages.at, &path);
        let answered = hannah.post(pages.at, &path, fields);
        assert_eq!(answered.status, 303, "{step}: {}", answered.body);
    }
    assert!(!folder.path().join("portico.toml").exists(), "nothing is set up before it is said");
    assert_eq!(hannah.get(pages.at, "/").to(), "/finish");
    assert_eq!(hannah.get(pages.at, "/finish").status, 200);
    let done = hannah.post(pages.at, "/finish", &[]);
    assert_eq!((done.status, done.to()), (303, "/finish"), "{}", done.body);
    let page = hannah.get(pages.at, "/finish").body.replace("&#x2f;", "/");
    let copied = "data-copy=\"http://localhost:8080/invitations/";
    for told in ["The portal is set up", copied, "Administrators", "portico.toml is written"] {
        assert!(page.contains(told), "{told} is not in {page}");
    }
    assert!(!kept.exists(), "the answers stand in the settings now");
    for file in ["portico.toml", "secrets/seal.key"] {
        assert_eq!(mode(&folder.path().join(file)), 0o600, "{file}");
    }
    assert_eq!(hannah.get(pages.at, "/steps/company").to(), "/finish");
    drop(pages);
    let again = process::run(process::portico(folder.path(), None, &["init", "--page"]));
    assert!(!again.done && again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn opened_from_the_last_page_the_portal_is_served_in_the_pages_place() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::open(folder.path());
    let mut hannah = pages.entered();
    hannah.get(pages.at, "/steps/company");
    hannah.post(pages.at, "/steps/company", &[("name", "Harrow Fluid Systems")]);
    let port = process::free_port();
    let address = format!("http://localhost:{port}");
    let own = [("address", address.as_str()), ("tls", "none")];
    for (step, fields) in ANSWERS {
        let fields = if step == "address" { &own[..] } else { fields };
        assert_eq!(hannah.post(pages.at, &format!("/steps/{step}"), fields).status, 303, "{step}");
    }
    let early = hannah.post(pages.at, "/portal", &[]);
    assert_eq!((early.status, early.to()), (303, "/finish"), "nothing is set up yet: {}", early.body);
    assert_eq!(hannah.post(pages.at, "/finish", &[]).status, 303);
    let done = hannah.get(pages.at, "/finish").body;
    assert!(done.contains("Open the portal"), "{done}");
    let is_root = fs::metadata(folder.path()).expect("a folder").uid() == 0;
    assert_eq!(done.contains("This program runs as root"), is_root, "what it would run as: {done}");
    let forged = wire::ask(pages.at, "POST", "/portal", &[], "csrf=else").expect("an answer");
    assert_eq!(forged.status, 403, "whoever finds the port opens nothing");

    let opening = hannah.post(pages.at, "/portal", &[]);
    let page = opening.body.replace("&#x2f;", "/");
    assert!(opening.status == 200 && page.contains(&format!("{address}/invitations/")), "{page}");
    let (at, begun) = (SocketAddr::from(([127, 0, 0, 1], port)), Instant::now());
    while TcpStream::connect(at).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the portal did not open");
        std::thread::yield_now();
    }
    let served = Tab::default().get(at, "/sign-in");
    assert!(served.status == 200 && served.body.contains("Harrow Fluid Systems"), "{}", served.body);
}

#[tokio::test]
async fn pressed_twice_it_is_set_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::open(folder.path());
    let (mut hannah, at) = (pages.entered(), pages.at);
    hannah.get(at, "/steps/company");
    hannah.post(at, "/steps/company", &[("name", "Harrow Fluid Systems")]);
    for (step, fields) in ANSWERS {
        assert_eq!(hannah.post(at, &format!("/steps/{step}"), fields).status, 303, "{step}");
    }
    let mut tabs = [hannah.clone(), hannah];
    std::thread::scope(|scope| {
        let pressed: Vec<_> = tabs.iter_mut().map(|tab| scope.spawn(move || tab.post(at, "/finish", &[]))).collect();
        for done in pressed {
            let done = done.join().expect("an answer");
            assert_eq!((done.status, done.to()), (303, "/finish"), "{}", done.body);
        }
    });
    drop(pages);
    let database = folder.path().join("portico.db");
    let db = Db::open(&Options::at(format!("sqlite:{}", database.display()))).await.expect("the database");
    let invited = db.unguarded().find(Invitation::ID.is_known()).await.expect("invitations");
    assert_eq!(invited.len(), 1);
    db.close().await.expect("closing");
}

#[test]
fn nobody_else_gets_in() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::open(folder.path());
    let ask = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| {
        wire::ask(pages.at, method, path, headers, body).expect("an answer")
    };
    for path in ["/", "/steps/company", "/finish", "/open/else"] {
        let answer = ask("GET", path, &[], "");
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.body.contains("name=\"csrf\""), "{path}: {}", answer.body);
    }
    let door = format!("/open/{}", pages.token);
    for _ in 0..2 {
        assert_eq!(ask("GET", &door, &[], "").status, 200, "looking opens nothing");
    }
    let entered = ask("POST", &door, &[], "");
    let cookie = entered.values("set-cookie").next().expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert_eq!(ask("POST", &door, &[], "").status, 403, "the address counts once");
    let cookie = cookie.split(';').next().expect("a name and a value");
    assert_eq!(ask("GET", "/steps/company", &[("cookie", cookie)], "").status, 200);
    for path in ["/steps/company", "/finish", "/portal"] {
        let forged = ask("POST", path, &[("cookie", cookie)], "name=Evil&csrf=else");
        assert_eq!(forged.status, 403, "{path}: a form that no page of ours gave is taken");
    }
    assert!(!folder.path().join("portico.answers.toml").exists());
    let public = process::run(process::portico(folder.path(), None, &["init", "--page", "--at", "0.0.0.0:0"]));
    assert!(!public.done && public.err.contains("this machine alone"), "{}", public.err);
}

#[test]
fn a_mail_server_that_does_not_answer_is_told_at_its_field_and_no_password_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::open(folder.path());
    let mut hannah = pages.entered();
    hannah.get(pages.at, "/steps/mail");
    let typed = [
        ("way", "smtp+plain"),
        ("server", "127.0.0.1:1"),
        ("from", "portal@harrow.example"),
        ("user", "portal"),
        ("password", "otter vale pump"),
    ];
    let wrong = hannah.post(pages.at, "/steps/mail", &typed);
    assert_eq!(wrong.status, 422);
    let page = wrong.body.replace("&#x2f;", "/");
    assert!(page.contains("The mail server could not be used") && page.contains("127.0.0.1:1"), "{page}");
    assert!(!page.contains("otter vale pump"), "{page}");
    let database = [("place", "postgres"), ("database", "postgres://portal:otter@127.0.0.1:1/portal")];
    hannah.get(pages.at, "/steps/place");
    let wrong = hannah.post(pages.at, "/steps/place", &database);
    assert_eq!(wrong.status, 422);
    let page = wrong.body.replace("&#x2f;", "/");
    assert!(page.contains("No database answered there") && page.contains("postgres://portal@127.0.0.1:1"), "{page}");
    assert!(!page.contains("otter"), "{page}");
}
