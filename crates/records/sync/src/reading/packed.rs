use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::name;
use crate::{FileFacts, ReadError};

/// What every gzip file begins with (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How many bytes are read at a time.
const STRIDE: usize = 64 * 1024;

/// Counts the bytes read from the disk, for the progress bar.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// How many there were.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Metered<R> {
    from: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(out)?;
        self.meter.0.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}

/// Opens a file, unpacked if it is packed: told by what it begins with, not by its name.
pub(crate) fn open(path: &Path, meter: Meter) -> Result<Box<dyn Read + Send>, ReadError> {
    let cannot = |source| ReadError::Open { path: PathBuf::from(path), source };
    let file = Metered { from: File::open(path).map_err(cannot)?, meter };
    let mut file = BufReader::with_capacity(STRIDE, file);
    let packed = file.fill_buf().map_err(cannot)?.starts_with(&GZIP);
    Ok(if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// What a file is: name, size and digest. Reads it once.
pub(crate) fn facts(path: &Path) -> Result<FileFacts, ReadError> {
    let cannot = |source| ReadError::Open { path: PathBuf::from(path), source };
    let mut file = File::open(path).map_err(cannot)?;
    let (mut hash, mut bytes, mut stride) = (Sha256::new(), 0, vec![0; STRIDE]);
    loop {
        let read = file.read(&mut stride).map_err(cannot)?;
        if read == 0 {
            break;
        }
        hash.update(&stride[..read]);
        bytes += u64::try_from(read).unwrap_or(0);
    }
    Ok(FileFacts { name: name(path), bytes, digest: hex::encode(hash.finalize()) })
}
