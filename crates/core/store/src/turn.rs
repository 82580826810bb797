//! Whose turn it is to write a SQLite file, among all programs on this machine.
//!
//! SQLite lets whoever finds the file locked look again after a while, up to 100 ms each time, and who comes in between
//! is first. So writers take turns at a lock beside the file, which wakes them as soon as it is free. It is a courtesy:
//! who does not get it in time goes on, and has SQLite's own lock to rely on.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use tokio::{
    sync::{Mutex, OwnedMutexGuard, oneshot},
    time::timeout,
};

/// The queue of those who write one file.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    path: Arc<Path>,
    /// Within this program the lock is one, so its own writers queue here.
    own: Arc<Mutex<()>>,
    patience: Duration,
}

/// Held while somebody writes.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The lock is given back when the file is closed; between turns nothing is open, so a disk can be taken away.
    _file: File,
    _own: OwnedMutexGuard<()>,
}

impl Turn {
    /// The queue of a database's file.
    pub fn beside(database: &Path, patience: Duration) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-turn");
        Self { path: Path::new(&path).into(), own: Arc::default(), patience }
    }

    /// Waits for the turn; none comes where nothing can be put beside the file, or not in time.
    pub async fn take(&self) -> Option<Taken> {
        timeout(self.patience, self.wait()).await.ok().flatten()
    }

    async fn wait(&self) -> Option<Taken> {
        let own = Arc::clone(&self.own).lock_owned().await;
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.path).ok()?;
        match file.try_lock() {
            Ok(()) => return Some(Taken { _file: file, _own: own }),
            Err(TryLockError::Error(_)) => return None,
            Err(TryLockError::WouldBlock) => {}
        }
        // A thread of its own, which keeps no program from ending; whoever has gone meanwhile gives the turn back.
        let (give, taken) = oneshot::channel();
        thread::spawn(move || {
            if file.lock().is_ok() {
                let _ = give.send(Taken { _file: file, _own: own });
            }
        });
        taken.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Turn;

    #[tokio::test]
    async fn two_programs_take_turns() {
        let folder = std::env::temp_dir().join(format!("portico-turn-{}", uuid::Uuid::new_v4()));
        let turn = || Turn::beside(&folder, Duration::from_secs(30));
        let (one, other) = (turn(), turn());
        let taken = one.take().await.expect("it is free");
        let hasty = Turn { patience: Duration::ZERO, ..other.clone() };
        assert!(hasty.take().await.is_none(), "the other program writes");
        let next = tokio::spawn(async move { other.take().await.is_some() });
        drop(taken);
        assert!(next.await.expect("no panic"), "it is free again");
    }
}
