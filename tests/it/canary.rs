//! What people type and what lets them in, in words that occur nowhere else: none of it may occur in what the program
//! says to those who run it, in logs, metrics and traces, however talkative it is, nor in an address that browsers and
//! proxies write down.

use std::{
    fs::File,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use mail::Letter;
use serde_json::json;
use store::Db;

use crate::{
    process::{self, Running},
    staged::{Staged, Who, shown_key},
    telemetry::collector::{Collector, trace_of},
    wire::{Heard, Tab, ask},
};

const CANARINA: Who =
    Who { name: "Canarina Vogelzang", email: "canarina@vogelzang.example", password: "zwitscher otter gasket 7319" };

const WRONG: &str = "zwitscher wrong gasket 4821";
const RENEWED: &str = "zwitscher vale pump 9034";
const GUEST: Who =
    Who { name: "Kanarie Gelbfeder", email: "kanarie@gelbfeder.example", password: "zwitscher mill race 5150" };
const NOTE: &str = "Schnabel 7734 greets";
const SUBJECT: &str = "Zwitscherleck 5512";
const BODY: &str = "The Federkleid 6623 leaks at the seal";
const HOOK: &str = "schwungfeder8845";
const CALLBACK: &str = "gefieder2291";
const LOST: &str = "nistkasten3307";

/// What people typed, wherever it went.
const TYPED: [&str; 14] = [
    CANARINA.name,
    CANARINA.email,
    CANARINA.password,
    WRONG,
    RENEWED,
    GUEST.name,
    GUEST.email,
    GUEST.password,
    NOTE,
    SUBJECT,
    BODY,
    HOOK,
    CALLBACK,
    LOST,
];

/// How long a letter is waited for: an invitation can be undone for ten seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody's way through the portal, and every address it led to.
struct Walk<'w> {
    at: SocketAddr,
    tab: Tab,
    addresses: &'w mut Vec<String>,
}

impl Walk<'_> {
    fn get(&mut self, path: &str) -> Heard {
        let heard = self.tab.get(self.at, path);
        self.note(heard)
    }

    /// Sends a form; it is answered with this status.
    fn post(&mut self, path: &str, fields: &[(&str, &str)], status: u16) -> Heard {
        let heard = self.tab.post(self.at, path, fields);
        assert_eq!(heard.status, status, "{path}: {} {}", heard.head, heard.body);
        self.note(heard)
    }

    /// Remembers where an answer leads. A letter that one writes oneself goes to an address that one is shown.
    fn note(&mut self, heard: Heard) -> Heard {
        self.addresses.push(heard.to().to_owned());
        for attribute in ["href=\"", "action=\"", "src=\""] {
            let found = heard.body.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
            self.addresses.extend(found.filter(|to| !to.starts_with("mailto:")).map(plain));
        }
        heard
    }
}

/// An address as it was before it was written into a page or an address.
fn plain(address: &str) -> String {
    address.replace("&#x2f;", "/").replace("&amp;", "&").replace("%40", "@").replace("%20", " ").replace('+', " ")
}

/// The program, as talkative as can be, and where it writes what it says.
fn talkative(stage: &Staged) -> (Running, SocketAddr) {
    let port = process::free_port();
    let said = |name: &str| File::create(stage.folder.path().join(name)).expect("a file");
    let mut command = stage.command(&["serve"]);
    command.stdout(said("stdout.log")).stderr(said("stderr.log"));
    let running = tokio::task::block_in_place(|| process::open(command, port));
    (running, SocketAddr::from(([127, 0, 0, 1], port)))
}

/// Everything that our own crates can say.
fn filter() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let crates = crates_below(&root).into_iter().map(|name| format!("{}=trace", name.replace('-', "_")));
    std::iter::once("info".to_owned()).chain(crates).collect::<Vec<_>>().join(",")
}

fn crates_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        match std::fs::read_to_string(path.join("Cargo.toml")) {
            Ok(manifest) => {
                let name = manifest.lines().find_map(|line| line.strip_prefix("name = "));
                names.push(name.expect("a name").trim_matches('"').to_owned());
            }
            Err(_) if path.is_dir() => names.extend(crates_below(&path)),
            Err(_) => {}
        }
    }
    names
}

