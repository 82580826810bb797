use access::Account;
use kernel::{Date, Id, Message, Money, Problem, Ref, Timestamp, Track, Turn};
use schemars::JsonSchema;
use serde::Serialize;
use words::Formats;

use crate::{Asked, Gateway, Raw, teller::Teller};

/// What a service is asked to tell: what waits, what moves, or what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// What waits for whoever asks, the most urgent first.
    Waiting,
    /// What is under way elsewhere, the latest first.
    Moving,
    /// What happened of late, the latest first.
    Changed,
}
store::text_column!(Slot { Waiting = "waiting", Moving = "moving", Changed = "changed" });
crate::choice!(Slot);

/// One thing that deserves attention, as a service tells it to whoever gathers: home, a digest, an agent.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Attention {
    /// The object.
    pub target: Ref,
    /// Where it is shown, below the capacity one acts in: `/cases/…`.
    pub path: String,
    /// The icon of its noun.
    pub icon: &'static str,
    /// What it is, in a sentence.
    pub title: Message,
    /// What else to know.
    pub more: Option<Message>,
    /// The amount it is about.
    pub amount: Option<Money>,
    /// The verb of its button, where there is more to do than to open it.
    pub verb: Option<Message>,
    /// By when.
    pub due: Option<Date>,
    /// When it began to wait, moved or changed.
    pub at: Timestamp,
    /// Whose move it is.
    pub turn: Turn,
    /// How far it is.
    pub track: Option<Track>,
}

/// The most that a service tells of one slot.
pub const TOLD: u32 = 10;

impl Gateway {
    /// What every service tells of a slot to whoever asks; a service in which they may see nothing is not asked.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn attention(&self, asked: &Asked, slot: Slot) -> Result<Vec<Attention>, Problem> {
        let raw = Raw::Form(vec![("slot".to_owned(), slot.word().to_owned())]);
        self.in_order(asked, self.registry.attendants(), &raw, slot).await
    }

    /// What every service tells is open with an account, the latest first; a service in which whoever asks may see
    /// nothing is not asked.
    ///
    /// # Errors
    /// The first service's that could not answer.
    pub async fn open_with(&self, asked: &Asked, account: Id<Account>) -> Result<Vec<Attention>, Problem> {
        let raw = Raw::Form(vec![("account".to_owned(), account.to_string())]);
        self.in_order(asked, self.registry.openings(), &raw, Slot::Moving).await
    }

    async fn in_order(
        &self,
        asked: &Asked,
        tellers: &[Teller<Attention>],
        raw: &Raw,
        slot: Slot,
    ) -> Result<Vec<Attention>, Problem> {
        let told = self.gather(asked, tellers, raw).await?;
        let mut told: Vec<Attention> = told.into_iter().flat_map(|((), told)| told).collect();
        put_in_order(&mut told, slot, &asked.formats);
        Ok(told)
    }
}

/// The most urgent first, or the latest.
fn put_in_order(told: &mut [Attention], slot: Slot, formats: &Formats) {
    match slot {
        // What has no day of its own is as urgent as if it had been due when it began to wait.
        Slot::Waiting => told.sort_by_key(|one| (one.due.unwrap_or_else(|| formats.day_of(one.at)), one.at)),
        Slot::Moving | Slot::Changed => told.sort_by_key(|one| std::cmp::Reverse(one.at)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use kernel::{Date, Message, Ref, Timestamp, Turn};
    use words::{Formats, LanguageIdentifier};

    use super::{Attention, Slot, put_in_order};

    /// The middle of a day of March 2026.
    fn noon(day: i8) -> Timestamp {
        Timestamp::from_micros(1_772_323_200_000_000 + (i64::from(day) - 1) * 86_400_000_000 + 43_200_000_000)
    }

    fn told(title: &'static str, due: Option<i8>, at: i8) -> Attention {
        Attention {
            target: Ref { kind: "job".into(), id: uuid::Uuid::nil() },
            path: String::new(),
            icon: "house",
            title: Message::new(title),
            more: None,
            amount: None,
            verb: None,
            due: due.map(|day| Date::new(2026, 3, day).expect("a day of March")),
            at: noon(at),
            turn: Turn::Customer,
            track: None,
        }
    }

    fn in_order(slot: Slot, mut all: Vec<Attention>) -> Vec<String> {
        let formats = Formats::new(&LanguageIdentifier::default(), TimeZone::UTC, noon(12));
        put_in_order(&mut all, slot, &formats);
        all.iter().map(|one| one.title.id.to_string()).collect()
    }

    #[test]
    fn a_question_that_waits_stands_among_what_is_due() {
        let all = || vec![told("due-later", Some(20), 1), told("asked", None, 10), told("due-before", Some(9), 2)];
        assert_eq!(in_order(Slot::Waiting, all()), ["due-before", "asked", "due-later"]);
        assert_eq!(in_order(Slot::Changed, all()), ["asked", "due-before", "due-later"]);
    }
}
