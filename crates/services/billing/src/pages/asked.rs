//! What is asked about invoices and still open. Questions are another service's, whose query is asked by its name.

use std::collections::BTreeMap;

use front::{Failure, Signed};
use gateway::Raw;
use kernel::{Id, Ref};
use serde::{Deserialize, Serialize};
use store::Object as _;
use uuid::Uuid;

use crate::rows::Invoice;

/// The query: it takes records as `about`, and answers what is open about each.
const QUERY: &str = "cases.about";

/// A question that is open about an invoice.
#[derive(Clone, Serialize)]
pub(super) struct Question {
    reference: String,
    href: String,
    /// Which line is meant; nothing where all of it is.
    line: Option<i64>,
}

#[derive(Deserialize)]
struct Told {
    about: Ref,
    line: Option<i64>,
    reference: String,
    path: String,
}

/// The open questions about each of these, the one that moved last first, as far as whoever looks may read them.
pub(super) async fn questions(
    me: &Signed,
    invoices: impl IntoIterator<Item = Id<Invoice>>,
) -> Result<BTreeMap<Uuid, Vec<Question>>, Failure> {
    let about = |id: Id<Invoice>| ("about".to_owned(), Ref::new(Invoice::KIND, id).to_string());
    let about: Vec<_> = invoices.into_iter().map(about).collect();
    let mut questions: BTreeMap<Uuid, Vec<Question>> = BTreeMap::new();
    if about.is_empty() {
        return Ok(questions);
    }
    let told = me.ask_named::<Vec<Told>>(QUERY, None, &Raw::Form(about)).await?;
    for Told { about, line, reference, path } in told.into_iter().flatten() {
        questions.entry(about.id).or_default().push(Question { reference, href: me.address(&path), line });
    }
    Ok(questions)
}
