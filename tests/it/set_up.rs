//! A portal is set up, and the doctor says what is left to do.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use kernel::{Clock as _, SystemClock, Timestamp};
use serde_json::{Value, json};

use crate::{
    process::{self, Said},
    relay::Relay,
    world,
};

/// What was answered for a portal on this machine.
fn answers(port: u16) -> String {
    format!(
        "name = \"Harrow Fluid Systems\"\naddress = \"http://localhost:{port}\"\nadmin = \"hannah@harrow.example\"\n"
    )
}

fn run(folder: &Path, words: &[&str]) -> Said {
    process::run(process::portico(folder, None, words))
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).expect("a file").permissions().mode() & 0o777
}

/// What the doctor found, and whether it was content.
fn doctor(folder: &Path, database: Option<&str>) -> (Value, bool) {
    let said = process::run(process::portico(folder, database, &["doctor", "--json"]));
    let begin = said.out.find('{').unwrap_or_else(|| panic!("{} {}", said.out, said.err));
    let list = &said.out[begin..];
    (serde_json::from_str(list).unwrap_or_else(|error| panic!("{error}: {list}")), said.done)
}

/// What it says of one thing: the light, and the fix.
fn light<'a>(report: &'a Value, check: &str) -> (&'a str, &'a str) {
    let found = report["findings"].as_array().expect("findings").iter().find(|finding| finding["check"] == check);
    let found = found.unwrap_or_else(|| panic!("no {check} in {report:#}"));
    (found["light"].as_str().expect("a light"), found["fix"].as_str().unwrap_or_default())
}

#[test]
fn answers_make_a_portal_that_opens_and_a_second_run_changes_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let port = process::free_port();
    fs::write(folder.path().join("answers.toml"), answers(port)).unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(said.done, "{} {}", said.out, said.err);
    assert!(said.out.contains(&format!("http://localhost:{port}/invitations/")), "{}", said.out);
    for file in ["portico.toml", "secrets/seal.key", "secrets/journal.key"] {
        assert_eq!(mode(&folder.path().join(file)), 0o600, "{file}");
    }
    let written = fs::read(folder.path().join("portico.toml")).unwrap();
    let key = fs::read(folder.path().join("secrets/seal.key")).unwrap();

    let again = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(again.done && again.out.contains("stays as it is"), "{} {}", again.out, again.err);
    assert_eq!(fs::read(folder.path().join("portico.toml")).unwrap(), written);
    assert_eq!(fs::read(folder.path().join("secrets/seal.key")).unwrap(), key);

    assert!(!run(folder.path(), &["health"]).done, "nobody serves it yet");
    let _open = process::serve(folder.path(), None, port);
    let said = run(folder.path(), &["health"]);
    assert!(said.done, "{}", said.err);
    let (report, _) = doctor(folder.path(), None);
    assert_eq!(light(&report, "port").0, "green");
}

#[test]
fn what_was_answered_on_pages_is_gone_as_soon_as_the_settings_are_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("answers.toml"), answers(process::free_port())).unwrap();
    let kept = ["portico.answers.toml", "portico.answers.new"].map(|name| folder.path().join(name));
    for settings in ["are made", "were there already"] {
        for file in &kept {
            fs::write(file, "mail_password = \"otter vale\"\n").unwrap();
        }
        let said = run(folder.path(), &["init", "--from", "answers.toml"]);
        assert!(said.done, "{} {}", said.out, said.err);
        assert!(kept.iter().all(|file| !file.exists()), "the settings {settings}, and a password lies beside them");
    }
}

#[test]
fn answers_of_no_use_are_named_all_at_once_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = "name = \"Harrow\"\naddress = \"http://portal.harrow.example\"\nadmin = \"hannah\"\n";
    fs::write(folder.path().join("answers.toml"), wrong).unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(!said.done);
    for named in ["address: begin with https://", "admin: write an e-mail address"] {
        assert!(said.err.contains(named), "{named}: {}", said.err);
    }
    fs::write(folder.path().join("answers.toml"), "nam = \"Harrow\"\n").unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(!said.done && said.err.contains("line 1"), "{}", said.err);
    assert!(!said.err.contains("Harrow"), "what stands there may be a secret: {}", said.err);
    assert!(!folder.path().join("portico.toml").exists() && !folder.path().join("secrets").exists());
}

