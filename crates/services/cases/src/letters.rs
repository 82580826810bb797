//! The letters about cases: whoever asked is told what they were answered.

use access::{Account, Person, Principal};
use front::Shared;
use gateway::{Asked, Raw};
use journal::{
    Entry, Face,
    follow::{Follower, Reactor, Sealed, Trouble},
};
use kernel::{Id, Problem, Timestamp};
use mail::Recipient;
use serde::Serialize;
use uuid::Uuid;

use crate::{Case, ReadMessage, Replied, Said, Side};

/// What follows from the journal, for the program to run.
pub fn followers(site: &Shared) -> Vec<Follower> {
    vec![Follower::reactor(Letters { site: Shared::clone(site) })]
}

/// Writes to customers' people when staff have answered. Each letter is read through the gate as the one it goes to, so
/// nobody is sent what they could not open; nobody is sent their own words, as only the other side's are.
struct Letters {
    site: Shared,
}

/// What a letter says.
#[derive(Serialize)]
struct Answered {
    name: String,
    author: String,
    reference: String,
    subject: String,
    paragraphs: Vec<String>,
    link: String,
    /// Whether the reader is asked to answer.
    asks: bool,
}

impl Reactor for Letters {
    const NAME: &'static str = "cases.letters";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == <Replied as journal::Event>::NAME
    }

    fn concerns(&self, entry: &Entry) -> bool {
        replied(entry).is_some_and(|replied| !replied.to.is_empty())
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let entry = &sealed.entry;
        let Some((account, replied)) = entry.account_id.zip(replied(entry)) else { return Ok(()) };
        for person in replied.to {
            let principal = directory::member(self.site.gateway.db(), person, account).await?;
            let asked = Asked::system(Self::NAME, Face::Inside, entry.at).because_of(entry);
            let Some(said) = self.read(asked, principal, entry.target.id, &replied.message.to_string()).await? else {
                continue;
            };
            self.write(sealed.seq, person, account, &said, entry.at).await?;
        }
        Ok(())
    }
}

impl Letters {
    /// The message as that person may read it; nothing when they may not.
    async fn read(
        &self,
        asked: Asked,
        principal: Principal,
        case: Uuid,
        message: &str,
    ) -> Result<Option<Said>, Trouble> {
        let raw = Raw::Form(vec![("message".to_owned(), message.to_owned())]);
        let asked = Asked { principal, ..asked };
        match self.site.gateway.ask::<ReadMessage>(&asked, Some(case), &raw).await {
            Ok(said) => Ok(Some(said)),
            Err(problem) if [&Problem::NOT_FOUND, &Problem::FORBIDDEN].contains(&problem.kind()) => Ok(None),
            Err(problem) => Err(problem.says().id.clone().into()),
        }
    }

    async fn write(
        &self,
        seq: i64,
        person: Id<Person>,
        account: Id<Account>,
        said: &Said,
        at: Timestamp,
    ) -> Result<(), Trouble> {
        let db = self.site.gateway.db();
        let Some((name, address)) = directory::mail_address(db, person).await? else { return Ok(()) };
        let Said { case, message } = said;
        let says = Answered {
            name,
            author: message.author.clone(),
            reference: case.reference(),
            subject: case.subject.clone(),
            paragraphs: paragraphs(&message.body).map(str::to_owned).collect(),
            link: self.site.link(&format!("/a/{account}/cases/{}", case.id)),
            asks: case.turn == Some(Side::Customer),
        };
        let to = Recipient::at(&address)?.of(person);
        let letter = self.site.notice("cases/mail/answered", says, &to, at)?;
        let letter = letter.in_thread(&thread(case)).following(Self::NAME, seq, &person.to_string());
        Ok(mail::queue(db, &letter).await?)
    }
}

/// What the entry tells; nothing if that was erased meanwhile.
fn replied(entry: &Entry) -> Option<Replied> {
    serde_json::from_value(entry.payload()).ok()
}

/// What all letters about a case have in common, so that mail programs show them together.
fn thread(case: &Case) -> String {
    format!("case.{}", case.id)
}

/// Words, divided where a line is left empty.
pub(crate) fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    body.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty())
}
