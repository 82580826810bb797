//! The rows a measurement reads: customers with invoices, somebody who is signed in, and a case of theirs.

#![expect(clippy::disallowed_methods, reason = "measurements make their own rows; nobody's are read")]

use std::time::Duration;

use anyhow::Context as _;
use billing::{Basis, Document, Invoice};
use cases::{Case, Side};
use directory::{Account, AccountKind, ApiKey, HoldingRow, Membership, Person, Session, fold, token_hash};
use kernel::{Clock as _, Currency, Date, Id, Ref, SystemClock, Timestamp};
use store::{Backend, Columns, Db, Json, Row as _, Sql};
use sync::Feed;
use uuid::Uuid;

/// How many invoices each customer has.
pub const INVOICES: i64 = 400;

/// How many of them are left to pay: more than one page.
const OPEN: i64 = 40;

/// Somebody signed in at a customer.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The customer.
    pub account: Id<access::Account>,
    /// What their browser sends along.
    pub cookie: String,
    /// What a program of theirs shows that may list invoices.
    pub bearer: String,
}

/// Makes a customer and its admin, signed in, with a key.
pub async fn buyer(db: &Db) -> anyhow::Result<Buyer> {
    let raw = db.unguarded();
    let now = SystemClock.now();
    let account = customer("Northgate Hydraulics", now);
    raw.insert(&account).await?;
    plant(db).await?;
    let Member { person, membership, holding, session, cookie } = member(account.id, "Priya Raman", now);
    raw.insert(&person).await?;
    raw.insert(&membership).await?;
    raw.insert(&holding).await?;
    raw.insert(&session).await?;
    let token = format!("portico_{}", front::new_token());
    let key = ApiKey {
        id: fresh(),
        account_id: Some(account.id),
        person_id: person.id,
        made_by: person.name,
        name: "Purchase ledger".to_owned(),
        token_hash: token_hash(&token),
        ending: String::new(),
        actions: Json(vec!["billing.list_invoices".to_owned()]),
        created_at: now,
        expires_at: now.plus(front::IDLE),
        used_at: None,
        revoked_at: None,
        client_id: None,
    };
    raw.insert(&key).await?;
    Ok(Buyer { account: account.id, cookie, bearer: format!("Bearer {token}") })
}

/// Somebody who belongs to a customer as its admin, with a browser they are signed in with.
pub struct Member {
    /// Who.
    pub person: Person,
    /// That they belong there.
    pub membership: Membership,
    /// As what.
    pub holding: HoldingRow,
    /// That they are signed in.
    pub session: Session,
    /// What their browser sends along.
    pub cookie: String,
}

/// Draws up somebody, without writing them down.
pub fn member(account: Id<access::Account>, name: &str, now: Timestamp) -> Member {
    let name = name.to_owned();
    let person = Person { id: fresh(), name_fold: fold(&name), name, created_at: now, disabled_at: None };
    let membership = Membership {
        id: fresh(),
        account_id: account,
        person_id: person.id,
        name: person.name.clone(),
        name_fold: person.name_fold.clone(),
        title: None,
        created_at: now,
        ended_at: None,
    };
    let holding = HoldingRow {
        id: fresh(),
        person_id: person.id,
        membership_id: Some(membership.id),
        account_id: Some(account),
        role: "admin".to_owned(),
        valid_from: None,
        valid_until: None,
    };
    let token = front::new_token();
    let session = Session {
        id: fresh(),
        person_id: person.id,
        token_hash: token_hash(&token),
        device: "Firefox, Linux".to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now.plus(front::IDLE),
        fresh_until: None,
        ended_at: None,
        second_at: None,
    };
    let cookie = format!("portico={token}; portico-browser={}", front::new_token());
    Member { person, membership, holding, session, cookie }
}

