use access::Account as AccountNoun;
use directory::{Account, AccountKind, fold};
use gateway::{Action, Command, Effect, Granted, Input, Path, Structured, Tx, post};
use journal::Event;
use kernel::{Id, Message, Problem, Ref};
use serde::{Deserialize, Serialize};
use store::{Object, Refused, StoreError};
use sync::{Feed, Ingested, Mark, Marks};

/// An account as a mapping shapes it from what a source says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountDocument {
    /// What the source calls it.
    pub remote_id: String,
    /// The number people know it by.
    #[serde(default)]
    pub reference: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is: `group`, `company` or `site`.
    pub kind: String,
    /// What the source calls the account it is part of; that one comes first.
    #[serde(default)]
    pub parent: Option<String>,
    /// The number under which it pays VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    /// The address in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_address: Option<String>,
}

/// To bring an account up to date with its source.
pub struct TakeOver;

impl Action for TakeOver {
    const NAME: &'static str = "accounts.ingest_over";
    type On = Account;
}

/// Takes in an account as its source tells it. The same document again changes nothing.
#[derive(Input)]
pub struct IngestAccount {
    document: Structured<AccountDocument>,
}

/// An account came in, new or changed.
#[derive(Debug, Serialize)]
pub struct AccountIngested {
    /// The account.
    pub account: Id<AccountNoun>,
    /// Whether it is new.
    pub new: bool,
}

impl Event for AccountIngested {
    const NAME: &'static str = "accounts.ingested";
    const AUDIENCE: journal::Audience = journal::Audience::Desk;
}

/// Why an account could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum IngestAccountError {
    /// It has no name or number.
    #[error("the account's {0} is blank")]
    Blank(&'static str),
    /// It is neither group nor company nor site.
    #[error("there is no such kind of account")]
    Kind(String),
    /// The account it is part of has not come in.
    #[error("the account's parent is not known")]
    NoParent(String),
    /// Another account has its number.
    #[error("another account has the number")]
    Taken(String),
    /// It would become a part of itself.
    #[error("the account would be a part of itself")]
    Circle,
    /// The account may not be touched.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<IngestAccountError> for Problem {
    fn from(error: IngestAccountError) -> Self {
        match error {
            IngestAccountError::Blank(field) => {
                Self::invalid(Vec::new()).at(format!("/document/{field}"), Message::new("accounts-ingest-blank"))
            }
            IngestAccountError::Kind(kind) => Self::conflict(Message::new("accounts-ingest-kind").with("kind", kind)),
            IngestAccountError::NoParent(parent) => {
                Self::conflict(Message::new("accounts-ingest-no-parent").with("parent", parent))
            }
            IngestAccountError::Taken(reference) => {
                Self::conflict(Message::new("accounts-ingest-taken").with("reference", reference))
            }
            IngestAccountError::Circle => Self::conflict(Message::new("accounts-ingest-circle")),
            IngestAccountError::Refused(refused) => refused.into(),
            IngestAccountError::Store(error) => error.into(),
        }
    }
}

/// The kind under which accounts are remembered; documents of other kinds point at it.
const KIND: &str = "account";

type Writes = (Account, Mark);

impl Command for IngestAccount {
    const NAME: &'static str = "accounts.ingest_account";
    const PATH: Path = post("/feeds/{feed}/accounts");
    const EFFECT: Effect = Effect::Changes;
    type On = Feed;
    type Writes = Writes;
    type Output = Ingested;
    type Error = IngestAccountError;

    async fn run<'t>(self, feed: Granted<'t, Self>, tx: &Tx<'t, Writes>) -> Result<Ingested, IngestAccountError> {
        let document = self.document.into_inner();
        let kind = document.checked()?;
        let digest = sync::digest_of(KIND, &document);
        let pointed = document.parent.iter().map(|parent| (KIND, parent.as_str()));
        let named: Vec<_> = [(KIND, document.remote_id.as_str())].into_iter().chain(pointed).collect();
        let marks = Marks::of(tx, &feed, &named).await?;
        let mark = marks.get(KIND, &document.remote_id);
        if mark.is_some_and(|mark| mark.digest == digest) {
            tx.nothing_happened();
            return Ok(Ingested::Unchanged);
        }
        let parent = parent(&document, &marks)?;
        let account = match mark {
            Some(mark) => change(&document, kind, mark.local_id.cast(), parent, tx).await?,
            None => create(&document, kind, parent, tx).await?,
        };
        sync::remember(tx, &feed, mark, (KIND, document.remote_id.as_str()), (account, digest.as_str())).await?;
        let new = mark.is_none();
        tx.record_naming(&AccountIngested { account, new }, [Ref::new(<Account as Object>::KIND, account)]);
        Ok(if new { Ingested::Created } else { Ingested::Changed })
    }
}

