//! What leaves the house by itself: letters, and what programs outside are told.

use mail::Letter;
use webhooks::{Delivery, Webhook};

use crate::{
    Cast, Leg,
    cast::{DESK, Member, Place},
    leaked,
};

/// Nobody gets a letter with a word of an account that is not theirs.
pub(crate) async fn read(cast: &Cast) -> Leg {
    let letters = cast.portal.app.db.unguarded().find(Letter::ID.is_known()).await.expect("letters");
    let mut leg = Leg::seen("letters read", letters.len(), "no letter was written, so none was read");
    for letter in &letters {
        let to = cast.members.iter().find(|member| letter.to_address.ends_with(&member.email));
        let withheld = match to {
            Some(to) => cast.withheld(to).await,
            None => strange(cast, &letter.to_address),
        };
        let told = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html);
        if let Some(word) = leaked(&told, &withheld) {
            let to = to.map_or_else(|| "somebody outside".to_owned(), Member::called);
            leg.findings.push(format!("a letter ({}) to {to} holds `{word}`", letter.template));
        }
    }
    leg
}

/// The words of places that have nothing to do with the one whose word stands in an address: whoever a link to a record
/// is sent to is nobody here.
fn strange(cast: &Cast, address: &str) -> Vec<String> {
    let Some(home) = cast.places.iter().find(|place| address.contains(&format!("@{}.", place.word()))) else {
        return Vec::new();
    };
    let is_near = |place: &&Place| cast.lies_below(place.name, home.name) || cast.lies_below(home.name, place.name);
    let strange = cast.places.iter().filter(|place| !is_near(place)).map(Place::word);
    strange.chain([DESK.to_owned()]).collect()
}

/// No program outside is told anything of an account that its webhook is not of.
pub(crate) async fn told(cast: &Cast) -> Leg {
    let raw = cast.portal.app.db.unguarded();
    let webhooks = raw.find(Webhook::ID.is_known()).await.expect("webhooks");
    let deliveries = raw.find(Delivery::ID.is_known()).await.expect("deliveries");
    let mut leg = Leg::seen("deliveries to webhooks read", deliveries.len(), "nothing was sent to any webhook");
    for delivery in &deliveries {
        let Some(webhook) = webhooks.iter().find(|webhook| webhook.id == delivery.webhook_id) else { continue };
        // One of the desk is told of every account.
        let Some(account) = webhook.account_id else { continue };
        let home = cast.places.iter().find(|place| place.account == account);
        let foreign =
            cast.places.iter().filter(|place| !home.is_some_and(|home| cast.lies_below(place.name, home.name)));
        let withheld: Vec<String> = foreign.map(Place::word).collect();
        let told = format!("{} {}", delivery.payload, delivery.number.as_deref().unwrap_or_default());
        if let Some(word) = leaked(&told, &withheld) {
            leg.findings.push(format!("a webhook of {} is told `{word}`", home.map_or("nowhere", |home| home.name)));
        }
    }
    leg
}
