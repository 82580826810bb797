//! What leaves the house by itself: letters, and what programs outside are told.

use mail::Letter;
use webhooks::{Delivery, Webhook};

use crate::{Cast, Leg, cast::Place, leaked};

/// Nobody gets a letter with a word of an account that is not theirs; whoever is none of the cast gets one of no two.
pub(crate) async fn read(cast: &Cast) -> Leg {
    let letters = cast.portal.app.db.unguarded().find(Letter::ID.is_known()).await.expect("letters");
    let mut leg = Leg::seen("letters read", letters.len(), "no letter was written, so none was read");
    for letter in &letters {
        let told = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html);
        let Some(to) = cast.members.iter().find(|member| letter.to_address.ends_with(&member.email)) else {
            if let Some((one, other)) = mixed(cast, &told) {
                let (template, [one, other]) = (&letter.template, [one, other].map(Place::word));
                leg.findings.push(format!("a letter ({template}) to somebody outside holds `{one}` and `{other}`"));
            }
            continue;
        };
        if let Some(word) = leaked(&told, &cast.withheld(to).await) {
            leg.findings.push(format!("a letter ({}) to {} holds `{word}`", letter.template, to.called()));
        }
    }
    leg
}

/// Two accounts that a text tells of, of which neither lies below the other: whoever is nobody here yet, such as whom
/// somebody invites or sends a link to, is written to about one account alone.
fn mixed<'c>(cast: &'c Cast, told: &str) -> Option<(&'c Place, &'c Place)> {
    let named: Vec<&Place> = cast.places.iter().filter(|place| leaked(told, &[place.word()]).is_some()).collect();
    let apart =
        |one: &Place, other: &Place| !cast.lies_below(one.name, other.name) && !cast.lies_below(other.name, one.name);
    named.iter().find_map(|one| named.iter().find(|other| apart(one, other)).map(|other| (*one, *other)))
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
