//! What people see of webhooks: those of an account or, at the desk, all there are; one of them with what was sent to it.

mod limits;
mod list;
mod new;
mod one;
mod views;

use front::{Pages, Signed, Visit};
use gateway::{Command as _, Query as _, Raw, RawField, Registry};
use kernel::Message;

use crate::{
    ChangeWebhook, CreateDeskWebhook, CreateWebhook, ListWebhooks, RemoveWebhook, ResendDelivery, RotateWebhook,
    Secret, ShowWebhook, TestWebhook, owner,
};
use views::OfferedEvent;

/// The pages of webhooks. The page of keys leads to them.
pub fn pages() -> Pages {
    Pages::new()
        .reader("GET", "/webhooks", list::show, Some(ListWebhooks::NAME))
        .reader("GET", "/webhooks/new", new::show, None)
        .customer("POST", "/webhooks/new", new::make, Some(CreateWebhook::NAME))
        .desk("POST", "/webhooks/new", new::make, Some(CreateDeskWebhook::NAME))
        .reader("GET", "/webhooks/{webhook}", one::show, Some(ShowWebhook::NAME))
        .reader("POST", "/webhooks/{webhook}/events", one::change, Some(ChangeWebhook::NAME))
        .reader("POST", "/webhooks/{webhook}/secret", one::rotate, Some(RotateWebhook::NAME))
        .reader("POST", "/webhooks/{webhook}/tests", one::test, Some(TestWebhook::NAME))
        .reader("POST", "/webhooks/{webhook}/deliveries", one::resend, Some(ResendDelivery::NAME))
        .reader("POST", "/webhooks/{webhook}/removal", one::remove, Some(RemoveWebhook::NAME))
        .under("/keys", LIST)
}

/// The list, behind the door one stands at.
const LIST: &str = "/webhooks";

/// The words of a message without values.
fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// The words for an event; its name where nobody wrote any.
fn called(visit: &Visit, event: &str) -> String {
    let id = format!("webhooks-event-{}", event.replace('.', "-"));
    if !visit.site().catalogue.knows(&id) {
        return event.to_owned();
    }
    visit.say(&Message { id: id.into(), args: Vec::new() })
}

/// Every event there is, those that were chosen among them.
fn offered(visit: &Visit, registry: &Registry, chosen: &[String]) -> Vec<OfferedEvent> {
    let events = registry.announcements().map(|announcement| OfferedEvent {
        value: announcement.name,
        about: called(visit, announcement.name),
        chosen: chosen.iter().any(|chosen| chosen == announcement.name),
    });
    events.collect()
}

/// The events that were ticked.
fn ticked(raw: &Raw) -> Vec<String> {
    fn each(sent: &RawField) -> Vec<String> {
        match sent {
            RawField::Text(one) => vec![one.clone()],
            RawField::Many(several) => several.iter().flat_map(each).collect(),
            RawField::Absent | RawField::Null | RawField::Json(_) => Vec::new(),
        }
    }
    each(&raw.field("events"))
}

/// A secret, sealed for where one acts.
fn sealed(me: &Signed, secret: &Secret) -> (String, String) {
    ("secret".to_owned(), me.site().settings.seal.close(secret.bytes(), &owner(me.account())))
}
