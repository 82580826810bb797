use axum::response::Response;
use directory::AccountName;
use front::{Failure, Form, Narrowed, Reader, Signed, Tag};
use gateway::Command as _;
use kernel::Message;

use super::{
    LIST, called,
    limits::limits,
    say,
    views::{ListPage, WebhookRow, Whose},
};
use crate::{CreateDeskWebhook, CreateWebhook, Fault, ListWebhooks, State, WebhookLine};

/// The operation behind the page of keys, which another part brings.
const KEYS: &str = "keys.list";

/// The webhooks of the account acted for or, at the desk, all there are.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let path = me.address(LIST);
    let asked = Narrowed::read(path.clone(), &[], &raw);
    let found = me.ask::<ListWebhooks>(None, &asked.raw()).await?;
    let at_desk = me.account().is_none();
    let names = names(&me, &found.rows).await?;
    let row = |webhook: &WebhookLine| WebhookRow {
        url: webhook.url.clone(),
        href: format!("{path}/{}", webhook.webhook),
        whose: at_desk.then(|| whose(&me, webhook, &names).name),
        events: webhook.events.iter().map(|event| called(&me, event)).collect(),
        state: state(&me, webhook),
    };
    let view = ListPage {
        title: say(&me, "webhooks-title"),
        lede: if at_desk { say(&me, "webhooks-lede-desk") } else { say(&me, "webhooks-lede") },
        keys: me.may(KEYS).then(|| me.address("/keys")),
        new: me.may(making(&me)).then(|| me.address("/webhooks/new")),
        rows: found.rows.iter().map(row).collect(),
        limits: limits(&me),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("webhooks/list.html", view)
}

/// By which command a webhook is made where somebody acts.
pub(super) fn making(me: &Signed) -> &'static str {
    if me.account().is_some() { CreateWebhook::NAME } else { CreateDeskWebhook::NAME }
}

/// What the accounts of these webhooks are called; nothing where one acts for one of them.
pub(super) async fn names(me: &Signed, webhooks: &[WebhookLine]) -> Result<Vec<AccountName>, Failure> {
    if me.account().is_some() {
        return Ok(Vec::new());
    }
    let accounts: Vec<_> = webhooks.iter().filter_map(|webhook| webhook.account).collect();
    Ok(me.site().gateway.names_of(&me.asked(), &accounts).await?)
}

/// Whose events a webhook is told of.
pub(super) fn whose(me: &Signed, webhook: &WebhookLine, names: &[AccountName]) -> Whose {
    let Some(account) = webhook.account else { return Whose { name: say(me, "webhooks-of-desk"), href: None } };
    match names.iter().find(|named| named.account == account) {
        Some(named) => Whose { name: named.name.clone(), href: Some(me.address(&format!("/customers/{account}"))) },
        None => Whose { name: say(me, "webhooks-of-customer"), href: None },
    }
}

/// How it goes with a webhook.
pub(super) fn state(me: &Signed, webhook: &WebhookLine) -> Tag {
    let bad = |says: &Message| Tag { label: me.say(says), kind: "bad", icon: "circle-alert" };
    match (webhook.state, webhook.last_fault, webhook.last_status) {
        (State::SetAside, ..) => Tag { label: say(me, "webhooks-state-aside"), kind: "bad", icon: "circle-pause" },
        (State::On, Some(fault), _) => bad(&fault_words(fault)),
        (State::On, None, None) => Tag { label: say(me, "webhooks-state-new"), kind: "off", icon: "circle-dashed" },
        (State::On, None, Some(status)) if (200..300).contains(&status) => {
            let says = Message::new("webhooks-state-well").with("ms", webhook.last_ms.unwrap_or_default());
            Tag { label: me.say(&says), kind: "ok", icon: "check" }
        }
        (State::On, None, Some(status)) => bad(&answered(status)),
    }
}

/// What was answered, in words.
pub(super) fn answered(status: i64) -> Message {
    Message::new("webhooks-answered").with("status", status.to_string())
}

/// What went wrong, in words.
pub(super) fn fault_words(fault: Fault) -> Message {
    match fault {
        Fault::Unresolved => Message::new("webhooks-fault-unresolved"),
        Fault::Refused => Message::new("webhooks-fault-refused"),
        Fault::Unreachable => Message::new("webhooks-fault-unreachable"),
        Fault::Tls => Message::new("webhooks-fault-tls"),
        Fault::Late => Message::new("webhooks-fault-late"),
        Fault::Broken => Message::new("webhooks-fault-broken"),
        Fault::Redirected => Message::new("webhooks-fault-redirected"),
        Fault::Rights => Message::new("webhooks-fault-rights"),
        Fault::Sealed => Message::new("webhooks-fault-sealed"),
    }
}