impl AccountDocument {
    /// Refuses what could not be found again; gives the kind.
    fn checked(&self) -> Result<AccountKind, IngestAccountError> {
        let told = [("remote_id", &self.remote_id), ("name", &self.name)];
        if let Some((field, _)) = told.into_iter().find(|(_, value)| value.trim().is_empty()) {
            return Err(IngestAccountError::Blank(field));
        }
        AccountKind::from_word(&self.kind).ok_or_else(|| IngestAccountError::Kind(self.kind.clone()))
    }

    fn write_to(&self, account: &mut Account, kind: AccountKind) {
        account.kind = kind;
        self.name.trim().clone_into(&mut account.name);
        account.name_fold = fold(&self.name);
        account.reference.clone_from(&self.reference);
        account.vat_number.clone_from(&self.vat_number);
        account.registered_address.clone_from(&self.registered_address);
    }

    /// Numbers are unique among all accounts, whichever feed brings them.
    fn not_written(&self, error: StoreError) -> IngestAccountError {
        match error {
            StoreError::Taken(_) => IngestAccountError::Taken(self.reference.clone().unwrap_or_default()),
            other => other.into(),
        }
    }
}

fn parent(document: &AccountDocument, marks: &Marks<'_>) -> Result<Option<Id<AccountNoun>>, IngestAccountError> {
    let Some(remote) = &document.parent else { return Ok(None) };
    marks
        .local(KIND, remote)
        .map(|id| Some(Id::from_uuid(id)))
        .ok_or_else(|| IngestAccountError::NoParent(remote.clone()))
}

async fn create(
    document: &AccountDocument,
    kind: AccountKind,
    parent: Option<Id<AccountNoun>>,
    tx: &Tx<'_, Writes>,
) -> Result<Id<AccountNoun>, IngestAccountError> {
    let id = tx.new_id();
    let mut account = Account {
        id,
        parent_id: parent,
        kind,
        name: String::new(),
        name_fold: String::new(),
        reference: None,
        created_at: tx.now(),
        vat_number: None,
        registered_address: None,
    };
    document.write_to(&mut account, kind);
    let account = tx.insert(account).await.map_err(|error| document.not_written(error))?;
    tx.plant(&account).await?;
    Ok(id)
}

async fn change(
    document: &AccountDocument,
    kind: AccountKind,
    id: Id<AccountNoun>,
    parent: Option<Id<AccountNoun>>,
    tx: &Tx<'_, Writes>,
) -> Result<Id<AccountNoun>, IngestAccountError> {
    let account = tx.taken_over::<TakeOver>(id).await?;
    let updated = tx.update(&account, |account| document.write_to(account, kind)).await;
    updated.map_err(|error| document.not_written(error))?;
    if account.parent_id != parent {
        tx.transplant(id, parent).await.map_err(|error| match error {
            StoreError::Fault(_) => IngestAccountError::Circle,
            other => other.into(),
        })?;
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use directory::AccountKind;
    use serde_json::json;

    use super::{AccountDocument, IngestAccountError};

    fn document(value: serde_json::Value) -> AccountDocument {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn an_account_needs_a_number_a_name_and_a_kind() {
        let told = json!({ "remote_id": "13085", "name": "Customer 13085", "kind": "company" });
        assert_eq!(document(told).checked().unwrap(), AccountKind::Company);
        let nameless = document(json!({ "remote_id": "13085", "name": " ", "kind": "company" })).checked();
        assert!(matches!(nameless, Err(IngestAccountError::Blank("name"))));
        let odd = document(json!({ "remote_id": "13085", "name": "x", "kind": "planet" })).checked();
        assert!(matches!(odd, Err(IngestAccountError::Kind(kind)) if kind == "planet"));
    }

    #[test]
    fn what_is_not_known_of_accounts_is_refused() {
        let told = json!({ "remote_id": "1", "name": "x", "kind": "company", "colour": "blue" });
        assert!(serde_json::from_value::<AccountDocument>(told).is_err());
    }
}
