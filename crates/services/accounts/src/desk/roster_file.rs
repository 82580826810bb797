//! A list that comes as a file.

use kernel::Message;

/// Why the words of a file cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FileError {
    /// It is longer than any list that is taken.
    #[error("the file is too large")]
    TooLarge,
    /// It is a spreadsheet program's own file.
    #[error("the file is a spreadsheet program's own")]
    Spreadsheet,
    /// Its letters are written in another way, or it holds none.
    #[error("the file is no text in UTF-8")]
    NoText,
    /// There is a list in the box as well.
    #[error("there is a list in the box as well")]
    Twice,
}

/// How the files of spreadsheet programs begin: the packed ones, and those of before 2007.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The most bytes of a file; a form may bring twice as many.
const MOST: usize = 1 << 20;

/// The words of a file.
pub(super) fn read(bytes: Vec<u8>) -> Result<String, FileError> {
    if SPREADSHEETS.iter().any(|begins| bytes.starts_with(begins)) {
        return Err(FileError::Spreadsheet);
    }
    if bytes.len() > MOST {
        return Err(FileError::TooLarge);
    }
    match String::from_utf8(bytes) {
        // Text of two bytes a letter may pass for UTF-8, as far as it is plain.
        Ok(text) if !text.contains('\0') => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Ok(_) | Err(_) => Err(FileError::NoText),
    }
}

impl FileError {
    /// What to do about it.
    pub fn says(self) -> Message {
        Message::new(match self {
            Self::TooLarge => "desk-list-file-large",
            Self::Spreadsheet => "desk-list-file-spreadsheet",
            Self::NoText => "desk-list-file-no-text",
            Self::Twice => "desk-list-file-twice",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{FileError, read};

    #[test]
    fn text_is_told_from_what_is_none() {
        assert_eq!(read("\u{feff}NWS-0142;Hôtel\r\n".into()), Ok("NWS-0142;Hôtel\r\n".to_owned()));
        assert_eq!(read(b"NWS-0142;H\xf4tel\r\n".to_vec()), Err(FileError::NoText));
        let wide = "\u{feff}NWS-0142\tpriya@x.example";
        let wide = |order: fn(u16) -> [u8; 2]| wide.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(read(wide(u16::to_le_bytes)), Err(FileError::NoText));
        assert_eq!(read(wide(u16::to_be_bytes)[2..].to_vec()), Err(FileError::NoText));
        assert_eq!(read(vec![b'x'; super::MOST + 1]), Err(FileError::TooLarge));
        assert_eq!(read(b"PK\x03\x04\x14".to_vec()), Err(FileError::Spreadsheet));
        assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec()), Err(FileError::Spreadsheet));
    }
}
