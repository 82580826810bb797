//! The first time that somebody whom the portal knows already comes from their company.
#![expect(clippy::disallowed_methods, reason = "ways in are ended before there is a principal")]

use access::Person;
use directory::provisioning;
use kernel::{Id, Message};
use store::{Sql, Work};

use super::{rows::SsoConnection, sign_on::Refused};
use crate::{
    asker::Asker,
    challenges, notices, people, remembered,
    rows::{Passkey, Password},
    second, sessions,
};

/// Ends the ways in that were made before under the address that they come by; tells whether there were any. Whoever
/// made them once read a mail to it, such as an invitation that was passed on, and may be somebody else than the company
/// means. Sessions, password and passkeys end, and so do mails on their way; if the account is all they belong to, their
/// other addresses have to be proved anew. An app stays, and is asked for; so does a passkey that is the only second
/// proof where a rule asks for one: no provider takes that away, and each may call anybody by a new name, which makes it
/// the first time. In a browser that they have signed in with, it is them who were here before, and nothing ends.
pub(super) async fn end_other_ways(
    asker: &Asker<'_>,
    work: &Work,
    connection: &SsoConnection,
    person: Id<Person>,
    email_fold: &str,
) -> Result<bool, Refused> {
    let (raw, now) = (work.unguarded(), asker.now());
    let known = people::by_address(raw, email_fold, &asker.browser_hash, &asker.network).await?;
    if known.is_some_and(|known| known.from_known_browser) || remembered::is_here(asker, work, person).await? {
        return Ok(false);
    }
    let mut ended = sessions::end_all(work, person, now).await?;
    ended += raw.delete(Password::PERSON_ID.is(&person)).await?;
    // Beside an app a passkey is one more way in, and lets somebody in by itself.
    if second::is_due(work, person).await? || !directory::asks_second_of(raw, person).await? {
        ended += raw.delete(Passkey::PERSON_ID.is(&person)).await?;
    }
    if !provisioning::has_other_place(work, connection.account_id, person).await? {
        let mut sql = Sql::new("UPDATE addresses SET verified_at = NULL, primary_since = NULL WHERE person_id = ");
        sql.bind(person.uuid()).push(" AND verified_at IS NOT NULL AND email_fold <> ").bind(email_fold);
        ended += raw.execute(sql).await?;
    }
    remembered::end_all(work, person).await?;
    challenges::stop_all(work, person, now).await?;
    if ended > 0 {
        let says = Message::new("identity-letter-factor-company");
        notices::factor_changed_in(asker, work, person, &says).await.map_err(Refused::SignIn)?;
    }
    Ok(ended > 0)
}
