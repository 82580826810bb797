use axum::response::Response;
use front::{Customer, Failure, Form};
use gateway::{Card, Quote};
use kernel::{Message, Problem};
use serde_json::json;

use super::{
    may_raise, progress,
    quoted::{name, quoted},
    views::RaisePage,
};
use crate::RaiseCase;

/// The form to ask with; about a record, if the address names one or one was left unfinished.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    if !may_raise(&me) {
        return Err(Problem::not_found().into());
    }
    let about = match (raw.text("about"), me.typed("about")) {
        (Some(about), _) => Some(record(&me, &about).await?),
        // What was left unfinished is shown without its record when that cannot be seen any more.
        (None, Some(about)) => record(&me, about).await.ok(),
        (None, None) => None,
    };
    me.page("cases/new.html", view(&me, about.as_ref()))
}

/// Asks. About a record of a site, it is that site's case, so that whoever sees the record there sees the case.
pub(super) async fn send(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let about = match raw.text("about") {
        Some(about) => record(&me, &about).await.ok(),
        None => None,
    };
    let account = about.as_ref().and_then(|(_, card)| card.account).map(|account| vec![account.uuid()]);
    match me.execute::<RaiseCase>(&account.unwrap_or_default(), &raw).await {
        Ok(done) => {
            let said = Message::new("cases-raised").with("reference", done.output.reference);
            me.toast(&said.with("brand", progress::brand(&me)));
            Ok(me.redirect(&me.address(&format!("/cases/{}", done.output.case))))
        }
        Err(failure) if failure.is_mendable() => {
            me.form_page("cases/new.html", view(&me, about.as_ref()), &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// The record, if it is one that whoever asks may see.
async fn record(me: &Customer, about: &str) -> Result<(Quote, Card), Failure> {
    let quote: Quote = about.parse().map_err(|_| Problem::not_found())?;
    let card = me.site().gateway.card(&me.asked(), &quote).await?;
    Ok((quote, card))
}

fn view(me: &Customer, about: Option<&(Quote, Card)>) -> RaisePage {
    let mut values = serde_json::Map::new();
    if let Some((quote, card)) = about {
        let subject = Message::new("cases-subject-about").with("name", name(me, card));
        values.insert("about".to_owned(), quote.to_string().into());
        values.insert("subject".to_owned(), me.say(&subject).into());
    }
    RaisePage {
        title: me.say(&Message::new("cases-raise")),
        list: me.address("/cases"),
        action: me.address("/cases/new"),
        brand: progress::brand(me).to_owned(),
        about: about.map(|(quote, _)| quote.to_string()),
        quoted: about.map(|(_, card)| quoted(me, card, None)),
        form: json!({ "values": values, "errors": {}, "of": ["about"] }),
    }
}
