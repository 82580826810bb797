use axum::response::Response;
use kernel::{Id, Problem, Timestamp};
use serde::Serialize;

use crate::{Failure, Visitor};

/// How many letters a page shows.
const SHOWN: usize = 30;

#[derive(Serialize)]
struct View {
    title: String,
    letters: Vec<Letter>,
    /// Where the latest are, on a page of older ones.
    latest: Option<&'static str>,
    /// Where those before them are, if there are any.
    older: Option<String>,
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

/// Every letter of a portal that sends none, the latest first, page by page. Anywhere else there is no such page: letters
/// hold links that let their readers in.
pub(crate) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    let site = visitor.site();
    if !site.settings.shows_letters {
        return Err(Problem::not_found().into());
    }
    let before: Option<Id<mail::Letter>> = visitor.asked_for("before").and_then(|id| id.parse().ok());
    // One more than is shown tells whether there are more.
    let rows = u32::try_from(SHOWN + 1).unwrap_or(u32::MAX);
    let mut found = mail::recent(site.gateway.db(), before, rows).await.map_err(Problem::from)?;
    let is_more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let last = found.last().filter(|_| is_more);
    let older = last.map(|letter| format!("/outbox?before={}", letter.id));
    let latest = before.map(|_| "/outbox");
    let letters = found.into_iter().map(|letter| Letter {
        subject: letter.subject,
        to: letter.to_address,
        at: letter.created_at,
        lines: letter.text.lines().map(|line| read(line, &site.settings.base_url)).collect(),
    });
    let title = visitor.say(&kernel::Message::new("outbox"));
    visitor.page("pages/outbox.html", View { title, letters: letters.collect(), latest, older })
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
