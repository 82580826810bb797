use std::{
    fmt,
    io::{self, Read},
};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// How many bytes are decoded at a time.
const STRIDE: usize = 32 * 1024;

/// Turns bytes of an encoding into UTF-8, without a mark at the beginning; stops at the first that mean nothing.
pub(crate) struct Decoded<R> {
    from: R,
    decoder: Decoder,
    raw: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    finished: bool,
    bytes: u64,
    line: u64,
}

/// Where bytes stood that mean nothing in their encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The line, counted from 1.
    pub line: u64,
    /// The place, counted from 0.
    pub byte: u64,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes that mean nothing at byte {}", self.byte)
    }
}

impl std::error::Error for Malformed {}

impl<R: Read> Decoded<R> {
    pub fn new(from: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let raw = vec![0; STRIDE];
        Self { from, decoder, raw, at: 0, end: 0, ended: false, finished: false, bytes: 0, line: 1 }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.at = 0;
        self.end = loop {
            match self.from.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.ended = self.end == 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.finished {
            if self.at == self.end && !self.ended {
                self.fill()?;
            }
            let raw = &self.raw[self.at..self.end];
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(raw, out, self.ended);
            self.at += read;
            self.bytes += u64::try_from(read).unwrap_or(0);
            let lines = out[..written].iter().filter(|byte| **byte == b'\n').count();
            self.line += u64::try_from(lines).unwrap_or(0);
            match result {
                DecoderResult::Malformed(length, after) => {
                    let byte = self.bytes.saturating_sub(u64::from(length) + u64::from(after));
                    return Err(io::Error::new(io::ErrorKind::InvalidData, Malformed { line: self.line, byte }));
                }
                DecoderResult::InputEmpty => self.finished = self.ended,
                DecoderResult::OutputFull => {}
            }
            if written > 0 || out.is_empty() {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