/// Gives every customer, this one and as many others as are wanted, the same invoices. One invoice of each comes after
/// the other, as months go by, so that a customer's rows lie far apart.
pub async fn invoices(db: &Db, customers: i64) -> anyhow::Result<()> {
    let raw = db.unguarded();
    let now = SystemClock.now();
    let others: Vec<Account> = (1..customers).map(|number| customer(&format!("Customer {number}"), now)).collect();
    raw.insert_all(&others).await?;
    plant(db).await?;
    let pattern = customer("Pattern", now);
    raw.insert(&pattern).await?;
    let feed = Feed { id: fresh(), name: "books".to_owned(), system: "Sage 200".to_owned(), created_at: now };
    raw.insert(&feed).await?;
    let today: Date = now.to_string().get(..10).context("an instant begins with its day")?.parse()?;
    let drawn: Vec<Invoice> = (0..INVOICES).map(|number| invoice(&pattern, &feed, number, today, now)).collect();
    raw.insert_all(&drawn).await?;
    let indexes = set_aside(db).await?;
    for (place, drawn) in drawn.iter().enumerate() {
        raw.execute(copies(db.backend(), drawn, &pattern, place)).await?;
    }
    raw.delete(Invoice::ACCOUNT_ID.is(&pattern.id)).await?;
    for index in indexes {
        raw.script(&index).await?;
    }
    analyse(db).await
}

/// Lets the database look at its tables, as the portal itself does when it closes: with no more than a sample.
pub async fn analyse(db: &Db) -> anyhow::Result<()> {
    let text = if db.backend() == Backend::Sqlite { "PRAGMA analysis_limit = 400; ANALYZE" } else { "ANALYZE" };
    db.unguarded().script(text).await?;
    Ok(())
}

/// A copy of an invoice for every customer but the pattern itself, with ids that grow.
fn copies(backend: Backend, drawn: &Invoice, pattern: &Account, place: usize) -> Sql {
    let number = format!("{}0000000 + a.n", place + 1);
    let id = match backend {
        Backend::Sqlite => format!("unhex(printf('%032x', {number}))"),
        Backend::Postgres => format!("CAST(lpad(to_hex({number}), 32, '0') AS uuid)"),
    };
    let mut sql = Sql::new("INSERT INTO billing_invoices (");
    sql.push(&Invoice::COLUMNS.join(", ")).push(") SELECT ");
    sql.join(", ", Invoice::COLUMNS, |sql, column| {
        match *column {
            "id" => sql.push(&id),
            "account_id" => sql.push("a.id"),
            other => sql.push("t.").push(other),
        };
    });
    sql.push(" FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts WHERE id <> ")
        .bind(pattern.id.uuid());
    sql.push(") AS a CROSS JOIN billing_invoices AS t WHERE t.id = ").bind(drawn.id.uuid());
    sql
}

/// Takes the indexes away while many rows are written; gives what makes them again.
async fn set_aside(db: &Db) -> anyhow::Result<Vec<String>> {
    let told = match db.backend() {
        Backend::Sqlite => {
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'billing_invoices' AND sql IS NOT NULL"
        }
        Backend::Postgres => {
            "SELECT CAST(indexname AS text), indexdef FROM pg_indexes WHERE tablename = 'billing_invoices' \
             AND indexname NOT LIKE '%_pkey'"
        }
    };
    let mut made = Vec::new();
    for row in &db.unguarded().query(Sql::new(told)).await? {
        let mut columns = Columns::of(row);
        let (name, text): (String, String) = (columns.take()?, columns.take()?);
        db.unguarded().script(&format!("DROP INDEX {name}")).await?;
        made.push(text);
    }
    Ok(made)
}

/// Puts accounts that stand in no tree yet into one of their own.
async fn plant(db: &Db) -> anyhow::Result<()> {
    let text = "INSERT INTO account_closure (ancestor_id, descendant_id) SELECT id, id FROM accounts \
                WHERE id NOT IN (SELECT descendant_id FROM account_closure)";
    db.unguarded().execute(Sql::new(text)).await?;
    Ok(())
}

