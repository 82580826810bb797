//! Payments on account: what the books say was paid for no invoice is taken off what is owed, in its currency, wherever
//! that is told; and nothing is told of it that the books do not say.

use access::Account;
use axum::http::StatusCode;
use billing::Receipt;
use kernel::Id;
use serde_json::json;
use store::Object as _;
use sync::{Mapping, Mark, Pace, Quarantined, Summary};

use crate::{
    bad_input::blueprint,
    guard::portal::{Browser, Portal},
    world::member,
};

const INVOICES: &str = "\
Number,Kind,Date,Due,Customer,Name,Purchase order,Corrects,Currency,Code,Description,Quantity,Unit price,Amount,Net,VAT,Total
INV-1,Invoice,2026-02-01,2026-03-03,LAR-0031,Larkhall Boats,,,GBP,BP-24,Bilge pump,1,100.00,100.00,100.00,20.00,120.00
INV-E1,Invoice,2026-02-02,2026-04-03,LAR-0031,Larkhall Boats,,,EUR,BP-24,Bilge pump,1,80.00,80.00,80.00,0.00,80.00
";

const HEAD: &str = "Receipt,Date,Customer,Method,Currency,Amount,Invoice,Used";

/// Part of one is left, one is for no invoice at all, and of the last no amount is stated.
const RECEIPTS: [&str; 4] = [
    "R-1,2026-02-20,LAR-0031,Bank transfer,GBP,150.00,INV-1,70.00",
    "R-2,2026-02-21,LAR-0031,Bank transfer,EUR,33.33,,",
    "R-3,2026-02-22,LAR-0031,Card,GBP,,INV-1,20.00",
    "R-3,2026-02-22,LAR-0031,Card,GBP,,,5.01",
];

/// A mapping of the blueprint.
fn written(mapping: &str) -> String {
    std::fs::read_to_string(blueprint(&format!("{mapping}.toml"))).unwrap()
}

/// A portal that has read the invoices, and the account's own admin before it.
struct Books {
    portal: Portal,
    folder: tempfile::TempDir,
}

impl Books {
    async fn open() -> Self {
        let books = Self { portal: Portal::open().await, folder: tempfile::tempdir().unwrap() };
        let read = books.reads("demo-ledger", INVOICES).await;
        assert_eq!((read.created, read.quarantined), (2, 0));
        books
    }

    async fn reads(&self, mapping: &str, lines: &str) -> Summary {
        self.reads_by(&written(mapping), lines).await
    }

    async fn reads_by(&self, mapping: &str, lines: &str) -> Summary {
        let mapping = Mapping::parse(mapping).unwrap();
        let file = self.folder.path().join("books.csv");
        std::fs::write(&file, lines).unwrap();
        sync::import(&self.portal.app.gateway, &mapping, &[file], &Pace::default(), &|_| {}).await.unwrap()
    }

    async fn receives(&self, receipts: &[&str]) -> Summary {
        let lines = [&[HEAD][..], receipts].concat().join("\n");
        self.reads("demo-receipts", &format!("{lines}\n")).await
    }

    /// What is left of each receipt, as it is kept: first those of which it is not known.
    async fn left(&self) -> Vec<Option<i64>> {
        let receipts = self.portal.app.db.unguarded().find(Receipt::ID.is_known()).await.unwrap();
        let mut left: Vec<Option<i64>> = receipts.iter().map(|receipt| receipt.left_minor).collect();
        left.sort_unstable();
        left
    }

    async fn account(&self) -> Id<Account> {
        directory::account_by_reference(&self.portal.app.db, "LAR-0031").await.unwrap().unwrap()
    }

