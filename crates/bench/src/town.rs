//! A town of customers: two people of each who are signed in, and a case they have open.

#![expect(clippy::disallowed_methods, reason = "measurements make their own rows; nobody's are read")]

use billing::Invoice;
use cases::{Case, CaseMessage, CaseMove, MoveKind, Side};
use directory::{HoldingRow, Membership, Person, Session, fold};
use kernel::{Clock as _, Id, SystemClock, Timestamp};
use store::{Columns, Db, Sql};

use crate::stock::{self, Member};

/// Somebody who is signed in at a customer, and what there is to look at.
pub struct Resident {
    /// What their browser sends along.
    pub cookie: String,
    /// The customer.
    pub account: Id<access::Account>,
    /// One of its invoices.
    pub invoice: Id<Invoice>,
    /// Its case.
    pub case: Id<Case>,
}

/// How many people each customer has.
const EACH: usize = 2;

/// An open invoice of each customer.
const INVOICE_OF_EACH: &str = "SELECT account_id, id FROM billing_invoices WHERE number = 'INV-20390'";

/// What was written in each case so far.
const SAID: [(Side, &str); 3] = [
    (Side::Customer, "Two of the pumps came without their seals. Could you send them with the next delivery?"),
    (Side::Staff, "I have asked the warehouse and will come back to you today."),
    (Side::Customer, "Thank you. We need them by Thursday, when the line is down anyway."),
];

#[derive(Default)]
struct Rows {
    people: Vec<Person>,
    memberships: Vec<Membership>,
    holdings: Vec<HoldingRow>,
    sessions: Vec<Session>,
    cases: Vec<Case>,
    moves: Vec<CaseMove>,
    messages: Vec<CaseMessage>,
}

/// Gives every customer with invoices its people and its case.
pub async fn settle(db: &Db) -> anyhow::Result<Vec<Resident>> {
    let raw = db.unguarded();
    let now = SystemClock.now();
    let mut rows = Rows::default();
    let mut residents = Vec::new();
    let customers = raw.query(Sql::new(INVOICE_OF_EACH)).await?;
    for (number, customer) in (10_001_i64..).zip(&customers) {
        let mut columns = Columns::of(customer);
        let (account, invoice): (Id<access::Account>, Id<Invoice>) = (columns.take()?, columns.take()?);
        let asker = stock::member(account, &format!("Buyer {number}"), now);
        let case = case(account, number, &asker.person, now);
        let mut here = vec![asker];
        here.extend((1..EACH).map(|more| stock::member(account, &format!("Colleague {more} of {number}"), now)));
        rows.write_case(&case, now);
        for Member { person, membership, holding, session, cookie } in here {
            residents.push(Resident { cookie, account, invoice, case: case.id });
            rows.people.push(person);
            rows.memberships.push(membership);
            rows.holdings.push(holding);
            rows.sessions.push(session);
        }
        rows.cases.push(case);
    }
    raw.insert_all(&rows.people).await?;
    raw.insert_all(&rows.memberships).await?;
    raw.insert_all(&rows.holdings).await?;
    raw.insert_all(&rows.sessions).await?;
    raw.insert_all(&rows.cases).await?;
    raw.insert_all(&rows.moves).await?;
    raw.insert_all(&rows.messages).await?;
    stock::analyse(db).await?;
    Ok(residents)
}

/// A case that somebody asked and that waits for the company.
pub fn case(account: Id<access::Account>, number: i64, asker: &Person, now: Timestamp) -> Case {
    let subject = "Two pumps came without seals".to_owned();
    Case {
        id: stock::fresh(),
        account_id: account,
        number,
        requester_id: Some(asker.id),
        requester: asker.name.clone(),
        words: fold(&format!("T-{number} {subject} {}", asker.name)),
        subject,
        turn: Some(Side::Staff),
        turn_at: now,
        turn_before: None,
        about: None,
        card: None,
        messages: 3,
        last_by: asker.name.clone(),
        raised_at: now,
        touched_at: now,
    }
}

impl Rows {
    /// Adds what happened in a case so far.
    fn write_case(&mut self, case: &Case, now: Timestamp) {
        self.moves.push(CaseMove {
            id: stock::fresh(),
            case_id: case.id,
            account_id: case.account_id,
            kind: MoveKind::Raised,
            mover_id: case.requester_id,
            mover: case.requester.clone(),
            side: Side::Customer,
            at: now,
        });
        for (side, body) in SAID {
            let is_asker = side == Side::Customer;
            self.messages.push(CaseMessage {
                id: stock::fresh(),
                case_id: case.id,
                account_id: case.account_id,
                author_id: case.requester_id.filter(|_| is_asker),
                author: if is_asker { case.requester.clone() } else { "Tomasz Zielinski".to_owned() },
                side,
                body: body.to_owned(),
                at: now,
            });
        }
    }
}
