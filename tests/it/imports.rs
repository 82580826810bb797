//! Imports, told with the wholesaler's books: nothing lost, nothing twice, whatever happens in between.
//! The whole file is read where it lies beside the project; without it, the sample in the blueprint.

mod held;
mod refused;
mod retail;

use std::{
    collections::{BTreeMap, BTreeSet},
    future::poll_fn,
    io::Write as _,
    path::PathBuf,
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use access::Role;
use flate2::{Compression, write::GzEncoder};
use gateway::{Gateway, Parts, Registry, Service};
use kernel::{Id, ManualClock};
use store::{Columns, Db, Sql};
use sync::{ImportError, Mapping, Pace, Progress, QuarantineState, Quarantined, ReadError, Summary};

use crate::world::{START, asked, blank};
use retail::{counted, must_be_held, retail, sample, thousandths, wholesale};

/// No pauses: nobody waits here.
const PACE: Pace = Pace { budget: Duration::from_millis(25), pause: Duration::ZERO };

struct Shop {
    db: Db,
    gateway: Arc<Gateway>,
    folder: tempfile::TempDir,
    _database: Option<tempfile::TempDir>,
}

fn services() -> Vec<Service> {
    vec![sync::service(), accounts::service(), billing::service(), orders::service()]
}

fn roles() -> Vec<Role> {
    let mut desk = Role { name: "desk-admin".into(), staff: true, grants: Vec::new() };
    desk.grants.extend(sync::grants().into_iter().filter(|(role, _)| *role == "desk-admin").map(|(_, grant)| grant));
    let mut roles = sync::roles();
    roles.push(desk);
    roles
}

impl Shop {
    async fn new() -> Self {
        let (options, database) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS];
        tables.extend(services().iter().flat_map(|service| service.tables().to_vec()));
        db.migrate(&tables).await.unwrap();
        let work = db.begin().await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        work.commit().await.unwrap();
        let gateway = open(&db).await;
        Self { db, gateway, folder: tempfile::tempdir().unwrap(), _database: database }
    }

    async fn imports(&self, mapping: &str, files: &[PathBuf]) -> Result<Summary, ImportError> {
        sync::import(&self.gateway, &blueprint(mapping), files, &PACE, &|_| {}).await
    }

    /// Imports for so many steps, and is then gone from one moment to the next, also within a transaction. Tells
    /// whether it was done before.
    async fn goes_on(&self, mapping: &Mapping, files: &[PathBuf], mut steps: u32) -> bool {
        let watch = |_: &Progress| {};
        let mut import = pin!(sync::import(&self.gateway, mapping, files, &PACE, &watch));
        let done = poll_fn(|context| {
            if steps == 0 {
                return Poll::Ready(None);
            }
            steps -= 1;
            import.as_mut().poll(context).map(Some)
        });
        done.await.map(Result::unwrap).is_some()
    }

    async fn number(&self, question: &str) -> i64 {
        let found = self.db.unguarded().query(Sql::new(question)).await.unwrap();
        Columns::of(&found[0]).take().unwrap()
    }

    /// How many rows there are of everything an import writes.
    async fn rows(&self) -> BTreeMap<&'static str, i64> {
        let tables = [
            "accounts",
            "billing_invoices",
            "billing_invoice_lines",
            "orders",
            "order_lines",
            "sync_marks",
            "sync_quarantine",
            "sync_lines",
            "sync_documents",
            "journal_entries",
        ];
        let mut rows = BTreeMap::new();
        for table in tables {
            rows.insert(table, self.number(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await);
        }
        rows
    }

    /// What an invoice came to, in millionths: its number, the sum of its lines, and its rounded total in pence.
    async fn accepted(&self) -> BTreeMap<String, (i128, i64)> {
        let question = "SELECT i.number, i.total_minor, CAST(SUM(l.amount_scaled) AS BIGINT) FROM billing_invoices AS i \
                        JOIN billing_invoice_lines AS l ON l.invoice_id = i.id GROUP BY i.number, i.total_minor";
        let found = self.db.unguarded().query(Sql::new(question)).await.unwrap();
        let accepted = found.iter().map(|row| {
            let mut columns = Columns::of(row);
            let (number, total): (String, i64) = (columns.take().unwrap(), columns.take().unwrap());
            (number, (i128::from(columns.take::<i64>().unwrap()), total))
        });
        accepted.collect()
    }

    async fn held(&self) -> Vec<Quarantined> {
        self.db.unguarded().find(Quarantined::ID.is_known()).await.unwrap()
    }

    async fn document(&self, key: &str) -> Quarantined {
        self.held().await.into_iter().find(|held| held.document == key).unwrap_or_else(|| panic!("{key} was not held"))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Somebody who looks after the portal.
    async fn keeper(&self, name: &str) -> gateway::Asked {
        let person = crate::world::staff(self.db.unguarded(), name, "desk-admin").await.unwrap();
        let holdings = vec![access::Holding::of("desk-admin", None)];
        asked(access::Principal::vouch(access::Actor::Person(person), access::Acting::Desk, holdings))
    }
}

async fn open(db: &Db) -> Arc<Gateway> {
    let clock = Arc::new(ManualClock::at(START));
    let registry = Registry::of(services()).unwrap();
    Arc::new(Gateway::open(Parts { db: db.clone(), registry, clock }).await.unwrap())
}

fn blueprint(name: &str) -> Mapping {
    Mapping::parse(&std::fs::read_to_string(wholesale().join(format!("{name}.toml"))).unwrap()).unwrap()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn what_came_in_and_what_was_held_back_make_the_file_to_the_last_tenth_of_a_penny() {
    let shop = Shop::new().await;
    let documents = counted(&retail());
    let summary = shop.imports("online-retail-ii", &[retail()]).await.unwrap();
    let lines: usize = documents.values().map(Vec::len).sum();
    let held: BTreeSet<&String> =
        documents.iter().filter(|(number, lines)| must_be_held(lines, number)).map(|(number, _)| number).collect();
    assert_eq!(summary.read, i64::try_from(lines).unwrap());
    assert_eq!(summary.quarantined, i64::try_from(held.len()).unwrap());
    assert_eq!(summary.created, i64::try_from(documents.len() - held.len()).unwrap());
    assert_eq!((summary.changed, summary.unchanged), (0, 0));

    let exact =
        |number: &String| documents[number].iter().map(|(_, quantity, price, _)| quantity * price).sum::<i128>();
    let accepted = shop.accepted().await;
    let mut rounding = 0;
    for (number, (millionths, pence)) in &accepted {
        assert!(!held.contains(number), "{number} should have been held back");
        assert_eq!(*millionths, exact(number) * 1_000, "{number}");
        let difference = i128::from(*pence) * 10_000 - millionths;
        // Rounded once, half to even: never more than half a penny away.
        assert!(difference.abs() <= 5_000, "{number}");
        if difference != 0 {
            println!("{number}: rounded by {difference} millionths of a pound");
            rounding += difference;
        }
    }
    println!("{} documents, {rounding} millionths of a pound by rounding", accepted.len());
    let mut in_quarantine = 0;
    for document in shop.held().await {
        assert!(held.contains(&document.document), "{} should have come in", document.document);
        for line in &document.content.0.files[0].lines {
            in_quarantine += line.fields[3].parse::<i128>().unwrap() * thousandths(&line.fields[5]);
        }
    }
    let whole: i128 = documents.keys().map(exact).sum();
    let taken: i128 = accepted.values().map(|(millionths, _)| millionths).sum();
    assert_eq!(taken + in_quarantine * 1_000, whole * 1_000);
    // Repeats are kept: as many lines as the file has.
    let kept: usize = documents.iter().filter(|(number, _)| !held.contains(number)).map(|(_, lines)| lines.len()).sum();
    assert_eq!(shop.rows().await["billing_invoice_lines"], i64::try_from(kept).unwrap());
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let shop = Shop::new().await;
    let first = shop.imports("online-retail-ii", &[sample()]).await.unwrap();
    let before = shop.rows().await;
    assert_eq!((before["sync_lines"], before["sync_documents"]), (0, 0), "nothing stays staged");
    let marks = "SELECT CAST(COALESCE(MAX(observed_at), 0) AS BIGINT) FROM sync_marks";
    let observed = shop.number(marks).await;
    let again = shop.imports("online-retail-ii", &[sample()]).await.unwrap();
    assert_eq!(again, Summary { created: 0, unchanged: first.created, ..first });
    assert_eq!(shop.rows().await, before);
    assert_eq!(shop.number(marks).await, observed);
}

#[tokio::test]
async fn an_import_killed_anywhere_goes_on_where_it_was_and_counts_nothing_twice() {
    let whole = Shop::new().await;
    let mapping = blueprint("online-retail-ii");
    let file = long_file(&whole);
    let expected = whole.imports("online-retail-ii", std::slice::from_ref(&file)).await.unwrap();
    let rows = whole.rows().await;

    let shop = Shop::new().await;
    let (mut kills, mut steps) = (0, 40);
    while !shop.goes_on(&mapping, std::slice::from_ref(&file), steps).await {
        kills += 1;
        steps += steps / 4 + 13;
    }
    assert!(kills >= 5, "it was killed {kills} times only");
    assert_eq!(shop.number("SELECT CAST(COUNT(*) AS BIGINT) FROM sync_runs").await, 1, "one run, taken up again");
    let counted = |column: &str| format!("SELECT {column} FROM sync_runs");
    assert_eq!(shop.number(&counted("staged")).await, expected.read);
    assert_eq!(shop.number(&counted("lines")).await, expected.read);
    assert_eq!(shop.number(&counted("created")).await, expected.created);
    assert_eq!(shop.number(&counted("quarantined")).await, expected.quarantined);
    assert_eq!(shop.rows().await, rows);
}

/// The sample five times over, under other numbers: several batches of lines and of documents.
fn long_file(shop: &Shop) -> PathBuf {
    let sample = std::fs::read_to_string(sample()).unwrap();
    let (header, lines) = sample.split_once('\n').unwrap();
    let mut text = format!("{header}\n");
    for copy in 0..5 {
        for line in lines.lines() {
            let (number, rest) = line.split_once(',').unwrap();
            text.push_str(&format!("{number}-{copy},{rest}\n"));
        }
    }
    shop.write("long.csv", text)
}

#[tokio::test]
async fn a_run_that_another_process_takes_up_is_left_to_it() {
    let shop = Shop::new().await;
    let (file, mapping, other) = (long_file(&shop), blueprint("online-retail-ii"), open(&shop.db).await);
    let files = [file];
    // Killed while it was reading or importing, then taken up twice at the same time.
    assert!(!shop.goes_on(&mapping, &files, 200).await);
    let watch = |_: &Progress| {};
    let (one, two) = tokio::join!(
        sync::import(&shop.gateway, &mapping, &files, &PACE, &watch),
        sync::import(&other, &mapping, &files, &PACE, &watch),
    );
    let ended = [&one, &two].into_iter().filter(|outcome| outcome.is_ok()).count();
    assert!(ended >= 1, "{one:?} {two:?}");
    for outcome in [one, two] {
        assert!(matches!(outcome, Ok(_) | Err(ImportError::Overtaken)), "{outcome:?}");
    }
    let twice = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT number FROM billing_invoices GROUP BY number HAVING \
                 COUNT(*) > 1) AS t";
    assert_eq!(shop.number(twice).await, 0);
}

#[tokio::test]
async fn orders_without_their_customers_wait_and_come_in_when_the_customers_have() {
    let shop = Shop::new().await;
    let customers = shop.write("customers.csv", "customer_id,company_name\nVINET,Vins et alcools Chevalier\n");
    let orders = shop.write(
        "orders.csv",
        "order_id,customer_id,employee_id,order_date,required_date,shipped_date,ship_via,freight,ship_name,ship_address,\
         ship_city,ship_region,ship_postal_code,ship_country\n\
         10248,VINET,5,1996-07-04,1996-08-01,,3,32.3800011,Vins et alcools Chevalier,59 rue de l'Abbaye,Reims,,51100,France\n",
    );
    let details = shop.write(
        "order_details.csv",
        "order_id,product_id,unit_price,quantity,discount\n10248,11,14,12,0\n10248,42,9.80000019,10,0.150000006\n",
    );
    let products = shop.write("products.csv", "product_id,product_name\n11,Queso Cabrales\n");
    let files = [orders, details, products];
    let first = shop.imports("northwind-orders", &files).await.unwrap();
    assert_eq!((first.read, first.created, first.quarantined), (3, 0, 1));
    assert_eq!(shop.document("10248").await.content.0.count(), 3, "both files are kept");
    assert_eq!(shop.rows().await["orders"], 0);
    shop.imports("northwind-customers", &[customers]).await.unwrap();
    let second = shop.imports("northwind-orders", &files).await.unwrap();
    assert_eq!((second.created, second.quarantined), (1, 0));
    assert_eq!(shop.document("10248").await.state, QuarantineState::Resolved);
    // 14 × 12 + 9.80 × 10 × 0.85 + 32.38
    assert_eq!(shop.number("SELECT total_minor FROM orders").await, 28_368);
}

#[tokio::test]
async fn invented_books_bring_balances() {
    let shop = Shop::new().await;
    let sample = |name: &str| wholesale().join("sample").join(name);
    let ledger = shop.imports("demo-ledger", &[sample("demo_invoices.csv")]).await.unwrap();
    assert_eq!((ledger.created, ledger.quarantined), (7, 0));
    let receipts = shop.imports("demo-receipts", &[sample("demo_receipts.csv")]).await.unwrap();
    assert_eq!((receipts.created, receipts.quarantined), (4, 0));
    let left = |number: &str| format!("SELECT balance_minor FROM billing_invoices WHERE number = '{number}'");
    for (number, pence) in [("INV-20391", 0), ("INV-20402", 31_680), ("INV-20415", 37_440), ("CN-0031", 0)] {
        assert_eq!(shop.number(&left(number)).await, pence, "{number}");
    }
    let on_account = "SELECT left_minor FROM billing_receipts WHERE number = 'R-3352'";
    assert_eq!(shop.number(on_account).await, 50_000, "what is for no invoice is on account");
}

#[tokio::test]
async fn files_that_cannot_be_read_bring_nothing_in() {
    let shop = Shop::new().await;
    let sample = std::fs::read(sample()).unwrap();
    let whole = packed(&sample);
    let text = String::from_utf8(sample.clone()).unwrap();
    let mut latin = sample.clone();
    latin.extend_from_slice(b"1,85048,CAF\xc9,1,2009-12-01 07:45:00,1,13085,France\n");
    let cut = shop.write("cut.csv.gz", &whole[..whole.len() / 2]);
    let latin = shop.write("latin.csv", latin);
    let semicolons = shop.write("semicolons.csv", text.replace(',', ";"));
    let other = shop.write("other.csv", text.replacen("Price", "Preis", 1));
    let error = |outcome: Result<Summary, ImportError>| match outcome {
        Err(ImportError::Read(error)) => error,
        outcome => panic!("{outcome:?}"),
    };
    assert!(matches!(error(shop.imports("online-retail-ii", &[cut]).await), ReadError::Truncated { .. }));
    let lines = u64::try_from(text.lines().count()).unwrap();
    let bytes = u64::try_from(sample.len()).unwrap();
    let ReadError::Encoding { line, byte, .. } = error(shop.imports("online-retail-ii", &[latin]).await) else {
        panic!("an encoding error")
    };
    assert_eq!((line, byte), (lines + 1, bytes + 11));
    let ReadError::Columns { found, .. } = error(shop.imports("online-retail-ii", &[semicolons]).await) else {
        panic!("absent columns")
    };
    assert_eq!(found.len(), 1);
    let ReadError::Columns { missing, found, .. } = error(shop.imports("online-retail-ii", &[other]).await) else {
        panic!("an absent column")
    };
    assert_eq!((missing, found.len()), (vec!["Price".to_owned()], 8));
    let rows = shop.rows().await;
    assert!(rows.values().all(|count| *count == 0), "{rows:?}");
    // The runs that were begun say why they ended.
    assert_eq!(shop.number("SELECT CAST(COUNT(*) AS BIGINT) FROM sync_runs WHERE state = 'failed'").await, 2);
    assert_eq!(shop.number("SELECT CAST(COUNT(*) AS BIGINT) FROM sync_runs WHERE trouble IS NULL").await, 0);
}

#[tokio::test]
async fn torn_and_keyless_lines_are_held_back_and_the_rest_goes_on() {
    let shop = Shop::new().await;
    let text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
                1,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom\n\
                1,85048,GLASS, BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom\n\
                ,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom\n\
                2,85048,GLASS BALL,1,2009-12-01 07:46:00,6.95,13085,United Kingdom\n";
    let summary = shop.imports("online-retail-ii", &[shop.write("torn.csv", text)]).await.unwrap();
    assert_eq!((summary.read, summary.created, summary.quarantined), (4, 1, 2));
    let held: BTreeMap<String, String> =
        shop.held().await.into_iter().map(|held| (held.reason.0.id.to_string(), held.document)).collect();
    assert_eq!(held["sync-reason-torn"], "1");
    assert!(held.contains_key("sync-reason-no-key"));
}

#[tokio::test]
async fn a_mapping_may_only_send_where_imports_may_go() {
    let shop = Shop::new().await;
    let text = std::fs::read_to_string(wholesale().join("northwind-customers.toml")).unwrap();
    for operation in ["imports.dismiss", "nobody.knows"] {
        let mapping = Mapping::parse(&text.replace("accounts.ingest_account", operation)).unwrap();
        let file = shop.write("customers.csv", "customer_id,company_name\nVINET,Vins\n");
        let refused = sync::import(&shop.gateway, &mapping, &[file], &PACE, &|_| {}).await.unwrap_err();
        assert!(matches!(&refused, ImportError::Operation(named) if named == operation), "{refused}");
    }
    let id: Id<Quarantined> = crate::world::fresh();
    assert_eq!(sync::replay(&shop.gateway, id).await.unwrap(), None);
}
