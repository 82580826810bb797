use std::{
    fmt,
    io::{self, Read},
};

/// The most bytes a line may have. A quotation mark that never ends would otherwise swallow the file, and the memory.
pub(crate) const LONGEST: usize = 256 * 1024;

/// Lets only so much through between two lines.
pub(crate) struct Leash<R> {
    from: R,
    taken: usize,
}

/// More came than a line may have.
#[derive(Debug)]
pub(crate) struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a line of more than {LONGEST} bytes")
    }
}

impl std::error::Error for TooLong {}

impl<R> Leash<R> {
    pub fn new(from: R) -> Self {
        Self { from, taken: 0 }
    }

    /// A line is complete.
    pub fn let_out(&mut self) {
        self.taken = 0;
    }
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.taken > LONGEST {
            return Err(io::Error::other(TooLong));
        }
        let read = self.from.read(out)?;
        self.taken += read;
        Ok(read)
    }
}