    async fn person(&self, name: &str, role: &str) -> Browser<'_> {
        let person = member(self.portal.app.db.unguarded(), name, self.account().await, role).await.unwrap();
        self.portal.browser(person.person).await
    }

    /// What somebody reads below the account's door.
    async fn page(&self, who: &Browser<'_>, path: &str) -> String {
        let account = self.account().await;
        let answer = who.get(&format!("/a/{account}{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.text()
    }

    /// The rows of the statement's table, without its head.
    async fn table(&self, who: &Browser<'_>) -> Vec<String> {
        let table = self.page(who, "/statement/statement.csv?since=2026-01-01&until=2026-03-12").await;
        table.lines().skip(1).map(str::to_owned).collect()
    }

    /// What home says of the balance.
    async fn balance(&self, who: &Browser<'_>) -> String {
        let home = self.page(who, "").await;
        let at = home.find(">Balance<").unwrap_or_else(|| panic!("no balance: {home}"));
        home[at..].to_owned()
    }
}

#[tokio::test]
async fn what_was_paid_for_no_invoice_is_taken_off_in_its_currency_wherever_what_is_owed_is_told() {
    let books = Books::open().await;
    let first = books.receives(&RECEIPTS).await;
    assert_eq!((first.created, first.quarantined), (3, 0));
    let again = books.receives(&RECEIPTS).await;
    assert_eq!((again.created, again.changed, again.unchanged, again.quarantined), (0, 0, 3, 0));

    let amelia = books.person("Amelia", "admin").await;
    let wanted = [
        "2026-01-01,opening,,,,,,,0.00,EUR,",
        "2026-02-02,invoice,INV-E1,2026-04-03,,,80.00,,80.00,EUR,",
        "2026-02-21,payment,R-2,,,Bank transfer,,33.33,46.67,EUR,33.33",
        "2026-03-12,closing,,,,,,,46.67,EUR,33.33",
        "2026-01-01,opening,,,,,,,0.00,GBP,",
        "2026-02-01,invoice,INV-1,2026-03-03,,,120.00,,120.00,GBP,",
        "2026-02-20,payment,R-1,,INV-1,Bank transfer,,150.00,-30.00,GBP,80.00",
        "2026-02-22,payment,R-3,,INV-1,Card,,25.01,-55.01,GBP,5.01",
        "2026-03-12,closing,,,,,,,-55.01,GBP,85.01",
    ];
    assert_eq!(books.table(&amelia).await, wanted);
    let ended = books.page(&amelia, "/statement/statement.csv?since=2026-01-01&until=2026-03-11").await;
    let is_closed = ended.lines().any(|row| row == "2026-03-11,closing,,,,,,,-55.01,GBP,");
    assert!(is_closed, "what is on account today is not what was on the day before: {ended}");
    for path in ["/statement", "/statement/paper"] {
        let page = books.page(&amelia, path).await;
        for words in
            ["€33.33 paid on account", "£85.01 paid on account", "for INV-1, the rest on account", ">on account<"]
        {
            assert!(page.contains(words), "{path} does not say “{words}”: {page}");
        }
        assert_eq!(page.matches(">Paid on account<").count(), 2, "by the ages of each currency: {page}");
        assert!(page.contains("\u{2212}€33.33") && page.contains("\u{2212}£85.01"), "{page}");
    }
    let balance = books.balance(&amelia).await;
    for words in ["€80.00", "€33.33", "£30.00", "£85.01"] {
        assert!(balance.contains(words), "nothing says “{words}”: {balance}");
    }
    assert_eq!(balance.matches("Paid on account").count(), 2, "{balance}");

    let raw = books.portal.app.db.unguarded();
    let untold = raw.first(Receipt::NUMBER.is(&"R-3".to_owned())).await.unwrap().unwrap();
    assert_eq!((untold.amount_minor, untold.amount_derived, untold.left_minor), (2_501, true, Some(501)));
    let page = books.page(&amelia, &format!("/receipts/{}", untold.id)).await;
    for words in ["£25.01", "worked out", "£20.00", "£5.01"] {
        assert!(page.contains(words), "nothing says “{words}”: {page}");
    }
    // A buyer reads no payments, so is told of none.
    let bea = books.person("Bea", "buyer").await;
    assert!(!books.balance(&bea).await.contains("on account"));
}

#[tokio::test]
async fn what_was_on_account_is_used_reversed_or_paid_back_as_the_books_say() {
    let books = Books::open().await;
    books.receives(&RECEIPTS).await;
    let amelia = books.person("Amelia", "admin").await;
    let later = [
        RECEIPTS[0],
        // Used since; reversed under its own number; and paid back under another.
        "R-2,2026-02-21,LAR-0031,Bank transfer,EUR,33.33,INV-E1,33.33",
        "R-3,2026-02-22,LAR-0031,Card,GBP,0.00,,",
        "R-4,2026-03-01,LAR-0031,Bank transfer,GBP,-80.00,,",
    ];
    let read = books.receives(&later).await;
    assert_eq!((read.created, read.changed, read.unchanged, read.quarantined), (1, 2, 1, 0));
    let wanted = [
        "2026-01-01,opening,,,,,,,0.00,EUR,",
        "2026-02-02,invoice,INV-E1,2026-04-03,,,80.00,,80.00,EUR,",
        "2026-02-21,payment,R-2,,INV-E1,Bank transfer,,33.33,46.67,EUR,",
        "2026-03-12,closing,,,,,,,46.67,EUR,0.00",
        "2026-01-01,opening,,,,,,,0.00,GBP,",
        "2026-02-01,invoice,INV-1,2026-03-03,,,120.00,,120.00,GBP,",
        "2026-02-20,payment,R-1,,INV-1,Bank transfer,,150.00,-30.00,GBP,80.00",
        "2026-03-01,refund,R-4,,,Bank transfer,80.00,,50.00,GBP,-80.00",
        "2026-03-12,closing,,,,,,,50.00,GBP,0.00",
    ];
    assert_eq!(books.table(&amelia).await, wanted);
    let balance = books.balance(&amelia).await;
    assert!(balance.contains("€46.67") && balance.contains("£50.00") && !balance.contains("on account"), "{balance}");
    assert!(!books.page(&amelia, "/statement").await.contains("paid on account"));

    // More than there was: nobody states for what.
    books.receives(&["R-5,2026-03-02,LAR-0031,Card,GBP,-10.00,,"]).await;
    assert!(books.table(&amelia).await.contains(&"2026-03-12,closing,,,,,,,60.00,GBP,-10.00".to_owned()));
    for path in ["", "/statement", "/statement/paper"] {
        let page = books.page(&amelia, path).await;
        assert!(page.contains("Paid back, for no invoice") && page.contains("£10.00"), "{path}: {page}");
    }
}

#[tokio::test]
async fn nothing_is_made_up_of_a_payment_that_says_too_little() {
    let books = Books::open().await;
    let read = books
        .receives(&[
            "R-6,2026-03-01,LAR-0031,Card,GBP,10.00,INV-1,",
            "R-7,2026-03-01,LAR-0031,Card,GBP,,,",
            "R-8,2026-03-01,LAR-0031,Card,GBP,10.00,INV-1,6.00",
            "R-8,2026-03-01,LAR-0031,Card,GBP,10.00,,4.01",
            "R-9,2024-12-30,LAR-0031,Card,GBP,1.00,,",
        ])
        .await;
    assert_eq!((read.created, read.quarantined), (1, 3));
    let raw = books.portal.app.db.unguarded();
    let held = raw.first(Quarantined::DOCUMENT.is(&"R-7".to_owned())).await.unwrap().unwrap();
    assert_eq!(held.reason.0.id, "billing-no-amount", "whoever mends it is told what a payment lacks");
    let amelia = books.person("Amelia", "admin").await;
    let page = books.page(&amelia, "/statement").await;
    assert!(page.contains("<span>2024</span>"), "the year of a payment on account can be chosen: {page}");
    assert!(page.contains("£1.00 paid on account"), "also what was paid before the period is on account: {page}");
}

#[tokio::test]
async fn nothing_is_on_account_where_nobody_says_what_a_payment_was_used_for() {
    let books = Books::open().await;
    let mapping = written("demo-receipts");
    let (untold, _) = mapping.split_once("[part.lines]").unwrap();
    let line = "R-1,2026-02-20,LAR-0031,Bank transfer,GBP,150.00,,";
    let read = books.reads_by(untold, &format!("{HEAD}\n{line}\n")).await;
    assert_eq!((read.created, read.quarantined), (1, 0));
    assert_eq!(books.left().await, [None]);
    let amelia = books.person("Amelia", "admin").await;
    let payment = "2026-02-20,payment,R-1,,,Bank transfer,,150.00,-30.00,GBP,";
    assert!(books.table(&amelia).await.contains(&payment.to_owned()));
    for path in ["/statement", "/statement/paper"] {
        let page = books.page(&amelia, path).await;
        assert!(!page.contains("on account"), "{path}: {page}");
    }
    assert!(!books.balance(&amelia).await.contains("on account"));
    // The same from a mapping that says for what: for none.
    let read = books.receives(&[line]).await;
    assert_eq!((read.changed, read.quarantined), (1, 0));
    assert_eq!(books.left().await, [Some(15_000)]);
    assert!(books.page(&amelia, "/statement").await.contains("£150.00 paid on account"));
}

#[tokio::test]
async fn what_came_in_before_it_was_kept_is_on_account_where_its_uses_are_known() {
    let books = Books::open().await;
    books.receives(&RECEIPTS).await;
    let raw = books.portal.app.db.unguarded();
    assert_eq!(books.left().await, [Some(501), Some(3_333), Some(8_000)]);
    raw.script("UPDATE billing_receipts SET left_minor = NULL").await.unwrap();
    let step = billing::MIGRATIONS.steps.iter().find(|step| step.name == "004_on_account").unwrap();
    let (_, fills) = step.sql.split_once("\nUPDATE ").unwrap();
    let (fills, _) = fills.split_once(';').unwrap();
    raw.script(&format!("UPDATE {fills}")).await.unwrap();
    // Of R-2 nothing is kept but that it was used for no invoice.
    assert_eq!(books.left().await, [None, Some(501), Some(8_000)]);
}

#[tokio::test]
async fn what_the_release_before_took_in_is_put_right_by_the_next_import() {
    let books = Books::open().await;
    books.receives(&RECEIPTS[..1]).await;
    let said = json!({
        "id": "R-1", "account": "LAR-0031", "number": "R-1", "received_on": "2026-02-20", "method": "Bank transfer",
        "currency": "GBP", "amount": "150", "allocations": [{ "invoice": "INV-1", "amount": "70" }],
    });
    let raw = books.portal.app.db.unguarded();
    let mark = raw.first(Mark::REMOTE_ID.is(&"R-1".to_owned())).await.unwrap().unwrap();
    assert_eq!(mark.digest, sync::digest_of(Receipt::KIND, &said));
    // It serves beside this one, or is put back, and does not know what is left.
    raw.update(&Mark { digest: sync::digest(&said), ..mark }).await.unwrap();
    raw.script("UPDATE billing_receipts SET left_minor = NULL").await.unwrap();
    let read = books.receives(&RECEIPTS[..1]).await;
    assert_eq!((read.created, read.changed, read.quarantined), (0, 1, 0));
    assert_eq!(books.left().await, [Some(8_000)]);
    assert_eq!(books.receives(&RECEIPTS[..1]).await.unchanged, 1);
}
