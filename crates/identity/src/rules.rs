//! Of whom a second proof is asked: of everybody, of whoever holds a role, of an account's people. What follows from it
//! follows at the next request: `directory::admit` says who owes one, and the layer around pages lets them open nothing
//! but what leads to it.

use access::{Grant, Reach};
use directory::{Account, AccountProofRule, Brand, BrandProofRule};
use gateway::{Command, Effect, Granted, Input, Line, Path, Query, Service, Tx, Viewed, get, post};
use kernel::{Limit, Message, Problem, Timestamp};
use store::{Direction, List, Order, Seen, StoreError};

use crate::{
    commands::ResetProofs,
    events::{ProofDemanded, ProofDemandedHere},
};

/// The rules, and who may change them; and what is left when somebody has lost what they ask for. The objects they hang
/// on are brought by other services.
pub fn rules() -> Service {
    Service::named("proofs")
        .policy("identity/rules.cedar", include_str!("../rules.cedar"))
        .query::<ShowProofRules>()
        .command::<DemandProof>()
        .query::<ShowProofRule>()
        .command::<DemandProofHere>()
        .command::<ResetProofs>()
}

/// A customer's admin looks after it for their own account, and after how its people sign in through their company.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let actions = [ShowProofRule::NAME, DemandProofHere::NAME, "sso.*"];
    actions.map(|action| ("admin", Grant::new(action, Reach::Account))).to_vec()
}

/// Why a rule stays as it is, or somebody's second proofs.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// There is no such role.
    #[error("there is no such role")]
    NoRole,
    /// It is their own.
    #[error("nobody resets their own second proofs")]
    Oneself,
    /// Whoever they belong to may do more at the desk than whoever asks.
    #[error("they may do more at the desk")]
    HoldsMore,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::NoRole => Self::invalid(Vec::new()).at("/role", Message::new("identity-error-rule-role")),
            RuleError::Oneself => Self::conflict(Message::new("identity-error-reset-oneself")),
            RuleError::HoldsMore => Self::conflict(Message::new("identity-error-reset-more-rights")),
            RuleError::Store(error) => error.into(),
        }
    }
}

/// Asks a second proof of everybody or, with a role, of whoever holds it; or no longer. A policy asks for a proof shown
/// a moment ago.
#[derive(Input)]
pub struct DemandProof {
    role: Option<Line<60>>,
    demanded: bool,
}

impl Command for DemandProof {
    const NAME: &'static str = "proofs.demand";
    const PATH: Path = post("/brands/{brand}/proofs");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (BrandProofRule,);
    type Output = ();
    type Error = RuleError;

    async fn run<'t>(self, brand: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), RuleError> {
        let role = self.role.map(|role| role.as_str().to_owned());
        if role.as_ref().is_some_and(|role| tx.caller().rights.book.role(role).is_none()) {
            return Err(RuleError::NoRole);
        }
        let rules = tx.parts::<BrandProofRule, Brand>(&brand, None).await?;
        let same: Vec<_> = rules.into_iter().filter(|rule| rule.role == role).collect();
        if same.is_empty() != self.demanded {
            tx.nothing_happened();
            return Ok(());
        }
        if self.demanded {
            let rule = BrandProofRule { id: tx.new_id(), brand_id: brand.id, role: role.clone(), since: tx.now() };
            tx.insert(rule).await?;
        }
        for rule in same {
            tx.delete_part(rule).await?;
        }
        tx.record(&ProofDemanded { role, demanded: self.demanded });
        Ok(())
    }
}

/// Asks a second proof of whoever acts for an account; or no longer. A policy asks for a proof shown a moment ago.
#[derive(Input)]
pub struct DemandProofHere {
    demanded: bool,
}

impl Command for DemandProofHere {
    const NAME: &'static str = "proofs.demand_here";
    const PATH: Path = post("/accounts/{account}/proofs");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (AccountProofRule,);
    type Output = ();
    type Error = RuleError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), RuleError> {
        let rules = tx.parts::<AccountProofRule, Account>(&account, None).await?;
        if rules.is_empty() != self.demanded {
            tx.nothing_happened();
            return Ok(());
        }
        if self.demanded {
            let rule = AccountProofRule { id: tx.new_id(), account_id: account.id, since: tx.now() };
            tx.insert(rule).await?;
        }
        for rule in rules {
            tx.delete_part(rule).await?;
        }
        tx.record(&ProofDemandedHere { demanded: self.demanded });
        Ok(())
    }
}

/// Shows of whom a second proof is asked, by role; nothing for everybody.
#[derive(Input)]
pub struct ShowProofRules {}

impl Query for ShowProofRules {
    const NAME: &'static str = "proofs.rules";
    const PATH: Path = get("/brands/{brand}/proofs");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Brand;
    type Under = Seen<Self, Brand>;
    type Output = Vec<Option<String>>;

    async fn run(self, brand: Seen<Self, Brand>) -> Result<Vec<Option<String>>, Problem> {
        let rules = List::by(Order::by(BrandProofRule::SINCE, Direction::Ascending)).rows(Limit::clamp(100));
        Ok(brand.parts(rules).await?.rows.into_iter().map(|rule| rule.role).collect())
    }
}

/// Shows since when a second proof is asked of whoever acts for an account; nothing when none is.
#[derive(Input)]
pub struct ShowProofRule {}

impl Query for ShowProofRule {
    const NAME: &'static str = "proofs.rule";
    const PATH: Path = get("/accounts/{account}/proofs");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Account;
    type Under = Seen<Self, Account>;
    type Output = Option<Timestamp>;

    async fn run(self, account: Seen<Self, Account>) -> Result<Option<Timestamp>, Problem> {
        let rules = List::by(Order::by(AccountProofRule::SINCE, Direction::Ascending)).rows(Limit::clamp(1));
        Ok(account.parts(rules).await?.rows.first().map(|rule| rule.since))
    }
}
