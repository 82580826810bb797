use axum::response::Response;
use front::{Blank, Failure, Form, Narrowed, Reader, Signed, Tab, Tag, Targets};
use gateway::{Command as _, Raw};
use kernel::{Id, Message};
use store::Count;
use uuid::Uuid;

use super::{
    LIST, called,
    list::{answered, fault_words, names, state, whose},
    new::shown,
    offered, say, sealed, ticked,
    views::{DeliveryRow, OnePage},
};
use crate::{
    Address, ChangeWebhook, DeliveryLine, RemoveWebhook, ResendDelivery, RotateWebhook, Secret, ShowWebhook, Standing,
    State, TEST, TestWebhook, WebhookView, schedule::TRIES,
};

/// How wide a line of an answer is shown.
const WIDE: usize = 90;

/// How many lines of an answer are shown.
const LINES: usize = 40;

/// What an address says where only those are listed that were tried in vain.
const FAILING: &str = "failing";

/// One webhook, and what was sent to it.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let webhook = targets.one()?;
    let asked = Narrowed::read(here(&me, webhook), &[FAILING], &raw);
    let found = me.ask::<ShowWebhook>(Some(webhook), &asked.raw()).await?;
    let chosen = found.webhook.events.clone();
    me.page("webhooks/one.html", view(&me, found, &asked, &chosen).await?)
}

