//! The walk is shown to find something: a role that reaches further than it was agreed, a list that forgets its filter,
//! and a letter that tells somebody outside of two accounts.

use std::sync::OnceLock;

use access::{Account, Acting, Grant, Reach, Role};
use billing::Invoice;
use gateway::{ById, Input, Path, Query, Service, Viewed, get};
use guard::{Leg, operations, pages};
use kernel::{Id, Problem};
use mail::Letter;
use portico::compose;
use store::{Db, Scope};

use super::{cast::Cast, portal::Portal};
use crate::world::fresh;

/// The books of the portal in which a query forgets its filter.
static BOOKS: OnceLock<Db> = OnceLock::new();

/// A list that reads past its proof.
#[derive(Input)]
struct ListAllBooks {}

impl Query for ListAllBooks {
    const NAME: &'static str = "billing.list_all_books";
    const PATH: Path = get("/all-books");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<String>;

    async fn run(self, _proof: Scope<Self, Invoice>) -> Result<Vec<String>, Problem> {
        let books = BOOKS.get().expect("the books were opened").unguarded();
        let invoices = books.find(Invoice::ID.is_known()).await.expect("invoices");
        Ok(invoices.into_iter().map(|invoice| invoice.number).collect())
    }
}

/// The books of the portal in which a query reads whatever it is told of.
static NAMED_BOOKS: OnceLock<Db> = OnceLock::new();

/// A list that reads, past its proof, what it is told the accounts of.
#[derive(Input)]
struct ListNamedBooks {
    accounts: Vec<ById<Account>>,
}

impl Query for ListNamedBooks {
    const NAME: &'static str = "billing.list_named_books";
    const PATH: Path = get("/named-books");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<String>;

    async fn run(self, _proof: Scope<Self, Invoice>) -> Result<Vec<String>, Problem> {
        let accounts: Vec<Id<Account>> = self.accounts.into_iter().map(ById::id).collect();
        let books = NAMED_BOOKS.get().expect("the books were opened").unguarded();
        let invoices = books.find(Invoice::ACCOUNT_ID.is_in(&accounts)).await.expect("invoices");
        Ok(invoices.into_iter().map(|invoice| invoice.number).collect())
    }
}

/// Makes of the stock role that reads invoices what `change` says, in the portal's database alone.
async fn widen(cast: &Cast, change: impl FnOnce(&mut Role)) {
    let mut roles = compose::stock_roles();
    let role = roles.iter_mut().find(|role| role.name == "billing").expect("a stock role");
    change(role);
    let work = cast.portal.app.db.begin().await.expect("a connection");
    directory::keep_roles(&work, &roles).await.expect("roles");
    work.commit().await.expect("roles");
    // A request learns of it with its session; what is done without pages is told.
    let now = directory::generation(&cast.portal.app.db, "rights").await.expect("how often rights changed");
    let somebody = cast.acting(&cast.members[0], Acting::Oneself).await.principal;
    cast.portal.app.gateway.caller(&somebody, u64::try_from(now).ok()).await.expect("the rights of now");
}

/// What one person is found to see who holds that role at Northgate.
async fn found(cast: &mut Cast) -> Vec<String> {
    cast.members.retain(|member| member.role == "billing" && member.place == Some("northgate"));
    let legs = operations::walk(cast).await;
    let of_people = |leg: &Leg| leg.who == "billing of northgate";
    legs.into_iter().filter(of_people).flat_map(|leg| leg.findings).collect()
}

#[tokio::test]
async fn a_role_that_was_made_too_wide_is_found() {
    let mut cast = Cast::with(1).await;
    widen(&cast, |role| {
        for grant in role.grants.iter_mut().filter(|grant| grant.action.0.starts_with("billing.")) {
            grant.reach = Reach::Tree;
        }
    })
    .await;
    let findings = found(&mut cast).await;
    let shown = |finding: &String| finding.contains("billing.read_invoice") && finding.contains("depot");
    assert!(findings.iter().any(shown), "{}", findings.join("\n"));
}

#[tokio::test]
async fn a_list_that_forgets_its_filter_is_found() {
    let mut services = compose::services();
    services.push(Service::named("past").query::<ListAllBooks>());
    let mut cast = Cast::within(Portal::of(services, None).await, 1).await;
    assert!(BOOKS.set(cast.portal.app.db.clone()).is_ok(), "no other test opens these books");
    widen(&cast, |role| role.grants.push(Grant::new(ListAllBooks::NAME, Reach::Account))).await;
    let findings = found(&mut cast).await;
    let shown = |finding: &String| finding.contains(ListAllBooks::NAME) && finding.contains("the list holds `zq");
    assert!(findings.iter().any(shown), "{}", findings.join("\n"));
}

#[tokio::test]
async fn a_list_that_tells_of_whatever_it_is_told_the_id_of_is_found() {
    let mut services = compose::services();
    services.push(Service::named("past").query::<ListNamedBooks>());
    let mut cast = Cast::within(Portal::of(services, None).await, 1).await;
    assert!(NAMED_BOOKS.set(cast.portal.app.db.clone()).is_ok(), "no other test opens these books");
    widen(&cast, |role| role.grants.push(Grant::new(ListNamedBooks::NAME, Reach::Account))).await;
    let findings = found(&mut cast).await;
    let shown = |finding: &String| finding.contains(ListNamedBooks::NAME) && finding.contains("it holds `zq");
    assert!(findings.iter().any(shown), "{}", findings.join("\n"));
}

#[tokio::test]
async fn a_letter_that_tells_somebody_outside_of_two_accounts_is_found() {
    let mut cast = Cast::with(1).await;
    cast.members.retain(|member| member.role == "billing" && member.place == Some("northgate"));
    let raw = cast.portal.app.db.unguarded();
    let letter = raw.find(Letter::ID.is_known()).await.expect("letters").remove(0);
    for (number, subject) in ["zqnorthgate and zqdepot", "zqnorthgate and zqmeridian"].into_iter().enumerate() {
        let to_address = format!("nobody{number}@example.com");
        let template = format!("made/up-{number}");
        let outside = Letter { id: fresh(), to_address, template, subject: subject.to_owned(), ..letter.clone() };
        let bare = Letter { text: String::new(), html: String::new(), ..outside };
        raw.insert(&bare).await.expect("a letter");
    }
    let legs = pages::walk(&cast).await;
    let findings: Vec<&String> = legs.iter().flat_map(|leg| &leg.findings).collect();
    let of = |number: u32| findings.iter().filter(|finding| finding.contains(&format!("made/up-{number}"))).count();
    assert_eq!((of(0), of(1)), (0, 1), "a site and its company are one customer, two companies are not: {findings:?}");
}
