//! Every command in `docs/` works: each page's blocks of `sh` are run in their order, in an empty folder, with the
//! program on the path. What cannot be run here says so, and why: ```` ```sh norun: it needs root ````.

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::process;

/// How long one page may take.
const PATIENCE: Duration = Duration::from_mins(4);

/// Blocks that are not run, in all pages together. A new one is a decision.
const NOT_RUN: usize = 10;

/// What a command begins with.
const PROGRAMS: [&str; 7] = ["cargo", "curl", "make", "npm", "podman", "portico", "systemctl"];

/// One block of commands.
struct Block {
    text: String,
    /// Why it is not run.
    excuse: Option<String>,
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("docs")
}

fn pages() -> Vec<PathBuf> {
    let entries = fs::read_dir(docs()).expect("docs").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.sort();
    pages
}

fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).expect("a page");
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        match (is_open, line.strip_prefix("```")) {
            (true, Some(_)) => is_open = false,
            (true, None) => {
                let block = blocks.last_mut().expect("the block that is open");
                block.text.push_str(line);
                block.text.push('\n');
            }
            (false, Some("sh")) => {
                is_open = true;
                blocks.push(Block { text: String::new(), excuse: None });
            }
            (false, Some(opening)) if opening.starts_with("sh ") => {
                let excuse = opening.trim_start_matches("sh norun").trim_start_matches(':').trim().to_owned();
                is_open = true;
                blocks.push(Block { text: String::new(), excuse: Some(excuse) });
            }
            (false, _) => {}
        }
    }
    blocks
}

/// Runs the page's commands one after the other; tells what they said when one of them failed.
fn run(page: &Path, commands: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, home) = (folder.path().join("bin"), folder.path().join("home"));
    fs::create_dir_all(&path).expect("a folder");
    fs::create_dir_all(&home).expect("a folder");
    process::on_path(&path);
    // A release has it beside the pages.
    std::os::unix::fs::symlink(docs().with_file_name("blueprints"), home.join("blueprints")).expect("a link");
    // Pages say 8080; here a port of its own, since other tests serve as well.
    let commands = commands.replace("8080", &process::free_port().to_string());
    let said = folder.path().join("said");
    let output = fs::File::create(&said).expect("a file");
    let system = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("bash");
    shell.args(["-euc", &commands]).current_dir(&home).process_group(0).stdin(Stdio::null());
    shell.env_clear().env("PATH", format!("{}:{system}", path.display())).env("HOME", &home);
    shell.stdout(output.try_clone().expect("the file")).stderr(output);
    let mut child = shell.spawn().expect("a shell");
    let begun = Instant::now();
    let mut ended = None;
    while begun.elapsed() < PATIENCE && ended.is_none() {
        ended = child.try_wait().expect("its state");
        std::thread::yield_now();
    }
    // Whatever it left running in the background goes with it.
    let group = format!("kill -9 -- -{}", child.id());
    let _ = Command::new("bash").args(["-c", &group]).stderr(Stdio::null()).status();
    let _ = child.wait();
    if ended.is_some_and(|status| status.success()) {
        return Ok(());
    }
    let said = fs::read_to_string(&said).unwrap_or_default();
    Err(format!("{}: {ended:?}\n{said}", page.display()))
}

#[test]
fn every_command_in_the_pages_works() {
    let (mut ran, mut faults) = (0, Vec::new());
    for page in pages() {
        let commands: Vec<String> =
            blocks(&page).into_iter().filter(|block| block.excuse.is_none()).map(|block| block.text).collect();
        if commands.is_empty() {
            continue;
        }
        ran += commands.len();
        faults.extend(run(&page, &commands.concat()).err());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(ran >= 4, "the pages were not read: {ran} blocks");
}

#[test]
fn what_is_not_run_says_why() {
    let pages = pages();
    let excused: Vec<_> = pages.iter().flat_map(|page| blocks(page)).filter_map(|block| block.excuse).collect();
    assert!(excused.iter().all(|excuse| excuse.len() > 10), "a reason, not {excused:?}");
    assert_eq!(excused.len(), NOT_RUN, "{excused:?}");
}

#[test]
fn no_command_stands_outside_of_a_block() {
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        let indented = text.lines().filter_map(|line| line.strip_prefix("    "));
        let found: Vec<&str> = indented
            .filter(|line| {
                line.split(' ').find(|word| !word.contains('=')).is_some_and(|word| PROGRAMS.contains(&word))
            })
            .collect();
        assert!(found.is_empty(), "{}: nobody runs {found:?}; put it between marks, as `sh`", page.display());
    }
}
