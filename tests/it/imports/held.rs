//! What staff do about documents that were held back.

use gateway::Raw;
use store::{Lock, Row as _};
use sync::{DismissQuarantined, Feed, MendQuarantined, QuarantineState, ReplayQuarantined};

use super::Shop;
use crate::{concurrency::both_wait, world::form};

/// Two invoices; the price of the first has a comma where a point belongs.
const COMMA: &str = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
                     1,85048,GLASS BALL,12,2009-12-01 07:45:00,\"6,95\",13085,United Kingdom\n\
                     2,85048,GLASS BALL,1,2009-12-01 07:46:00,6.95,13085,United Kingdom\n";

#[tokio::test]
async fn hannah_mends_a_document_and_the_next_import_leaves_her_mending_alone() {
    let shop = Shop::new().await;
    let file = shop.write("retail.csv", COMMA);
    let summary = shop.imports("online-retail-ii", std::slice::from_ref(&file)).await.unwrap();
    assert_eq!((summary.created, summary.quarantined), (1, 1));
    let held = shop.document("1").await;
    assert_eq!((&*held.reason.0.id, held.first_line, held.hit), ("sync-reason-not-a-number", 2, Some(0)));

    let hannah = shop.keeper("Hannah").await;
    let target = [held.id.uuid()];
    let nothing = Raw::empty();
    // As it is, it is held back again.
    shop.gateway.execute::<ReplayQuarantined>(&hannah, &target, &nothing).await.unwrap();
    assert_eq!(sync::replay(&shop.gateway, held.id).await.unwrap(), Some(QuarantineState::Open));
    // What is no document is refused with what to do about it.
    let wrong = form(&[("content", "Invoice\n1")]);
    let problem = shop.gateway.execute::<MendQuarantined>(&hannah, &target, &wrong).await.unwrap_err();
    assert_eq!(problem.fields()[0].says.id, "sync-mend-heading");
    let mended = held.content.0.to_text().replace("\"6,95\"", "6.95");
    shop.gateway.execute::<MendQuarantined>(&hannah, &target, &form(&[("content", &mended)])).await.unwrap();
    shop.gateway.execute::<ReplayQuarantined>(&hannah, &target, &nothing).await.unwrap();
    assert_eq!(sync::replay(&shop.gateway, held.id).await.unwrap(), Some(QuarantineState::Replayed));
    assert_eq!(shop.accepted().await["1"], (83_400_000, 8_340));
    assert_eq!(sync::replay(&shop.gateway, held.id).await.unwrap(), None, "it is done");

    let again = shop.imports("online-retail-ii", &[file]).await.unwrap();
    assert_eq!((again.created, again.changed, again.unchanged, again.quarantined), (0, 0, 2, 0));
    // The source was put right otherwise: what it says now counts.
    let right = shop.write("right.csv", COMMA.replace("\"6,95\"", "7.95"));
    let after = shop.imports("online-retail-ii", &[right]).await.unwrap();
    assert_eq!((after.changed, after.unchanged, after.quarantined), (1, 1, 0));
    assert_eq!(shop.accepted().await["1"], (95_400_000, 9_540));
    assert_eq!(shop.document("1").await.state, QuarantineState::Resolved);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_replay_one_document_at_once_import_it_once() {
    let shop = Shop::new().await;
    shop.imports("online-retail-ii", &[shop.write("retail.csv", COMMA)]).await.unwrap();
    let held = shop.document("1").await;
    let target = [held.id.uuid()];
    let (hannah, grace, nothing) = (shop.keeper("Hannah").await, shop.keeper("Grace").await, Raw::empty());
    let mended = held.content.0.to_text().replace("\"6,95\"", "6.95");
    shop.gateway.execute::<MendQuarantined>(&hannah, &target, &form(&[("content", &mended)])).await.unwrap();
    for asked in [&hannah, &grace] {
        shop.gateway.execute::<ReplayQuarantined>(asked, &target, &nothing).await.unwrap();
    }
    // Both find that it waits, held up by a third, before either of them may go on.
    let held_up = shop.db.begin().await.unwrap();
    held_up.lock([Lock { table: Feed::TABLE, id: held.feed_id.uuid(), shared: false }]).await.unwrap();
    let let_go = async {
        both_wait(&shop.db).await;
        held_up.roll_back().await.unwrap();
    };
    let (one, two, ()) =
        tokio::join!(sync::replay(&shop.gateway, held.id), sync::replay(&shop.gateway, held.id), let_go);
    let outcomes = [one.unwrap(), two.unwrap()];
    let first = Some(QuarantineState::Replayed);
    assert!(outcomes == [first, None] || outcomes == [None, first], "{outcomes:?}");
    assert_eq!(shop.accepted().await["1"], (83_400_000, 8_340));
    let entries = "SELECT CAST(COUNT(*) AS BIGINT) FROM journal_entries WHERE command = 'billing.ingest_invoice'";
    assert_eq!(shop.number(entries).await, 2, "one for each invoice of the file");
    assert_eq!(shop.document("1").await.state, QuarantineState::Replayed);
    let late = shop.gateway.execute::<ReplayQuarantined>(&grace, &target, &nothing).await.unwrap_err();
    assert_eq!(late.says().id, "sync-quarantine-settled");
}

#[tokio::test]
async fn what_was_left_out_stays_out_until_its_source_says_something_else() {
    let shop = Shop::new().await;
    let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n";
    let nobody = format!("{header}1,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,,United Kingdom\n");
    let file = shop.write("nobody.csv", &nobody);
    shop.imports("online-retail-ii", std::slice::from_ref(&file)).await.unwrap();
    let held = shop.document("1").await;
    let (hannah, nothing) = (shop.keeper("Hannah").await, Raw::empty());
    shop.gateway.execute::<DismissQuarantined>(&hannah, &[held.id.uuid()], &nothing).await.unwrap();
    let again = shop.imports("online-retail-ii", &[file]).await.unwrap();
    assert_eq!(again.quarantined, 1);
    assert_eq!(shop.document("1").await.state, QuarantineState::Dismissed);
    let somebody = shop.write("somebody.csv", nobody.replace(",,", ",13085,"));
    let after = shop.imports("online-retail-ii", &[somebody]).await.unwrap();
    assert_eq!((after.created, after.quarantined), (1, 0));
    assert_eq!(shop.document("1").await.state, QuarantineState::Resolved);
}
