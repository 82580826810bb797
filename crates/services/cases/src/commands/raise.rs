use directory::fold;
use gateway::{Card, Command, Effect, Granted, Input, Line, Path, Quote, Tx, post};
use kernel::{Id, Ref};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Json, Object as _};

use super::Body;
use crate::{Case, CaseError, CaseMessage, CaseMove, MoveKind, Side, WasRaised, rows::reference, speaker::Speaker};

/// Asks the company something, about one of the account's records or about nothing in particular.
#[derive(Input)]
pub struct RaiseCase {
    about: Option<Quote>,
    subject: Line<120>,
    body: Body,
}

/// A case that was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Raised {
    /// Its id.
    pub case: Id<Case>,
    /// What people call it.
    pub reference: String,
}

impl Command for RaiseCase {
    const NAME: &'static str = "cases.raise";
    const PATH: Path = post("/cases");
    const EFFECT: Effect = Effect::Changes;
    type On = directory::Account;
    type Writes = (Case, CaseMessage, CaseMove);
    type Output = Raised;
    type Error = CaseError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Raised, CaseError> {
        let card = match &self.about {
            Some(about) => Some(tx.card(about).await?),
            None => None,
        };
        // Everybody who may read the case reads the record's facts in it; so both are of one account.
        if card.as_ref().is_some_and(|card| card.account != Some(account.id)) {
            return Err(CaseError::Elsewhere);
        }
        let speaker = Speaker::of(tx).await?;
        let case = tx.insert(case(&self, &account, card, &speaker, tx).await?).await?;
        speaker.moves(tx, &case, MoveKind::Raised).await?;
        speaker.say(tx, &case, self.body.as_str()).await?;
        tx.record_naming(&WasRaised { side: speaker.side }, [Ref::new(Case::KIND, case.id)]);
        Ok(Raised { case: case.id, reference: case.reference() })
    }
}

async fn case<W>(
    told: &RaiseCase,
    account: &directory::Account,
    card: Option<Card>,
    speaker: &Speaker,
    tx: &Tx<'_, W>,
) -> Result<Case, CaseError> {
    // As late as can be: whoever takes a number keeps others waiting.
    let number = tx.next_number("case").await?;
    let subject = told.subject.as_str();
    let record = card.as_ref().map_or("", |card| card.name.as_str());
    let words = fold(&format!("{} {subject} {record} {} {}", reference(number), speaker.name, account.name));
    Ok(Case {
        id: tx.new_id(),
        account_id: account.id,
        number,
        requester_id: speaker.person.filter(|_| speaker.side == Side::Customer),
        requester: speaker.name.clone(),
        subject: subject.to_owned(),
        words,
        turn: Some(speaker.side.other()),
        turn_at: tx.now(),
        turn_before: None,
        about: card.as_ref().map(|card| card.target.clone()),
        card: card.map(Json),
        messages: 1,
        last_by: speaker.name.clone(),
        raised_at: tx.now(),
        touched_at: tx.now(),
    })
}
