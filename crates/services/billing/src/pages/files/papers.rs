//! The invoices of a list as papers: in one PDF or, where there are more than one should hold, in several together; or
//! each as the file it is alone. They are read, drawn and sent piece by piece, so that of a long list no more is held
//! than a piece, and no connection to the database while one is drawn or on its way.

use axum::{body::Body, response::Response};
use front::{Failure, Form, Reader, file};
use futures::{StreamExt as _, stream};
use gateway::Raw;
use kernel::{Date, Message, Problem};

use super::{
    alone, away, named, on_paper, print, reader_of, safe, sheet_of, whole,
    zipped::{Filed, Parcel},
};
use crate::{
    pages::{
        tell::{one_customer, say},
        way::{LIST, Way},
    },
    pdf::{self, PRESS, Paper},
    queries::{InvoicePapers, MOST_PAPERS, PapersPage, Site},
};

/// What a zip holds.
#[derive(Clone, Copy)]
enum Bound {
    /// Each invoice as the file it is alone.
    Each,
    /// The invoices of a piece in one file, one after the other.
    Together,
}

/// Every invoice of the list on paper, one after the other.
pub(in crate::pages) async fn list_pdf(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    one_customer(&me, &way).await?;
    let told = Raw::Form(whole(&way)?);
    let first = piece(&me, &told, None).await?;
    if first.next.is_none() { list_paper(me, &first).await } else { zip(me, told, first, Bound::Together).await }
}

/// The same for programs, which are told that it is a PDF: a list that needs several is refused.
pub(super) async fn told_pdf(me: Reader, told: Raw) -> Result<Response, Failure> {
    let all = piece(&me, &told, None).await?;
    if all.next.is_some() {
        let many = Message::new("billing-papers-long").with("most", i64::from(MOST_PAPERS));
        return Err(Problem::conflict(many).into());
    }
    list_paper(me, &all).await
}

/// The invoices of the list that are ticked, or all where none is: each the file it is alone, and all of them in one.
pub(in crate::pages) async fn list_zip(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    one_customer(&me, &way).await?;
    told_zip(me, Raw::Form([whole(&way)?, ticked(&raw)].concat())).await
}

/// The same, of what the list is told.
pub(super) async fn told_zip(me: Reader, told: Raw) -> Result<Response, Failure> {
    let first = piece(&me, &told, None).await?;
    if first.papers.is_empty() {
        return Err(Problem::not_found().into());
    }
    zip(me, told, first, Bound::Each).await
}

async fn list_paper(me: Reader, all: &PapersPage) -> Result<Response, Failure> {
    let sites = sites(&me, all).await?;
    let sheets = all.papers.iter().map(|found| sheet_of(&me, &sites, found)).collect();
    let paper = on_paper(&me, say(&me, "billing-title"), sheets);
    print(reader_of(&me), move |says| me.say(says), "invoices.pdf", paper).await
}

/// Sends papers together in one file. What would be refused, and a turn that does not come, is told before anything is
/// sent; what is on its way waits for its turns.
async fn zip(me: Reader, told: Raw, first: PapersPage, bound: Bound) -> Result<Response, Failure> {
    let papers = contents(&me, &sites(&me, &first).await?, &first, bound, 1);
    let (speaks, reader) = (me.clone(), reader_of(&me));
    let begun = away(move |says| speaks.say(says), move |page| put(Parcel::new(), &papers, page));
    let begun = PRESS.draw(reader, begun).await?;
    let sent = begun.take();
    let Some(next) = first.next else {
        return Ok(file("application/zip", "invoices.zip", Body::from([sent, begun.close()?].concat())));
    };
    let rest = stream::try_unfold(Some((begun, Some(next), me, told, 2)), move |state| async move {
        let Some((parcel, next, me, told, number)) = state else { return Ok::<_, Problem>(None) };
        let Some(next) = next else { return Ok(Some((parcel.close()?, None))) };
        let page = piece(&me, &told, Some(&next)).await.map_err(|failure| failure.0)?;
        let sites = sites(&me, &page).await.map_err(|failure| failure.0)?;
        let papers = contents(&me, &sites, &page, bound, number);
        let speaks = me.clone();
        let more = away(move |says| speaks.say(says), move |page| put(parcel, &papers, page));
        let parcel = PRESS.draw_on(reader, more).await?;
        let sent = parcel.take();
        Ok(Some((sent, Some((parcel, page.next, me, told, number + 1)))))
    });
    let pieces = stream::once(std::future::ready(Ok::<_, Problem>(sent))).chain(rest);
    Ok(file("application/zip", "invoices.zip", Body::from_stream(pieces)))
}

async fn piece(me: &Reader, told: &Raw, at: Option<&str>) -> Result<PapersPage, Failure> {
    match at {
        None => me.ask::<InvoicePapers>(None, told).await,
        Some(_) => me.ask_on::<InvoicePapers>(&told.with("from", at)).await,
    }
}

/// The accounts that papers name.
async fn sites(me: &Reader, page: &PapersPage) -> Result<Vec<Site>, Failure> {
    named(me, page.papers.iter().map(|found| found.invoice.account_id).collect()).await
}

/// What comes into a zip of a piece of the list, the `number`th of them, each with the day it bears.
fn contents(me: &Reader, sites: &[Site], page: &PapersPage, bound: Bound, number: usize) -> Vec<(Date, Paper)> {
    let found = page.papers.iter();
    match bound {
        Bound::Each => found.map(|found| (found.invoice.issued_on, alone(me, sites, found))).collect(),
        Bound::Together => {
            let latest = page.papers.iter().map(|found| found.invoice.issued_on).max();
            let title = format!("{} {number}", say(me, "billing-title"));
            let sheets = found.map(|found| sheet_of(me, sites, found)).collect();
            latest.map(|day| (day, on_paper(me, title, sheets))).into_iter().collect()
        }
    }
}

fn put(mut parcel: Parcel, papers: &[(Date, Paper)], page: &dyn Fn(i64, i64) -> String) -> Result<Parcel, Problem> {
    for (day, paper) in papers {
        let bytes = pdf::draw(paper, page).map_err(Problem::unexpected)?;
        parcel.put(&Filed { name: safe(&paper.title), day: *day, bytes })?;
    }
    Ok(parcel)
}

/// The invoices that are ticked.
fn ticked(raw: &Raw) -> Vec<(String, String)> {
    let Raw::Form(pairs) = raw else { return Vec::new() };
    pairs.iter().filter(|(name, value)| name == "among" && !value.trim().is_empty()).cloned().collect()
}
