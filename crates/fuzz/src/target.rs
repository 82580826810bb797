use std::{
    env, fs, iter,
    panic::AssertUnwindSafe,
    path::Path,
    time::{Duration, Instant},
};

use bolero::{BorrowedInput, ByteSliceGenerator, DefaultEngine, TestTarget};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    Input,
    edit::{Edit, MOST, made},
    watch::Watch,
};

/// How many inputs are made with every `make test`, and for how long at most. They are the same every time: a change is
/// not held up by a fault that was there before it. What is new is found by `make test-long`.
const SHORT: (usize, Duration) = (300, Duration::from_millis(400));

/// How long a target is looked at by `make test-long`, unless `PORTICO_FUZZ_SECONDS` says otherwise.
const LONG: u64 = 30;

/// What begins to try a target, as `bolero::check!()` gives it at the target's own place.
pub type Started = TestTarget<ByteSliceGenerator, DefaultEngine, BorrowedInput>;

/// How long a target is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// For a moment.
    Short,
    /// As long as somebody wants it.
    Long,
}

/// What there is to try a property with.
pub struct Target {
    kept: Vec<Vec<u8>>,
    more: Vec<Vec<u8>>,
    words: &'static [&'static str],
}

impl Target {
    /// These inputs, and what is made of them with these words.
    pub fn of(kept: Vec<Vec<u8>>, words: &'static [&'static str]) -> Self {
        Self { kept, more: Vec::new(), words }
    }

    /// Others are made of these, too, which are too many to be tried themselves each time.
    #[must_use]
    pub fn and_of(mut self, more: Vec<Vec<u8>>) -> Self {
        self.more = more;
        self
    }

    /// Tries whether it holds: for each input that is kept, and then for others.
    pub fn tried(self, started: Started, length: Length, holds: impl Fn(&[u8])) {
        let watch = Watch::begin();
        let sees = |input: Vec<u8>| {
            let named = Named(Input(input));
            watch.sees(&named.0, &holds);
        };
        self.kept.iter().cloned().for_each(&sees);
        let (of, words) = ([self.kept, self.more].concat(), self.words);
        if length == Length::Short && !is_led_by_cargo_bolero() {
            let (mut rng, until) = (StdRng::seed_from_u64(0), Instant::now() + SHORT.1);
            let drawn = iter::repeat_with(|| {
                let edits: Vec<Edit> = (0..MOST).map(|_| rng.random()).collect();
                made(&of, words, rng.random(), rng.random(), &edits)
            });
            return drawn.take(SHORT.0).take_while(|_| Instant::now() < until).for_each(sees);
        }
        let drawn = started
            .with_iterations(usize::MAX)
            .with_test_time(Duration::from_secs(seconds()))
            .with_type::<(u16, u8, Vec<Edit>)>()
            .map(move |(pick, count, edits)| Input(made(&of, words, pick, count, &edits)));
        let each = AssertUnwindSafe(move |input: &Input| watch.sees(input, &holds));
        drawn.for_each(move |input: &Input| (*each)(input));
    }
}

/// Whether it is `cargo bolero` that asks what targets there are, or tries one with an engine of its own.
fn is_led_by_cargo_bolero() -> bool {
    ["CARGO_BOLERO_SELECT", "BOLERO_LIBTEST_HARNESS"].iter().any(|name| env::var_os(name).is_some())
}

/// Says which input it was, if it goes wrong.
struct Named(Input);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("It does not hold for this input:\n{:?}", self.0);
        }
    }
}

fn seconds() -> u64 {
    env::var("PORTICO_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(LONG)
}

/// Each line of a text is an input.
pub fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

/// Each file of a folder is an input.
///
/// # Panics
/// Where there is no file: then nothing would be tried.
pub fn files(folder: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(Path::new(folder)).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let found: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    assert!(!found.is_empty(), "there are no inputs in {folder}");
    found
}