/// Other events are chosen.
pub(super) async fn change(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let webhook = targets.one()?;
    match me.execute::<ChangeWebhook>(&targets.0, &raw).await {
        Ok(_) => {
            me.toast(&Message::new("webhooks-changed"));
            Ok(me.redirect(&here(&me, webhook)))
        }
        Err(failure) if failure.is_mendable() => {
            let asked = Narrowed::of(here(&me, webhook), Vec::new());
            let found = me.ask::<ShowWebhook>(Some(webhook), &asked.raw()).await?;
            me.form_page("webhooks/one.html", view(&me, found, &asked, &ticked(&raw)).await?, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// Gives it a new secret and shows that, once.
pub(super) async fn rotate(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let (webhook, secret) = (targets.one()?, Secret::random());
    let told = Raw::Form(vec![sealed(&me, &secret)]);
    // Past `Signed::execute`, as where one is made.
    me.site().gateway.execute::<RotateWebhook>(&me.asked(), &[webhook], &told).await?;
    shown(&me, Id::from_uuid(webhook), &secret, true)
}

/// Sends it an event that tells of nothing.
pub(super) async fn test(me: Reader, targets: Targets) -> Result<Response, Failure> {
    me.execute::<TestWebhook>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("webhooks-tested"));
    Ok(me.redirect(&here(&me, targets.one()?)))
}

/// Sends one of its deliveries now.
pub(super) async fn resend(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    me.execute::<ResendDelivery>(&targets.0, &raw).await?;
    me.toast(&Message::new("webhooks-resent"));
    Ok(me.redirect(&here(&me, targets.one()?)))
}

/// Removes it.
pub(super) async fn remove(me: Reader, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RemoveWebhook>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("webhooks-removed"));
    Ok(me.redirect(&me.address(LIST)))
}

fn here(me: &Signed, webhook: Uuid) -> String {
    format!("{}/{}", me.address(LIST), webhook.simple())
}

async fn view(me: &Signed, found: WebhookView, asked: &Narrowed, chosen: &[String]) -> Result<OnePage, Failure> {
    let WebhookView { webhook, deliveries, failing } = found;
    let names = names(me, std::slice::from_ref(&webhook)).await?;
    let path = asked.base();
    let at = |action: &str, below: &str| me.may(action).then(|| format!("{path}/{below}"));
    let is_on = webhook.state == State::On;
    // A customer's secret is shown to the customer, and to nobody at the desk.
    let is_here = webhook.account == me.account();
    Ok(OnePage {
        title: say(me, "webhooks-one"),
        webhooks: me.address(LIST),
        whose: me.account().is_none().then(|| whose(me, &webhook, &names)),
        state: state(me, &webhook),
        yours: webhook.person == me.person(),
        aside: !is_on,
        given_up_at: webhook.given_up_at,
        secret_since: webhook.secret_since,
        previous_until: webhook.previous_until.filter(|until| me.formats.now() < *until),
        events: offered(me, me.site().gateway.registry(), chosen),
        change: at(ChangeWebhook::NAME, "events"),
        rotation: at(RotateWebhook::NAME, "secret").filter(|_| is_here),
        test: at(TestWebhook::NAME, "tests").filter(|_| is_on),
        removal: at(RemoveWebhook::NAME, "removal"),
        resending: at(ResendDelivery::NAME, "deliveries").filter(|_| is_on),
        tabs: tabs(me, asked, failing),
        failing: asked.get(FAILING).is_some(),
        all: asked.with(&[(FAILING, None)]),
        rows: deliveries.rows.iter().map(|delivery| row(me, delivery, &webhook.url)).collect(),
        previous: asked.at(deliveries.previous.as_ref()),
        next: asked.at(deliveries.next.as_ref()),
        url: webhook.url,
        form: Blank::default(),
    })
}

/// All deliveries, and those that were tried in vain.
fn tabs(me: &Signed, asked: &Narrowed, failing: Count) -> Vec<Tab> {
    let narrowed = asked.get(FAILING).is_some();
    let tab = |label, told: Option<&str>, count: Option<String>| {
        let (label, href) = (say(me, label), asked.with(&[(FAILING, told)]));
        Tab { label, href, current: told.is_some() == narrowed, count }
    };
    vec![
        tab("webhooks-deliveries-all", None, None),
        tab("webhooks-deliveries-failing", Some("on"), Some(me.counted(failing))),
    ]
}

fn row(me: &Signed, delivery: &DeliveryLine, url: &str) -> DeliveryRow {
    let (tries, most) = (delivery.attempts, i64::try_from(TRIES).unwrap_or(i64::MAX));
    let tries = match delivery.state {
        Standing::Waiting | Standing::Sending if 0 < tries && tries <= most => {
            me.say(&Message::new("webhooks-tries-of").with("tries", tries).with("most", most))
        }
        _ => me.formats.number(tries),
    };
    let resend = match delivery.state {
        Standing::Waiting => Some(say(me, "webhooks-send-now")),
        Standing::Delivered | Standing::SetAside => Some(say(me, "webhooks-send-again")),
        Standing::Sending => None,
    };
    let after = |ms: i64| me.say(&Message::new("webhooks-after").with("ms", ms));
    DeliveryRow {
        id: delivery.delivery.to_string(),
        at: delivery.at,
        event: if delivery.event == TEST { say(me, "webhooks-tested-event") } else { called(me, &delivery.event) },
        number: delivery.number.clone(),
        state: standing(me, delivery),
        after: delivery.took_ms.filter(|_| !is_queued_again(delivery)).map(after),
        next: delivery.next.filter(|_| delivery.state == Standing::Waiting && delivery.attempts > 0),
        tries,
        resend,
        sent: sent(delivery, url),
        answered: heard(delivery),
    }
}

fn standing(me: &Signed, delivery: &DeliveryLine) -> Tag {
    let (kind, icon) = match delivery.state {
        Standing::Delivered => ("ok", "check"),
        Standing::Sending => ("info", "send"),
        Standing::Waiting if delivery.tried.is_none() || is_queued_again(delivery) => ("off", "hourglass"),
        Standing::Waiting | Standing::SetAside => ("bad", "circle-alert"),
    };
    let label = match (delivery.state, delivery.fault, delivery.status) {
        (Standing::Sending, ..) => say(me, "webhooks-standing-sending"),
        _ if is_queued_again(delivery) => say(me, "webhooks-standing-waiting"),
        (_, Some(fault), _) => me.say(&fault_words(fault)),
        (_, None, Some(status)) => me.say(&answered(status)),
        (_, None, None) => say(me, "webhooks-standing-waiting"),
    };
    Tag { label, kind, icon }
}

/// Whether it was taken, and waits to be sent once more because somebody asked for it.
fn is_queued_again(delivery: &DeliveryLine) -> bool {
    let was_taken = delivery.fault.is_none() && delivery.status.is_some_and(|status| (200..300).contains(&status));
    delivery.state == Standing::Waiting && was_taken
}

/// The request, but for its signature, which only the secret makes.
fn sent(delivery: &DeliveryLine, url: &str) -> Vec<String> {
    let path = Address::parse(url).map_or_else(|_| String::new(), |address| address.path);
    let mut lines = vec![format!("POST {path}"), format!("webhook-id: {}", delivery.message)];
    lines.extend(delivery.tried.map(|at| format!("webhook-timestamp: {}", at.micros().div_euclid(1_000_000))));
    let payload: Result<serde_json::Value, _> = serde_json::from_str(&delivery.payload);
    let payload = payload.and_then(|payload| serde_json::to_string_pretty(&payload));
    lines.extend(narrow(&payload.unwrap_or_else(|_| delivery.payload.clone())));
    lines
}

fn heard(delivery: &DeliveryLine) -> Vec<String> {
    let status = delivery.status.map(|status| format!("HTTP {status}"));
    status.into_iter().chain(narrow(delivery.answer.as_deref().unwrap_or_default())).collect()
}

/// Text in lines that fit a page, as many as anybody would read.
fn narrow(text: &str) -> Vec<String> {
    let lines = text.lines().flat_map(|line| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(WIDE).map(|piece| piece.iter().collect::<String>()).collect::<Vec<_>>()
    });
    lines.filter(|line| !line.trim().is_empty()).take(LINES).collect()
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn an_answer_fits_the_page_however_it_is_written() {
        assert_eq!(narrow("ledger\n\nperiod locked"), ["ledger", "period locked"]);
        let long = narrow(&"x".repeat(200));
        assert_eq!(long.iter().map(String::len).collect::<Vec<_>>(), [90, 90, 20]);
        assert_eq!(narrow(&"x\n".repeat(100)).len(), 40);
    }
}
