use std::{env, fs, panic::AssertUnwindSafe, path::Path, time::Duration};

use bolero::{BorrowedInput, ByteSliceGenerator, DefaultEngine, TestTarget};

use crate::{
    Input,
    edit::{Edit, made},
    watch::Watch,
};

/// How many inputs are made with every `make test`, and for how long at most.
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
        for kept in &self.kept {
            let named = Named(Input(kept.clone()));
            watch.sees(&named.0, &holds);
        }
        let started = match length {
            Length::Short => started.with_iterations(SHORT.0).with_test_time(SHORT.1),
            Length::Long => started.with_iterations(usize::MAX).with_test_time(Duration::from_secs(seconds())),
        };
        let (of, words) = ([self.kept, self.more].concat(), self.words);
        let drawn = started
            .with_type::<(u16, u8, Vec<Edit>)>()
            .map(move |(pick, count, edits)| Input(made(&of, words, pick, count, &edits)));
        let each = AssertUnwindSafe(move |input: &Input| watch.sees(input, &holds));
        drawn.for_each(move |input: &Input| (*each)(input));
    }
}

/// Says which input it was, if it goes wrong.
struct Named(Input);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("It does not hold for an input that is kept:\n{:?}", self.0);
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
