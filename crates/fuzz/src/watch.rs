use std::{
    fs,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use crate::Input;

/// The longest that one input may take. Hundreds of times what any takes, so that no busy machine comes near it.
const LONGEST: Duration = Duration::from_secs(20);

/// The most memory the process may ever have held, in KiB: whoever sends a few bytes must not cost gigabytes.
const MOST: u64 = 4 * 1024 * 1024;

/// Watches a target over its inputs. One that does not come back cannot be stopped, so the process ends and names it.
pub(crate) struct Watch(Arc<Mutex<Option<(Instant, Input)>>>);

impl Watch {
    pub fn begin() -> Self {
        let present: Arc<Mutex<Option<(Instant, Input)>>> = Arc::default();
        let seen = Arc::downgrade(&present);
        thread::spawn(move || {
            while let Some(present) = seen.upgrade() {
                match &*present.lock().unwrap_or_else(PoisonError::into_inner) {
                    Some((begun, input)) if begun.elapsed() > LONGEST => {
                        eprintln!("After {LONGEST:?} this input was still not dealt with:\n{input:?}");
                        std::process::exit(1);
                    }
                    Some(_) | None => {}
                }
                drop(present);
                thread::sleep(Duration::from_millis(500));
            }
        });
        Self(present)
    }

    /// Tries one input, in measure.
    pub fn sees(&self, input: &Input, holds: &impl Fn(&[u8])) {
        self.note(Some((Instant::now(), input.clone())));
        holds(&input.0);
        self.note(None);
        let held = held();
        assert!(held < MOST, "with this input the process had held {held} KiB");
    }

    fn note(&self, present: Option<(Instant, Input)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = present;
    }
}

/// The most memory this process has held so far, in KiB; nothing where the system does not say.
fn held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::held;

    #[test]
    fn what_a_process_holds_is_known_where_the_system_says_so() {
        assert_eq!(held() > 0, cfg!(target_os = "linux"));
    }
}
