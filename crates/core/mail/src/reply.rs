//! What a mail server's answer means for a letter.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::Trouble;

/// Nobody answers, or whoever does will not have us: never the fault of a letter, whatever the code. A password that
/// ran out must not cost the letters in the queue.
pub(crate) fn no_line(error: &Error) -> Trouble {
    Trouble::Away(described(error))
}

/// The server answered, and did not take the letter to `address`.
pub(crate) fn not_taken(error: &Error, address: &str) -> Trouble {
    if let Some(code) = error.status() {
        return judge(code.into(), &words(error));
    }
    if error.is_client() && !address.is_ascii() {
        // The library sends no such address to a server without SMTPUTF8.
        return Trouble::Refused("the server takes no such address".to_owned());
    }
    Trouble::Away(described(error))
}

/// Sorts the reply to a letter by its code (RFC 5321, 4.2.1): 5yz is for good, all else passes. Two are not about the
/// letter: the server closes (421), or wants to know first who we are (530; RFC 4954, 6).
pub(crate) fn judge(code: u16, words: &str) -> Trouble {
    let says = numbers(code, words);
    match code {
        421 | 530 => Trouble::Away(says),
        500..=599 => Trouble::Refused(says),
        _ => Trouble::Later(says),
    }
}

/// The code, and the finer status that the words may begin with, such as 5.1.1 (RFC 3463). The words themselves may
/// name the address and are dropped.
fn numbers(code: u16, words: &str) -> String {
    let part = |part: &str| matches!(part.len(), 1..=3) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_status = |word: &&str| word.split('.').count() == 3 && word.split('.').all(part);
    match words.split_whitespace().next().filter(is_status) {
        Some(status) => format!("{code} {status}"),
        None => code.to_string(),
    }
}

fn described(error: &Error) -> String {
    if let Some(code) = error.status() {
        return numbers(code.into(), &words(error));
    }
    let what = match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_tls() => "no secure connection",
        error if error.is_response() => "not an answer of a mail server",
        error if error.is_client() => "the server lacks what the settings ask for",
        _ => "no connection",
    };
    what.to_owned()
}

fn words(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}
