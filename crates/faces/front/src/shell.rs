use directory::{AccountKind, Admission, Door, Place};
use kernel::Message;
use serde_json::{Value, json};
use unic_langid::CharacterDirection;

use crate::{
    Visit,
    below::{self, Line},
    door, menu,
    toast::Toast,
};

/// What stands around a page, as `layouts/shell.samples.json` shows it.
pub(crate) fn around(visit: &Visit, title: &str, notices: Vec<Value>) -> Value {
    let assets = visit.site.assets.current();
    let (accounts, all_accounts) = accounts(visit);
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
        "all_accounts": all_accounts,
        "person": person(visit),
        "menu": menu,
        "tabs": tabs,
        "workspaces": [],
        "search": null,
        "toast": visit.toast.as_ref().map(|toast| shown(visit, toast)),
        "notices": notices,
        "view_as": view_as(visit),
    })
}

/// As whom staff view an account, until when, and where that ends.
fn view_as(visit: &Visit) -> Option<Value> {
    let viewing = visit.admission.as_ref()?.viewing.as_ref()?;
    let end = format!("/desk/view-as/{}/end", viewing.view);
    Some(json!({ "name": viewing.name, "until": visit.formats.time(viewing.until), "end": end }))
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

/// The accounts one may open, those below one's own under them. The one in the address is current, also where it is cut
/// off; on a page of one's own the one it stands beside is. With them, where all are listed when not all are shown.
fn accounts(visit: &Visit) -> (Vec<Value>, Vec<Value>) {
    let Some(admission) = &visit.admission else { return (Vec::new(), Vec::new()) };
    let acting = visit.stand().and_then(|(_, caller)| caller.principal.account());
    let (shown, more) = below::lines(&admission.places, &visit.below);
    let mut lines: Vec<Value> = shown.iter().map(|line| written(visit, line, acting == Some(line.account))).collect();
    let listed = shown.iter().any(|line| acting == Some(line.account));
    let here = admission.here.iter().filter(|here| acting == Some(here.account) && !listed);
    lines.extend(here.map(|here| written(visit, &below::own(here), true)));
    (lines, if more { all_accounts(visit, admission) } else { Vec::new() })
}

fn written(visit: &Visit, line: &Line<'_>, current: bool) -> Value {
    let kind = match line.of {
        Some(of) => visit.say(&Message::new(kind_word_below(line.kind)).with("name", of)),
        None => visit.say(&Message::new(kind_word(line.kind))),
    };
    let path = door::address(Door::Account(line.account));
    json!({ "name": line.name, "kind": kind, "path": path, "current": current, "level": line.level.min(3) })
}

/// The pages that list every account below one's own, where any is.
fn all_accounts(visit: &Visit, admission: &Admission) -> Vec<Value> {
    let roots = visit.roots(admission);
    let above = admission.places.iter().filter(|place| roots.contains(&place.account));
    let pages = visit.site.all_accounts.into_iter().flat_map(|page| above.clone().map(move |place| (page, place)));
    let line = |(page, place): (&str, &Place)| {
        let label = visit.say(&Message::new("front-accounts-all").with("name", place.name.as_str()));
        json!({ "label": label, "href": format!("{}{page}", door::address(Door::Account(place.account))) })
    };
    pages.map(line).collect()
}

fn kind_word(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Group => "front-kind-group",
        AccountKind::Company => "front-kind-company",
        AccountKind::Site => "front-kind-site",
    }
}

fn kind_word_below(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Group => "front-kind-group-of",
        AccountKind::Company => "front-kind-company-of",
        AccountKind::Site => "front-kind-site-of",
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
