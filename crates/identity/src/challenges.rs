//! Links and codes sent by mail: how they are made, found, tried and used up.
#![expect(clippy::disallowed_methods, reason = "challenges are answered before there is a principal")]

use std::time::Duration;

use access::Person;
use kernel::{Id, Timestamp};
use store::{Column, Columns, Condition, Sql, StoreError, Unguarded, Work};

use crate::{
    Code, Device, Token,
    rows::{Challenge, ChallengeKind},
    secrets::same,
};

/// What is asked for.
pub struct Wanted<'a> {
    /// To open what.
    pub kind: ChallengeKind,
    /// For whom; nobody when the address is not known.
    pub person: Option<Id<Person>>,
    /// The address as it was typed.
    pub email: &'a str,
    /// The asking browser's secret.
    pub browser: &'a str,
    /// That browser.
    pub device: &'a Device,
    /// Where the person was going.
    pub next: Option<String>,
}

/// A challenge with what has to go into the mail and nowhere else.
pub struct Made {
    /// The row.
    pub challenge: Challenge,
    /// For the link.
    pub token: Token,
    /// To be typed.
    pub code: Code,
}

/// Where a challenge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be answered.
    Open,
    /// It let somebody in already.
    Used,
    /// Its time is over, or it was stopped.
    Over,
}

impl ChallengeKind {
    /// How long it can be answered.
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::SignIn | Self::Link => Duration::from_mins(10),
            Self::Company => Duration::from_mins(15),
            Self::Second | Self::Passkey => Duration::from_mins(10),
            Self::Reset | Self::Address => Duration::from_hours(1),
        }
    }
}

/// Makes a challenge; it is not kept yet.
pub fn make(wanted: Wanted<'_>, now: Timestamp) -> Made {
    let (id, token) = (crate::fresh(), Token::random());
    let code = token.code();
    let challenge = Challenge {
        id,
        kind: wanted.kind,
        person_id: wanted.person,
        email: wanted.email.to_owned(),
        email_fold: directory::fold(wanted.email),
        token_hash: token.hash(),
        code_hash: code.hash(id, wanted.browser),
        browser_hash: directory::token_hash(wanted.browser),
        device: wanted.device.kept(),
        next: wanted.next,
        attempts: 0,
        created_at: now,
        expires_at: now.plus(wanted.kind.lifetime()),
        used_at: None,
        stopped_at: None,
        way: None,
    };
    Made { challenge, token, code }
}

impl Challenge {
    /// Where it stands.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match (self.used_at, self.stopped_at) {
            (Some(_), _) => Standing::Used,
            (None, None) if now < self.expires_at => Standing::Open,
            (None, _) => Standing::Over,
        }
    }

    /// How many minutes it can still be answered; the one begun counts.
    pub fn minutes(&self, now: Timestamp) -> i64 {
        i64::try_from(self.expires_at.since(now).as_secs().div_ceil(60)).unwrap_or(0)
    }

    /// Whether this browser asked for it.
    pub fn is_from(&self, browser: &str) -> bool {
        same(&self.browser_hash, &directory::token_hash(browser))
    }

    /// Whether the code is the one in the mail. One that was sent to nobody has no right answer; that of a link goes to
    /// the address the link went to, whoever that is.
    pub fn is_answered_by(&self, code: &Code, browser: &str) -> bool {
        let is_sent = self.person_id.is_some() | (self.kind == ChallengeKind::Link);
        same(&self.code_hash, &code.hash(self.id, browser)) & is_sent
    }
}

/// Keeps a challenge; earlier ones of the same browser for the same end are over, so that only the newest mail counts.
///
/// # Errors
/// The database's.
pub async fn keep(work: &Work, challenge: &Challenge) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE identity_challenges SET stopped_at = ");
    sql.bind(challenge.created_at.micros()).push(" WHERE used_at IS NULL AND stopped_at IS NULL AND browser_hash = ");
    sql.bind(challenge.browser_hash.clone()).push(" AND kind = ").bind(challenge.kind.word());
    if challenge.kind == ChallengeKind::Address {
        sql.push(" AND email_fold = ").bind(challenge.email_fold.clone());
    }
    work.unguarded().execute(sql).await?;
    work.unguarded().insert(challenge).await
}

/// The challenge a link leads to.
///
/// # Errors
/// The database's.
pub async fn by_token(raw: Unguarded<'_>, kind: ChallengeKind, token: &Token) -> Result<Option<Challenge>, StoreError> {
    raw.first(Challenge::TOKEN_HASH.is(&token.hash()).and(Challenge::KIND.is(&kind))).await
}