#[test]
fn answers_that_lead_to_no_database_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let port = process::free_port();
    let file = folder.path().join("answers.toml");
    let nowhere = format!("data = \"postgres://nobody:otter@127.0.0.1:{}/none\"\n", process::free_port());
    fs::write(&file, format!("{}{nowhere}", answers(port))).unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(!said.done && said.err.contains("no database answers there"), "{} {}", said.out, said.err);
    assert!(!said.err.contains("otter"), "a password: {}", said.err);
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(left, ["answers.toml"]);
    // Put right, it goes on as if nothing had been.
    fs::write(&file, answers(port)).unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml"]);
    assert!(said.done && said.out.contains("/invitations/"), "{} {}", said.out, said.err);
    assert_eq!(mode(&folder.path().join("portico.toml")), 0o600);
}

#[test]
fn a_letter_for_a_test_leaves_when_it_is_asked_for_and_else_none() {
    let (folder, relay) = (tempfile::tempdir().unwrap(), Relay::open());
    let mail = format!("mail = \"smtp+plain://127.0.0.1:{}\"\n", relay.port);
    fs::write(folder.path().join("answers.toml"), format!("{}{mail}", answers(process::free_port()))).unwrap();
    let said = run(folder.path(), &["init", "--from", "answers.toml", "--test-mail"]);
    assert!(said.done, "{} {}", said.out, said.err);
    assert_eq!(relay.count(), 1);
    let (report, _) = doctor(folder.path(), None);
    assert_eq!(light(&report, "mail").0, "green");
    assert_eq!(relay.count(), 1, "whoever only looks sends nothing");
    let said = run(folder.path(), &["doctor", "--mail", "hannah@harrow.example"]);
    assert!(said.out.contains("127.0.0.1"), "{} {}", said.out, said.err);
    assert_eq!(relay.count(), 2);
}

#[test]
fn without_a_terminal_it_says_where_to_put_the_answers() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &["init"]);
    assert!(!said.done && said.err.contains("portico init --from FILE"), "{}", said.err);
}

#[test]
fn the_doctor_is_asked_above_all_when_the_settings_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("portico.toml"), "listn = \"127.0.0.1:8080\"\n").unwrap();
    let (report, is_content) = doctor(folder.path(), None);
    assert!(!is_content && report["ready"] == false);
    assert_eq!(light(&report, "settings").0, "red");
    let said = run(folder.path(), &["doctor"]);
    assert!(!said.done && said.out.contains("listn") && said.out.contains("Not ready: 1 red"), "{}", said.out);
}

