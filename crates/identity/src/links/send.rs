use access::Actor;
use directory::{Account, RECORD_LINK_LIFETIME, RecordLink};
use gateway::{Command, Effect, Email, Granted, Input, Line, Path, Quote, Tx, post};
use kernel::{Id, Ref};
use store::Object as _;

use super::{LinkError, LinkSent};

/// Sends a link to one record of the account to an address. Whoever reads its mail opens that record for thirty days,
/// without an account.
#[derive(Input)]
pub struct SendLink {
    about: Quote,
    email: Email,
    note: Option<Line<200>>,
}

impl Command for SendLink {
    const NAME: &'static str = "links.send";
    const PATH: Path = post("/accounts/{account}/links");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Account;
    type Writes = (RecordLink,);
    type Output = Id<access::RecordLink>;
    type Error = LinkError;

    async fn run<'t>(
        self,
        account: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> Result<Id<access::RecordLink>, LinkError> {
        let Actor::Person(person) = &tx.principal().actor else { return Err(LinkError::NotAPerson) };
        let card = tx.card(&self.about).await?;
        if card.account != Some(account.id) {
            return Err(LinkError::Elsewhere);
        }
        let linkable = tx.linkable(&card.target.kind).filter(|_| self.about.part.is_none());
        let linkable = linkable.ok_or(LinkError::NoLinks)?;
        if linkable.actions(true).iter().any(|action| tx.caller().facts(action).is_nothing()) {
            return Err(LinkError::NotTheirs);
        }
        let id = tx.new_id();
        let link = RecordLink {
            id,
            account_id: account.id,
            target: card.target,
            name: card.name,
            email: self.email.as_str().to_owned(),
            note: self.note.map(|note| note.as_str().to_owned()),
            sent_by: *person,
            token_hash: None,
            created_at: tx.now(),
            sent_at: None,
            expires_at: tx.now().plus(RECORD_LINK_LIFETIME),
            used_at: None,
            revoked_at: None,
        };
        tx.insert(link).await?;
        tx.record_naming(&LinkSent { link: id }, [Ref::new(RecordLink::KIND, id)]);
        Ok(id)
    }
}
