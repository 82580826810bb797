use std::{
    fs,
    io::{IsTerminal as _, Write as _, stderr},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use kernel::{Message, SystemClock};
use sync::{ImportError, Mapping, Pace, Phase, Progress, Summary};

use crate::{
    compose,
    settings::Settings,
    terminal::{of_file, say},
};

/// Imports files by a mapping, shows how far it is, and ends with what came of it.
pub(crate) async fn run(mapping: &Path, files: &[PathBuf], settings: &Settings) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(mapping).with_context(|| say(&of_file("file-unread", mapping)))?;
    let parsed = Mapping::parse(&text).map_err(|error| anyhow::anyhow!(say(&error.message())));
    let parsed = parsed.with_context(|| say(&of_file("import-mapping-unusable", mapping)))?;
    let db = compose::database(settings).await?;
    compose::migrate(&db, &SystemClock).await?;
    let app = compose::open(db, settings, Arc::new(SystemClock)).await?;
    let shown = stderr().is_terminal();
    let show = move |progress: &Progress| {
        if shown {
            draw(progress);
        }
    };
    let summary = sync::import(&app.gateway, &parsed, files, &Pace::default(), &show).await.map_err(worded)?;
    if shown {
        eprintln!();
    }
    println!("{}", done(&summary));
    app.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Why an import came to an end before its time, in words, and what led to it.
pub(crate) fn worded(error: ImportError) -> anyhow::Error {
    let says = say(&error.message());
    match error {
        ImportError::Stopped(problem) => anyhow::Error::new(problem).context(says),
        ImportError::Store(error) => anyhow::Error::new(error).context(says),
        ImportError::Mapping(_) | ImportError::Read(_) | ImportError::Operation(_) | ImportError::Overtaken => {
            anyhow::anyhow!(says)
        }
    }
}

/// What came of an import, in words.
pub(crate) fn done(summary: &Summary) -> String {
    let Summary { read, created, changed, unchanged, quarantined } = *summary;
    let done = Message::new("import-done").with("read", read).with("created", created).with("changed", changed);
    say(&done.with("unchanged", unchanged).with("quarantined", quarantined))
}

/// Keeps this thread, and all it will start, to the processor it runs on. An import's two threads, its own and its SQLite
/// file's, take turns, statement after statement, and never work at once: on one processor each turn is a switch, across
/// two it is waking the other one, which on a virtual machine takes longer than the statement (measured: half of an
/// import's time). A portal beside it has the others to itself. Where the system does not let it, only time is lost.
pub(crate) fn keep_to_one_processor() {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getcpu, sched_setaffinity};

        let here = sched_getcpu();
        if here < CpuSet::MAX_CPU {
            let mut only = CpuSet::new();
            only.set(here);
            if let Err(error) = sched_setaffinity(None, &only) {
                tracing::debug!(error = &error as &dyn std::error::Error, "Could not keep the import to one processor");
            }
        }
    }
}

/// A bar of forty signs.
pub(crate) fn draw(progress: &Progress) {
    let what = say(&Message::new(match progress.phase {
        Phase::Reading => "import-reading",
        Phase::Importing => "import-importing",
    }));
    let done = usize::try_from(progress.done * 40 / progress.total.max(1)).unwrap_or(40).min(40);
    let bar = format!("{}{}", "#".repeat(done), ".".repeat(40 - done));
    let says = Message::new("import-progress").with("what", format!("{what:<9}")).with("bar", bar);
    let _ = write!(stderr(), "\r{}", say(&says.with("lines", progress.lines)));
    let _ = stderr().flush();
}
