//! A letter as it goes over the wire.

use std::time::{Duration, SystemTime};

use lettre::message::{
    Mailbox, Message, MultiPart, SinglePart,
    header::{HeaderName, HeaderValue},
};

use crate::{Letter, Sender, Trouble, address};

/// The letter as a message: its words as text and as HTML.
///
/// The same letter gives the same bytes every time. It says that no human typed it (RFC 3834), so that nobody's absence
/// is answered to it. There is no List-Unsubscribe: these letters are asked for, or about one's own safety, and RFC 8058
/// is for what one may stop. Each value is encoded or was parsed, so none can begin a header of its own.
pub(crate) fn compose(letter: &Letter, sender: &Sender) -> Result<Message, Trouble> {
    let unusable = |why: &str| Trouble::Refused(why.to_owned());
    let to = address::parse(&letter.to_address).ok_or_else(|| unusable("the address cannot receive mail"))?;
    let mut head = Message::builder()
        .from(sender.mailbox.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .date(written(letter))
        .message_id(Some(format!("<{}@{}>", letter.id, sender.domain())))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // What Exchange heeds instead.
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", &letter.locale));
    if let Some(thread) = &letter.thread {
        // No letter has this id: it stands for what they are all about, so none has to be the first.
        let root = format!("<{thread}@{}>", sender.domain());
        head = head.in_reply_to(root.clone()).references(root);
    }
    if let Some(elsewhere) = &sender.answers_to {
        head = head.reply_to(elsewhere.clone());
    }
    let body = MultiPart::alternative()
        .boundary(letter.id.to_string())
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    head.multipart(body).map_err(|_| unusable("it cannot be made a message"))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn written(letter: &Letter) -> SystemTime {
    let micros = u64::try_from(letter.created_at.micros()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}
