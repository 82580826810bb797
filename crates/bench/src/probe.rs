//! What a process has cost: time on the processor, and memory of its own.

use std::fs;

use anyhow::Context as _;

/// How many milliseconds all threads of a process have run, to the microsecond. Threads that have ended do not count,
/// so it is for processes whose threads stay.
pub fn processor(pid: u32) -> f64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let ran = threads.filter_map(|thread| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    ran.sum::<f64>() / 1e6
}

/// The same of all children of a process: the backends of a PostgreSQL server.
pub fn processor_of_children(parent: u32) -> f64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = processes.filter_map(|process| process.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).map(processor).sum()
}

/// The process that began another.
pub fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// Anonymous memory in megabytes (10^6 bytes): what a process holds beside the files it has mapped.
///
/// # Errors
/// There is no such process.
pub fn anonymous(pid: u32) -> anyhow::Result<f64> {
    megabytes(&format!("/proc/{pid}/smaps_rollup"), "Anonymous:")
}

/// The most memory a process ever held at once, mapped files included, in megabytes (10^6 bytes).
///
/// # Errors
/// There is no such process.
pub fn peak(pid: u32) -> anyhow::Result<f64> {
    megabytes(&format!("/proc/{pid}/status"), "VmHWM:")
}

fn megabytes(path: &str, field: &str) -> anyhow::Result<f64> {
    let text = fs::read_to_string(path).with_context(|| format!("{path} cannot be read"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(field)).context("the system tells no memory")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024.0 / 1e6)
}
