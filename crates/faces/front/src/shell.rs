use directory::{AccountKind, Door, Place};
use kernel::Message;
use serde_json::{Value, json};
use unic_langid::CharacterDirection;

use crate::{Visit, door, menu, toast::Toast};

/// What stands around a page, as `layouts/shell.samples.json` shows it.
pub(crate) fn around(visit: &Visit, title: &str, notices: Vec<Value>) -> Value {
    let assets = visit.site.assets.current();
    let accounts = accounts(visit);
    let account = accounts.iter().find(|account| account["current"] == true);
    let (menu, tabs) = menu::lines(visit);
    json!({
        "lang": visit.locale.to_string(),
        "dir": if visit.locale.character_direction() == CharacterDirection::RTL { "rtl" } else { "ltr" },
        "theme": visit.theme,
        "brand": visit.brand.shown(),
        "assets": { "css": assets.css(), "js": assets.js() },
        "title": title,
        "csrf": visit.csrf,
        "account": account.map(|account| json!({ "name": account["name"], "path": account["path"] })),
        "accounts": accounts,
        "person": person(visit),
        "menu": menu,
        "tabs": tabs,
        "workspaces": [],
        "search": null,
        "toast": visit.toast.as_ref().map(|toast| shown(visit, toast)),
        "notices": notices,
    })
}

fn shown(visit: &Visit, toast: &Toast) -> Value {
    let undo = toast.undo.as_ref().map(|undo| {
        let label = visit.say(&Message::new("front-undo"));
        json!({ "action": visit.address("/undo"), "offer": undo, "label": label })
    });
    json!({ "text": toast.text, "undo": undo })
}

fn person(visit: &Visit) -> Option<Value> {
    let admission = visit.admission.as_ref()?;
    let email = admission.email.as_deref().unwrap_or_default();
    Some(json!({ "name": admission.name, "initials": initials(&admission.name), "email": email }))
}

/// The first letters of the first and the last of somebody's names.
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

/// The accounts one may open. The one in the address is current, also where one has come to it through the account it
/// is a part of; on a page of one's own the one it stands beside is.
fn accounts(visit: &Visit) -> Vec<Value> {
    let Some(admission) = &visit.admission else { return Vec::new() };
    let acting = visit.stand().and_then(|(_, caller)| caller.principal.account());
    let is_here = |place: &&Place| acting == Some(place.account);
    let line = |place: &Place| {
        let kind = visit.say(&Message::new(kind_word(place.kind)));
        let path = door::address(Door::Account(place.account));
        json!({ "name": place.name, "kind": kind, "path": path, "current": is_here(&place) })
    };
    let listed = admission.places.iter().any(|place| is_here(&place));
    let here = admission.here.iter().filter(is_here).filter(|_| !listed);
    admission.places.iter().chain(here).map(line).collect()
}

fn kind_word(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Group => "front-kind-group",
        AccountKind::Company => "front-kind-company",
        AccountKind::Site => "front-kind-site",
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(initials("Priya Raman"), "PR");
        assert_eq!(initials("  sade  van der adeyemi "), "SA");
        assert_eq!(initials("Ben"), "B");
        assert_eq!(initials(""), "");
        assert_eq!(initials("ليلى عبد الرحمن"), "لا");
    }
}