#[test]
fn what_would_hurt_a_portal_for_others_is_red_with_its_fix() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "base_url = \"https://portal.harrow.example\"\nlisten = \"0.0.0.0:0\"\nmetrics_token = \"secret\"\n\
                    [mail]\ntransport = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"plain\"\n";
    let file = folder.path().join("portico.toml");
    fs::write(&file, settings).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let secrets = folder.path().join("secrets");
    fs::create_dir(&secrets).unwrap();
    fs::write(secrets.join("seal.key"), [0; 32]).unwrap();
    fs::set_permissions(secrets.join("seal.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let (report, is_content) = doctor(folder.path(), None);
    assert!(!is_content);
    for (check, fix) in [
        ("settings", "chmod 640"),
        ("address", "hosts = [\"portal.harrow.example\"]"),
        ("secrets", "chmod 600"),
        ("mail", "[mail.smtp]"),
        ("backup", "[backup]"),
    ] {
        let found = light(&report, check);
        assert!(found.0 == "red" && found.1.contains(fix), "{check}: {found:?}");
    }
    assert!(!folder.path().join("portico.db").exists(), "it looks, and makes nothing");
}

/// Notes that a copy of these was rehearsed then.
fn rehearsed(copies: &Path, at: Timestamp) {
    fs::write(copies.join("rehearsed.json"), json!({ "copy": "one", "at": at }).to_string()).unwrap();
}

#[test]
fn the_doctor_counts_copies_once_one_was_rehearsed_and_for_a_month() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copies) = (folder.path().join("portico.toml"), folder.path().join("copies"));
    fs::create_dir_all(copies.join("one")).unwrap();
    fs::write(copies.join("one/manifest.json"), "{}").unwrap();
    let settings = format!("[backup]\ntarget = \"{}\"\npassphrase = \"otter vale pump gasket\"\n", copies.display());
    fs::write(&file, &settings).unwrap();
    let looks = || {
        let (report, _) = doctor(folder.path(), None);
        let (light, fix) = light(&report, "backup");
        (light.to_owned(), fix.contains("portico backup rehearse"))
    };
    assert_eq!(looks(), ("amber".to_owned(), true), "nobody knows whether it holds");
    fs::write(&file, format!("hosts = [\"portal.harrow.example\"]\n{settings}")).unwrap();
    assert_eq!(looks(), ("red".to_owned(), true), "nor may people come before");
    let now = SystemClock.now();
    rehearsed(&copies, now);
    assert_eq!(looks(), ("green".to_owned(), false));
    rehearsed(&copies, now.minus(Duration::from_hours(32 * 24)));
    assert_eq!(looks(), ("amber".to_owned(), true), "that was long ago");
}

#[test]
fn the_doctor_says_that_copies_hold_no_secrets_while_there_is_no_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copies) = (folder.path().join("portico.toml"), folder.path().join("copies"));
    fs::create_dir_all(copies.join("one")).unwrap();
    fs::write(copies.join("one/manifest.json"), "{}").unwrap();
    rehearsed(&copies, SystemClock.now());
    let settings = format!("[backup]\ntarget = \"{}\"\n", copies.display());
    fs::write(&file, &settings).unwrap();
    let (report, _) = doctor(folder.path(), None);
    let found = light(&report, "backup");
    assert!(found.0 == "amber" && found.1.contains("passphrase"), "{found:?}");
    fs::write(&file, format!("{settings}passphrase = \"otter vale pump gasket\"\n")).unwrap();
    let (report, _) = doctor(folder.path(), None);
    assert_eq!(light(&report, "backup").0, "green");
}

#[tokio::test]
async fn the_doctor_looks_into_the_database_there_is() {
    let (options, _kept) = world::blank().await;
    let folder = tempfile::tempdir().unwrap();
    let said = process::run(process::portico(folder.path(), Some(&options.url), &["db", "migrate"]));
    assert!(said.done, "{}", said.err);
    let (report, is_content) = doctor(folder.path(), Some(&options.url));
    for check in ["database", "tables", "journal", "followers", "letters", "webhooks"] {
        assert_eq!(light(&report, check).0, "green", "{check}");
    }
    assert!(!is_content);
    let admins = light(&report, "admins");
    assert!(admins.0 == "red" && admins.1.contains("portico staff invite"), "{admins:?}");
    for (check, fix) in
        [("brand", "under Brand"), ("books", "portico import"), ("customers", "portico customer invite")]
    {
        let found = light(&report, check);
        assert!(found.0 == "amber" && found.1.contains(fix), "{check}: {found:?}");
    }
    assert_eq!(light(&report, "connections").0, "green");
}

#[test]
fn the_program_alone_in_an_empty_folder_shows_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let port = process::free_port();
    let _open = process::open(process::portico(folder.path(), None, &["demo"]), port);
    let mut health = process::portico(folder.path(), None, &["health"]);
    health.env("PORTICO_LISTEN", format!("127.0.0.1:{port}"));
    let said = process::run(health);
    assert!(said.done, "{}", said.err);
}