fn customer(name: &str, now: Timestamp) -> Account {
    Account {
        id: fresh(),
        parent_id: None,
        kind: AccountKind::Company,
        name: name.to_owned(),
        name_fold: fold(name),
        reference: None,
        created_at: now,
        vat_number: None,
        registered_address: None,
    }
}

/// Two documents a week, the last ones open; every tenth a credit note.
fn invoice(account: &Account, feed: &Feed, number: i64, today: Date, now: Timestamp) -> Invoice {
    let age = i32::try_from(INVOICES - number).unwrap_or(0) * 7 / 2;
    let document = if number % 10 == 9 { Document::CreditNote } else { Document::Invoice };
    let sign = if document == Document::CreditNote { -1 } else { 1 };
    let total = sign * (12_000 + number * 731 % 900_000);
    let open = document == Document::Invoice && number >= INVOICES - OPEN - OPEN / 9;
    let printed = format!("INV-{}", 20_000 + number);
    Invoice {
        id: fresh(),
        account_id: account.id,
        feed_id: feed.id,
        document,
        number_fold: fold(&printed),
        search_fold: format!("{} so-{} dk-40 diaphragm kit ={}", fold(&printed), 50_000 + number, total),
        number: printed,
        issued_on: today.plus_days(-age),
        issued_at: None,
        due_on: Some(today.plus_days(30 - age)),
        due_derived: false,
        terms_days: Some(30),
        currency: Currency::GBP,
        net_minor: Some(total * 5 / 6),
        tax_minor: Some(total - total * 5 / 6),
        total_minor: total,
        total_derived: false,
        balance_minor: Some(if open { total } else { 0 }),
        basis: Basis::Stated,
        purchase_order: Some(format!("PO-{}", 7_000 + number)),
        order_number: Some(format!("SO-{}", 50_000 + number)),
        order_ref: Some(Ref { kind: "order".into(), id: Uuid::now_v7() }),
        corrects: None,
        corrects_id: None,
        bill_to: Some("Northgate Hydraulics Ltd\n4 Foundry Lane\nLeeds LS1 4AP".to_owned()),
        first_item: Some("Diaphragm kit, nitrile".to_owned()),
        line_count: 1 + number % 7,
        observed_at: now,
        source: "Sage 200".to_owned(),
    }
}

/// Makes a case of this account that nobody has answered.
pub async fn case(db: &Db, account: Id<access::Account>) -> anyhow::Result<Id<Case>> {
    let now = SystemClock.now();
    let case = Case {
        id: fresh(),
        account_id: account,
        number: 10_001,
        requester_id: None,
        requester: "Northgate Hydraulics".to_owned(),
        subject: "A diaphragm kit is missing".to_owned(),
        words: "t-10001 a diaphragm kit is missing northgate hydraulics".to_owned(),
        turn: Some(Side::Customer),
        turn_at: now,
        turn_before: None,
        about: None,
        card: None,
        messages: 0,
        last_by: "Northgate Hydraulics".to_owned(),
        raised_at: now,
        touched_at: now,
    };
    db.unguarded().insert(&case).await?;
    Ok(case.id)
}

/// Waits until every entry is sealed and every follower has read it, with this pause between two looks.
pub async fn until_followed(db: &Db, pause: Duration) -> anyhow::Result<()> {
    while number(db, UNSEALED).await? + number(db, UNFOLLOWED).await? > 0 {
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

const UNSEALED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM journal_entries WHERE seq IS NULL";

const UNFOLLOWED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM journal_followers AS f WHERE f.position < \
                          (SELECT h.seq FROM journal_head AS h)";

/// A number a question gives.
pub async fn number(db: &Db, question: &str) -> anyhow::Result<i64> {
    let found = db.unguarded().query(Sql::new(question)).await?;
    let row = found.first().context("a question for a number gives a row")?;
    Ok(Columns::of(row).take()?)
}

/// An id that nobody has.
pub fn fresh<T>() -> Id<T> {
    Id::from_uuid(Uuid::now_v7())
}