/// The newest challenge this browser asked for, whether or not it still counts.
///
/// # Errors
/// The database's.
pub async fn latest_of(
    raw: Unguarded<'_>,
    kind: ChallengeKind,
    browser: &str,
) -> Result<Option<Challenge>, StoreError> {
    let asked: Condition<Challenge> = Challenge::BROWSER_HASH.is(&directory::token_hash(browser));
    raw.last(asked.and(Challenge::KIND.is(&kind)), Challenge::ID).await
}

/// Counts one more try at the code, before it is looked at; tells how many are left after this one, or nothing when
/// there was none left or it is not open any more.
///
/// # Errors
/// The database's.
pub async fn count_try(work: &Work, challenge: Id<Challenge>, now: Timestamp) -> Result<Option<i64>, StoreError> {
    let mut sql = Sql::new("UPDATE identity_challenges SET attempts = attempts + 1 WHERE attempts < ");
    sql.bind(Code::TRIES);
    is_open(&mut sql, challenge, now);
    sql.push(" RETURNING attempts");
    let found = work.unguarded().query(sql).await?;
    let attempts = found.first().map(|row| i64::take(&mut Columns::of(row))).transpose()?;
    Ok(attempts.map(|attempts| Code::TRIES - attempts))
}

/// Uses a challenge up; tells whether it was this call that did. Two at once cannot both be told yes.
///
/// # Errors
/// The database's.
pub async fn use_up(work: &Work, challenge: Id<Challenge>, now: Timestamp) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE identity_challenges SET used_at = ");
    sql.bind(now.micros()).push(" WHERE 1 = 1");
    is_open(&mut sql, challenge, now);
    Ok(work.unguarded().execute(sql).await? == 1)
}

/// Stops a challenge, because whoever got the mail did not ask for it.
///
/// # Errors
/// The database's.
pub async fn stop(work: &Work, challenge: Id<Challenge>, now: Timestamp) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE identity_challenges SET stopped_at = ");
    sql.bind(now.micros()).push(" WHERE 1 = 1");
    is_open(&mut sql, challenge, now);
    Ok(work.unguarded().execute(sql).await? == 1)
}

/// Stops all that wait for an answer of somebody.
///
/// # Errors
/// The database's.
pub async fn stop_all(work: &Work, person: Id<Person>, now: Timestamp) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE identity_challenges SET stopped_at = ");
    sql.bind(now.micros()).push(" WHERE used_at IS NULL AND stopped_at IS NULL AND person_id = ").bind(person.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}

fn is_open(sql: &mut Sql, challenge: Id<Challenge>, now: Timestamp) {
    sql.push(" AND used_at IS NULL AND stopped_at IS NULL AND expires_at > ").bind(now.micros());
    sql.push(" AND id = ").bind(challenge.uuid());
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_micros(1_773_316_800_000_000);

    fn made(person: Option<Id<Person>>) -> Made {
        let device = Device::from_user_agent("");
        let kind = ChallengeKind::SignIn;
        make(
            Wanted { kind, person, email: "Ben@Northgate.example", browser: "ben's", device: &device, next: None },
            NOON,
        )
    }

    #[test]
    fn a_code_counts_in_the_browser_that_asked_and_nowhere_else() {
        let Made { challenge, code, token } = made(Some(crate::fresh()));
        assert_eq!(code, token.code());
        assert!(challenge.is_answered_by(&code, "ben's"));
        assert!(!challenge.is_answered_by(&code, "eve's"));
        assert!(challenge.is_from("ben's"));
        assert!(!challenge.is_from("eve's"));
    }

    #[test]
    fn a_challenge_for_nobody_has_no_right_answer() {
        let Made { challenge, code, .. } = made(None);
        assert!(!challenge.is_answered_by(&code, "ben's"));
        assert_eq!(challenge.email_fold, "ben@northgate.example");
    }

    #[test]
    fn a_challenge_ends_by_time_use_and_word() {
        let Made { mut challenge, .. } = made(None);
        assert_eq!(challenge.standing(NOON), Standing::Open);
        assert_eq!(challenge.minutes(NOON), 10);
        assert_eq!(challenge.minutes(NOON.plus(Duration::from_secs(9 * 60 + 1))), 1);
        assert_eq!(challenge.standing(NOON.plus(Duration::from_mins(10))), Standing::Over);
        challenge.stopped_at = Some(NOON);
        assert_eq!(challenge.standing(NOON), Standing::Over);
        challenge.used_at = Some(NOON);
        assert_eq!(challenge.standing(NOON), Standing::Used);
    }
}
