//! What `portico guard` walks beside the faces that have a test of their own, and what it tells of it.

use guard::{FACES, Leg, Report, Walked, strangers};
use kernel::Clock as _;

use super::{cast::Cast, clean};
use crate::process;

#[tokio::test]
async fn a_stranger_is_shown_no_word_of_anybody_s() {
    let cast = Cast::with(1).await;
    clean(&strangers::walk(&cast).await);
}

#[tokio::test]
async fn the_report_names_what_was_walked_and_what_was_found() {
    let cast = Cast::with(1).await;
    let mut report = Report::begin(&cast.portal.app, "1.2.3", "SQLite", cast.portal.clock.now());
    let leg = |who: &str, findings: &[&str]| Leg {
        who: who.to_owned(),
        asked: 7,
        opened: 3,
        findings: findings.iter().map(|finding| (*finding).to_owned()).collect(),
    };
    report.walked.push(Walked { face: "operations", legs: vec![leg("admin of northgate", &[])] });
    let clean = report.markdown();
    assert!(clean.contains("**Nothing was found:**") && clean.contains("| Portico 1.2.3 |"), "{clean}");
    assert!(clean.contains("| admin of northgate | 7 | 3 | 0 |") && clean.contains(&report.policies), "{clean}");
    let twice = ["a page shows `zqmeridian`", "a page shows `zqmeridian`"];
    report.walked.push(Walked { face: "pages", legs: vec![leg("member of northgate", &twice)] });
    assert_eq!(report.findings(), ["a page shows `zqmeridian`"]);
    assert_eq!(report.asked(), 14);
    let found = report.markdown();
    assert!(found.contains("**1 finding.**") && found.contains("\n- a page shows `zqmeridian`\n"), "{found}");
    for face in FACES {
        report.walked.push(Walked { face: face.name, legs: Vec::new() });
    }
    let all = report.markdown();
    assert!(all.contains("## REST with keys\n") && !all.contains('⟦'), "{all}");
}

#[test]
fn the_guard_says_where_it_can_walk_and_what_it_can_write() {
    let folder = tempfile::tempdir().expect("a folder");
    for (words, advice) in [
        (["--database", "sqlite:portico.db"], "write temp"),
        (["--report", "report.pdf"], "let it end in .md or .json"),
    ] {
        let said = process::run(process::portico(folder.path(), None, &["guard", words[0], words[1]]));
        assert!(!said.done && said.err.contains(advice), "{}", said.err);
    }
}

#[test]
#[ignore = "it walks everything in a process of its own, which the other tests have done already"]
fn the_guard_finds_nothing_and_says_so_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.json");
    let server = crate::world::server();
    let mut command = process::portico(
        folder.path(),
        None,
        &["guard", "--database", server.as_deref().unwrap_or("temp"), "--report", "report.json"],
    );
    let output = command.output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = std::fs::read_to_string(file).expect("the report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let walked = report["walked"].as_array().expect("faces");
    assert_eq!(walked.len(), FACES.len());
    assert!(walked.iter().all(|walked| walked["legs"].as_array().is_some_and(|legs| !legs.is_empty())));
}
