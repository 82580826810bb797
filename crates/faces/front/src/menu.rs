use access::Caller;
use directory::Door;
use kernel::Message;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Audience, Visit, door};

/// One line of the menu at a page's side, or of what home offers first: to ask, to invite. A service registers its own;
/// the shell and home show those that are of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// What it says: a message without values.
    pub label: &'static str,
    /// The icon before it, by its name in [`crate::icons`].
    pub icon: &'static str,
    /// Where it leads, below the audience's door: `/cases` for a customer is `/a/{account}/cases`.
    pub path: &'static str,
    /// Whom it is for.
    pub audience: Audience,
    /// Shown only to those who have some reach for this action; to everybody when empty.
    pub action: &'static str,
    /// Its place: the lowest comes first.
    pub order: u16,
    /// The heading it stands under, a message without values; under none when nothing.
    pub group: Option<&'static str>,
}

/// A line of the menu as pages show it that lead on from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuLine {
    /// What it says.
    pub label: String,
    /// The icon before it.
    pub icon: &'static str,
    /// Where it leads, below the door: `/cases`.
    pub path: &'static str,
    /// Its whole address.
    pub href: String,
}

impl Visit {
    /// The lines of use to whoever looks, in the menu's order.
    pub fn menu(&self) -> Vec<MenuLine> {
        self.lines_of(&self.site.menu.items)
    }

    /// What whoever arrives may begin with.
    pub fn quick_actions(&self) -> Vec<MenuLine> {
        self.lines_of(&self.site.menu.quick)
    }

    fn lines_of(&self, items: &[MenuItem]) -> Vec<MenuLine> {
        let Some(caller) = &self.caller else { return Vec::new() };
        let line = |item: &MenuItem| MenuLine {
            label: self.say(&Message::new(item.label)),
            icon: item.icon,
            path: item.path,
            href: self.address(item.path.trim_end_matches('/')),
        };
        shown(items, self.door, caller).map(line).collect()
    }
}

/// Every line of the menu, what home offers first, and which doors have a page of their own.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    items: Vec<MenuItem>,
    quick: Vec<MenuItem>,
    under: Vec<Under>,
    homes: Vec<Audience>,
}

/// Pages to which another line leads than their address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Under {
    /// What their addresses begin with, below the door.
    pub pages: &'static str,
    /// The path of the line.
    pub line: &'static str,
}

/// How many lines a phone shows before "More".
const TABS: usize = 4;

impl Menu {
    /// A menu of these lines, with what home offers, and the pages that stand under one of them; `homes` are the doors
    /// with a page at their address itself.
    pub(crate) fn of(
        mut items: Vec<MenuItem>,
        mut quick: Vec<MenuItem>,
        under: Vec<Under>,
        homes: Vec<Audience>,
    ) -> Self {
        items.sort_by_key(|item| item.order);
        quick.sort_by_key(|item| item.order);
        Self { items, quick, under, homes }
    }

    /// Whether there is a page at the door's address.
    pub(crate) fn leads_to(&self, door: Door) -> bool {
        self.homes.contains(&audience(door))
    }
}

/// The lines of use to somebody behind a door.
fn shown<'m>(items: &'m [MenuItem], door: Door, caller: &'m Caller) -> impl Iterator<Item = &'m MenuItem> {
    let may = move |item: &MenuItem| item.action.is_empty() || !caller.facts(item.action).is_nothing();
    items.iter().filter(move |item| item.audience == audience(door) && may(item))
}

/// Whom the pages behind a door are for.
pub(crate) fn audience(door: Door) -> Audience {
    match door {
        Door::Account(_) => Audience::Customer,
        Door::Desk => Audience::Desk,
        Door::Oneself => Audience::Oneself,
    }
}

/// Where the first line of a visitor's menu leads.
pub(crate) fn first(visit: &Visit) -> Option<String> {
    let caller = visit.caller.as_ref()?;
    let item = shown(&visit.site.menu.items, visit.door, caller).next()?;
    Some(format!("{}{}", door::address(visit.door), item.path.trim_end_matches('/')))
}

/// The menu and the phone's tabs, as the shell's templates take them.
pub(crate) fn lines(visit: &Visit) -> (Value, Value) {
    let Some((here, caller)) = visit.stand() else { return (json!([]), json!([])) };
    let shown: Vec<&MenuItem> = shown(&visit.site.menu.items, here, caller).collect();
    let base = door::address(here);
    let addresses: Vec<String> =
        shown.iter().map(|item| format!("{base}{}", item.path.trim_end_matches('/'))).collect();
    let current = current(&sought(&visit.site.menu.under, &visit.path, &base), &base, &addresses);
    let mut groups: Vec<(Option<&'static str>, Vec<Value>)> = Vec::new();
    let mut tabs = Vec::new();
    for (index, (item, href)) in shown.iter().zip(&addresses).enumerate() {
        let label = visit.say(&Message::new(item.label));
        let line = json!({ "label": label, "icon": item.icon, "href": href, "current": current == Some(index) });
        if tabs.len() < TABS && item.audience == Audience::Customer {
            tabs.push(line.clone());
        }
        match groups.iter_mut().find(|(group, _)| *group == item.group) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((item.group, vec![line])),
        }
    }
    let heading = |group: Option<&'static str>| group.map(|id| visit.say(&Message::new(id)));
    let groups = groups.into_iter().map(|(group, lines)| json!({ "label": heading(group), "items": lines }));
    (groups.collect(), Value::from(tabs))
}

/// The address by which a page finds its line: its own or, where it stands under another, that line's.
fn sought(under: &[Under], path: &str, base: &str) -> String {
    let stands = |under: &&Under| {
        let below = path.strip_prefix(base).and_then(|path| path.strip_prefix(under.pages));
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    under.iter().find(stands).map_or_else(|| path.to_owned(), |under| format!("{base}{}", under.line))
}

/// Which line the page belongs to: the one with the longest address that the page's begins with.
fn current(path: &str, base: &str, addresses: &[String]) -> Option<usize> {
    let belongs = |address: &str| match path.strip_prefix(address) {
        Some("") => true,
        Some(rest) => address != base && rest.starts_with('/'),
        None => false,
    };
    let fitting = addresses.iter().enumerate().filter(|(_, address)| belongs(address));
    fitting.max_by_key(|(_, address)| address.len()).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::{Under, current, sought};

    #[test]
    fn the_nearest_line_is_the_current_one() {
        let addresses = ["/desk", "/desk/customers", "/desk/customers/new"].map(str::to_owned);
        let at = |path: &str| current(path, "/desk", &addresses);
        assert_eq!(at("/desk"), Some(0));
        assert_eq!(at("/desk/customers/7"), Some(1));
        assert_eq!(at("/desk/customers/new"), Some(2));
        assert_eq!(at("/desk/customersx"), None);
        assert_eq!(at("/desk/imports"), None);
    }

    #[test]
    fn a_page_may_stand_under_a_line_that_leads_elsewhere() {
        let under = [Under { pages: "/webhooks", line: "/keys" }];
        let at = |path: &str| sought(&under, path, "/a/7");
        assert_eq!(at("/a/7/webhooks"), "/a/7/keys");
        assert_eq!(at("/a/7/webhooks/9/events"), "/a/7/keys");
        assert_eq!(at("/a/7/webhooksx"), "/a/7/webhooksx");
        assert_eq!(at("/desk/webhooks"), "/desk/webhooks");
    }
}
