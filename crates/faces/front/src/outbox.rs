use axum::response::Response;
use kernel::{Problem, Timestamp};
use serde::Serialize;

use crate::{Failure, Visitor};

/// How many letters the page shows.
const SHOWN: u32 = 30;

#[derive(Serialize)]
struct View {
    title: String,
    letters: Vec<Letter>,
}

/// A letter, in words.
#[derive(Serialize)]
struct Letter {
    subject: String,
    to: String,
    at: Timestamp,
    lines: Vec<Line>,
}

/// A line of a letter; one that is an address of this portal leads there.
#[derive(Serialize)]
struct Line {
    text: String,
    href: Option<String>,
}

/// Every letter of a portal that sends none, the latest first. Anywhere else there is no such page: letters hold links
/// that let their readers in.
pub(crate) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    let site = visitor.site();
    if !site.settings.shows_letters {
        return Err(Problem::not_found().into());
    }
    let found = mail::recent(site.gateway.db(), SHOWN).await.map_err(Problem::from)?;
    let letters = found.into_iter().map(|letter| Letter {
        subject: letter.subject,
        to: letter.to_address,
        at: letter.created_at,
        lines: letter.text.lines().map(|line| read(line, &site.settings.base_url)).collect(),
    });
    let title = visitor.say(&kernel::Message::new("outbox"));
    visitor.page("pages/outbox.html", View { title, letters: letters.collect() })
}

fn read(line: &str, base: &str) -> Line {
    let own = line.trim().strip_prefix(base).filter(|path| path.starts_with('/'));
    Line { text: line.to_owned(), href: own.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_the_portals_own_addresses_lead_somewhere() {
        let href = |line| read(line, "http://portal.test").href;
        assert_eq!(href("http://portal.test/sign-in/x"), Some("/sign-in/x".to_owned()));
        assert_eq!(href("http://portal.test.evil/x"), None);
        assert_eq!(href("see http://portal.test/x"), None);
    }
}