/// The newest letter of this kind to this address.
async fn letter(db: &Db, template: &str, to: &str) -> Letter {
    let begun = Instant::now();
    loop {
        let wanted = Letter::TEMPLATE.is(&template.to_owned()).and(Letter::TO_ADDRESS.is(&to.to_owned()));
        if let Some(letter) = db.unguarded().find(wanted).await.expect("letters").pop() {
            return letter;
        }
        assert!(begun.elapsed() < PATIENCE, "no letter of {template}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The path of the link in a letter.
fn link(letter: &Letter, at: SocketAddr) -> String {
    let base = format!("http://localhost:{}", at.port());
    let path = letter.text.split_whitespace().find_map(|word| word.strip_prefix(base.as_str()));
    path.expect("a link").to_owned()
}

/// Nothing of `secrets` is in `text`, whatever its letters' case.
fn holds_none(what: &str, text: &str, secrets: &[String]) {
    let text = text.to_lowercase();
    for secret in secrets {
        let found = text.lines().find(|line| line.contains(&secret.to_lowercase()));
        assert!(found.is_none(), "{what} has {secret}: {}", found.unwrap_or_default());
    }
}

/// A code of digits is not a piece of something longer.
fn holds_no_code(text: &str, code: &str) {
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    assert!(words.all(|word| word != code), "the code {code} is written down");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_people_type_is_in_what_the_program_says() {
    let collector = Collector::open().await;
    let toml = format!(
        "[log]\nfilter = \"{}\"\n[webhooks]\ninside = [\"127.0.0.1\"]\n[telemetry]\notlp = \"{}\"\n",
        filter(),
        collector.url
    );
    let stage = Staged::set(&CANARINA, &toml).await;
    let (running, at) = talkative(&stage);
    let db = stage.db().await;
    let mut addresses = Vec::new();
    let mut walk = Walk { at, tab: Tab::default(), addresses: &mut addresses };

    // Signing in: a wrong password, the right one, a code by mail, and a new password.
    let email = ("email", CANARINA.email);
    walk.get("/sign-in");
    walk.post("/sign-in", &[email, ("password", WRONG)], 422);
    walk.post("/sign-in", &[email, ("password", CANARINA.password)], 303);
    let mut secrets = vec![walk.tab.cookie("portico").to_owned()];
    walk.tab = Tab::default();
    walk.post("/sign-in/link", &[email], 303);
    let sign_in = letter(&db, "identity/mail/sign_in", CANARINA.email).await;
    let code: String = sign_in.subject.chars().filter(char::is_ascii_digit).collect();
    walk.get("/sign-in/code");
    walk.post("/sign-in/code", &[("code", "000 000")], 422);
    walk.post("/sign-in/code", &[("code", code.as_str())], 303);
    secrets.push(walk.tab.cookie("portico").to_owned());
    walk.tab = Tab::default();
    walk.post("/password", &[email], 303);
    let reset = link(&letter(&db, "identity/mail/password_reset", CANARINA.email).await, at);
    walk.get(&reset);
    walk.post(&reset, &[("password", RENEWED)], 303);
    walk.tab = Tab::default();
    walk.post("/sign-in", &[email, ("password", RENEWED)], 303);
    secrets.push(walk.tab.cookie("portico").to_owned());

    // What an account's admin does: invites somebody, twice; asks; makes a key and a webhook.
    let door = format!("/a/{}", stage.northgate);
    let invite = [("email", GUEST.email), ("role", "buyer"), ("note", NOTE)];
    walk.get(&format!("{door}/people/invite"));
    walk.post(&format!("{door}/people/invite"), &invite, 303);
    walk.get(&format!("{door}/people/invite"));
    walk.post(&format!("{door}/people/invite"), &invite, 422);
    walk.get(&format!("{door}/cases/new"));
    walk.post(&format!("{door}/cases/new"), &[("subject", SUBJECT), ("body", "")], 422);
    let case = walk.post(&format!("{door}/cases/new"), &[("subject", SUBJECT), ("body", BODY)], 303).to().to_owned();
    walk.get(&case);
    walk.get(&format!("{door}/keys/new"));
    let chosen = [("name", "Stock system"), ("days", "30"), ("actions", "cases.raise")];
    let page = walk.post(&format!("{door}/keys/new"), &chosen, 200);
    let key = shown_key(&page.body).expect("a key");
    let url = format!("{}?token={HOOK}", stage.receiver.url);
    let hook = [("url", url.as_str()), ("events", "case.raised")];
    walk.get(&format!("{door}/webhooks/new"));
    let page = walk.post(&format!("{door}/webhooks/new"), &hook, 200);
    let (_, rest) = page.body.split_once("<code>whsec_").expect("a secret");
    secrets.extend([key.clone(), rest.split('<').next().unwrap_or_default().replace("&#x2f;", "/")]);

    // A program: what it may, what it may not, and what cannot be read.
    let api = format!("/api/v1/accounts/{}/cases", stage.northgate);
    let told = json!({ "subject": SUBJECT, "body": BODY });
    let unknown = json!({ "subject": SUBJECT, "body": BODY, LOST: BODY });
    for (key, body, status) in [
        (key.as_str(), told.to_string(), 200),
        (key.as_str(), unknown.to_string(), 422),
        (key.as_str(), format!("{{ {LOST}"), 400),
        (CALLBACK, told.to_string(), 401),
    ] {
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let heard = ask(at, "POST", &api, &headers, &body).expect("an answer");
        assert_eq!(heard.status, status, "{}", heard.body);
    }

    // What goes wrong: a company that sends back somebody it was not asked about, nothing there, and a fault of ours.
    for (path, status) in [
        (format!("/sign-in/callback?code={CALLBACK}&state={CALLBACK}"), 303),
        (format!("/sign-in/company/{CALLBACK}"), 404),
        (format!("/{LOST}?email={}", CANARINA.email), 404),
    ] {
        // Such an address is not one that we have made.
        assert_eq!(walk.tab.get(at, &path).status, status, "{path}");
    }
    let away = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    db.unguarded().script(&away("case_messages", "case_messages_away")).await.expect("a table is away");
    let answer = walk.tab.post(at, &format!("{case}/messages"), &[("body", BODY)]);
    assert!(answer.status >= 500, "{} {}", answer.head, answer.body);
    db.unguarded().script(&away("case_messages_away", "case_messages")).await.expect("it is back");

    // The guest comes, and everybody goes.
    let invitation = link(&letter(&db, "identity/mail/invitation", GUEST.email).await, at);
    for page in ["", "/cases", "/people", "/people/invitations", "/keys", "/webhooks", "/company"] {
        assert_eq!(walk.get(&format!("{door}{page}")).status, 200, "{page}");
    }
    walk.get("/me/sign-in");
    walk.post("/sign-out", &[], 303);
    walk.tab = Tab::default();
    walk.get(&invitation);
    walk.post(&format!("{invitation}/acceptance"), &[("name", GUEST.name), ("password", GUEST.password)], 303);
    secrets.push(walk.tab.cookie("portico").to_owned());
    let begun = Instant::now();
    while stage.receiver.taken().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "the webhook was told of nothing");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let metrics = ask(at, "GET", "/metrics", &[], "").expect("an answer");
    assert!(metrics.status == 200 && metrics.body.contains("http_requests_total"), "{}", metrics.head);
    // Spans are told in the order in which they end: with this one, those before it.
    let last = walk.get("/sign-in").values("x-request-id").next().expect("a name").to_owned();
    collector.hears(|span| trace_of(span) == last && span.parent_span_id.is_empty()).await;
    let traces =
        collector.batches().iter().map(|(_, told)| String::from_utf8_lossy(told).into_owned()).collect::<Vec<_>>();
    let traces = traces.join("\n");
    for name in
        ["POST /sign-in", "cases.raise", "INSERT sessions", "letter identity/mail/invitation", "webhook case.raised"]
    {
        assert!(traces.contains(name), "no trace has {name}");
    }
    drop(running);
    db.close().await.expect("closing");

    assert!(secrets.iter().all(|secret| secret.len() > 20), "each of them is one");
    secrets.extend(TYPED.map(str::to_owned));
    let addresses: Vec<String> = addresses.iter().map(|address| plain(address)).collect();
    holds_none("an address", &addresses.join("\n"), &secrets);
    // The letters' links are in their own pages; nowhere else.
    let token = |link: &str| link.rsplit('/').next().unwrap_or_default().to_owned();
    secrets.extend([token(&reset), token(&invitation), token(&link(&sign_in, at))]);
    let read = |name: &str| std::fs::read_to_string(stage.folder.path().join(name)).expect("what was said");
    let said = [read("stdout.log"), read("stderr.log"), metrics.body, traces].join("\n");
    for line in ["Answered a request", "A page was refused", "A page could not be given", "has left", "was tried"] {
        assert!(said.contains(line), "it was not talkative: no {line}");
    }
    holds_none("what the program says", &said, &secrets);
    holds_no_code(&said, &code);
    holds_no_code(&addresses.join("\n"), &code);
}
