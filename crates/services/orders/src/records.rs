//! How orders come in: what a source says of one becomes, or changes, an order of ours.

mod document;
mod error;
mod figures;
mod lines;
mod shape;

use access::Account;
use gateway::{Command, Effect, Granted, Input, Path, Structured, Tx, post};
use journal::Event;
use kernel::{Id, Ref, Timestamp};
use serde::Serialize;
use store::{Held, Object, Part};
use sync::{Feed, Ingested, Mark, Marks};

use self::shape::Known;
pub use self::{
    document::{LineDocument, OrderDocument},
    error::IngestError,
};
use crate::{Order, OrderLine, OrderSite, OrderWords};

/// The kinds under which a feed remembers what orders point at.
const ACCOUNT: &str = "account";
const INVOICE: &str = "invoice";

/// What an ingest may write.
type Tables = (Order, OrderLine, OrderWords, OrderSite, Mark);

/// Takes in an order as its source tells it. The same document again changes nothing.
#[derive(Input)]
pub struct IngestOrder {
    document: Structured<OrderDocument>,
}

/// An order came in, new or changed.
#[derive(Serialize)]
pub(crate) struct Taken {
    order: Id<Order>,
    new: bool,
}

impl Event for Taken {
    const NAME: &'static str = "orders.taken";
}

impl Command for IngestOrder {
    const NAME: &'static str = "orders.ingest_order";
    const PATH: Path = post("/feeds/{feed}/orders");
    const EFFECT: Effect = Effect::Changes;
    type On = Feed;
    type Writes = Tables;
    type Output = Ingested;
    type Error = IngestError;

    async fn run<'t>(self, feed: Granted<'t, Self>, tx: &Tx<'t, Tables>) -> Result<Ingested, IngestError> {
        let document = self.document.into_inner();
        document.check()?;
        let digest = sync::digest_of(Order::KIND, &document);
        let mut named = vec![(Order::KIND, document.id.as_str()), (ACCOUNT, document.account.as_str())];
        named.extend(document.invoice.iter().map(|invoice| (INVOICE, invoice.as_str())));
        let marks = Marks::of(tx, &feed, &named).await?;
        let mark = marks.get(Order::KIND, &document.id);
        if mark.is_some_and(|mark| mark.digest == digest) {
            tx.nothing_happened();
            return Ok(Ingested::Unchanged);
        }
        let known = known(&document, &feed, &marks, tx.now())?;
        let order = match mark {
            Some(mark) => change(&document, mark.local_id.cast(), &known, &feed, tx).await?,
            None => create(&document, &known, tx).await?,
        };
        keep_site(&order, &feed, tx).await?;
        sync::remember(tx, &feed, mark, (Order::KIND, document.id.as_str()), (order.id, digest.as_str())).await?;
        let new = mark.is_none();
        let account = Ref::new(<directory::Account as Object>::KIND, order.account_id);
        tx.record_naming(&Taken { order: order.id, new }, [Ref::new(Order::KIND, order.id), account]);
        Ok(if new { Ingested::Created } else { Ingested::Changed })
    }
}

/// What the document points at, as far as it is here.
fn known(document: &OrderDocument, feed: &Feed, marks: &Marks<'_>, now: Timestamp) -> Result<Known, IngestError> {
    let account = marks.local(ACCOUNT, &document.account);
    let account = account.ok_or_else(|| IngestError::NoAccount(document.account.clone()))?;
    let invoice = document.invoice.as_ref().and_then(|invoice| marks.local(INVOICE, invoice));
    Ok(Known {
        feed: feed.id,
        source: feed.system.clone(),
        account: Id::<Account>::from_uuid(account),
        invoice: invoice.map(|id| Ref { kind: INVOICE.into(), id }),
        now,
    })
}

async fn create(document: &OrderDocument, known: &Known, tx: &Tx<'_, Tables>) -> Result<Order, IngestError> {
    let order = tx.insert(shape::order(document, tx.new_id(), known)?).await?;
    tx.insert(shape::words(document, &order)).await?;
    tx.insert_all(&lines::of(document, &order, || tx.new_id())?).await?;
    Ok(order)
}

async fn change<'t>(
    document: &OrderDocument,
    id: Id<Order>,
    known: &Known,
    feed: &Held<'t, Feed>,
    tx: &Tx<'t, Tables>,
) -> Result<Order, IngestError> {
    let found = tx.parts::<Order, Feed>(feed, Some(Order::ID.is(&id))).await?;
    let part: Part<'t, Order> = found.into_iter().next().ok_or(IngestError::Lost)?;
    if part.account_id != known.account {
        return Err(IngestError::Moved(document.number.clone()));
    }
    let order = shape::order(document, id, known)?;
    let order = tx.update_part(&part, |row| *row = order).await?;
    for found in tx.parts_within::<OrderWords, Order>(&part, None).await? {
        tx.update_part(&found, |words| *words = shape::words(document, &order)).await?;
    }
    lines::change(lines::of(document, &order, || tx.new_id())?, &part, tx).await?;
    Ok(order)
}

/// Remembers the place, so that lists can be narrowed to it.
async fn keep_site<'t>(order: &Order, feed: &Held<'t, Feed>, tx: &Tx<'t, Tables>) -> Result<(), IngestError> {
    let (Some(name), Some(name_fold)) = (&order.site, &order.site_fold) else { return Ok(()) };
    let same = OrderSite::ACCOUNT_ID.is(&order.account_id).and(OrderSite::NAME_FOLD.is(name_fold));
    if tx.parts::<OrderSite, Feed>(feed, Some(same)).await?.is_empty() {
        tx.insert(OrderSite {
            id: tx.new_id(),
            feed_id: feed.id,
            account_id: order.account_id,
            name: name.clone(),
            name_fold: name_fold.clone(),
        })
        .await?;
    }
    Ok(())
}
