use front::Visit;
use kernel::{Message, Timestamp};
use serde::Serialize;

use crate::{Finding, Light, Readiness, Report, finding::counted};

/// The page on which it stands whether people can be let in.
#[derive(Serialize)]
pub(crate) struct ReadyPage {
    pub title: String,
    /// Where a new look is asked for.
    pub action: String,
    /// When the doctor last looked.
    pub looked_at: Option<Timestamp>,
    /// Whether it is looking now.
    pub is_looking: bool,
    pub red: i64,
    pub groups: Vec<Group>,
    /// The same, as a terminal shows it.
    pub terminal: String,
}

impl ReadyPage {
    pub fn of(visit: &Visit, found: Readiness, action: String) -> Self {
        let is_looking = found.asked_at.is_some_and(|asked| found.looked_at.is_none_or(|looked| looked < asked));
        let groups = groups(&found.findings, &|message| visit.say(message), &|check| way(visit, check));
        let report = Report::of(found.findings);
        Self {
            title: visit.say(&Message::new("readiness-title")),
            action,
            looked_at: found.looked_at,
            is_looking,
            red: counted(report.red),
            groups,
            terminal: report.text(&|message| visit.say(message)),
        }
    }
}

/// Findings that stand alike.
#[derive(Debug, Serialize)]
pub struct Group {
    /// How, in a word: `red`, `amber`, `green`.
    pub light: &'static str,
    /// How many.
    pub count: i64,
    /// What was found.
    pub lines: Vec<Line>,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Line {
    /// What was looked at.
    pub title: String,
    /// What was found.
    pub says: String,
    /// How to mend it.
    pub fix: Option<String>,
    /// The page that mends it, where one does.
    pub way: Option<Way>,
}

/// A way to a page that mends something.
#[derive(Debug, Serialize)]
pub struct Way {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Findings as pages show them, what is to be put right first. `say` puts into words; `way` knows the page that mends
/// what a check found.
pub fn groups(findings: &[Finding], say: &dyn Fn(&Message) -> String, way: &dyn Fn(&str) -> Option<Way>) -> Vec<Group> {
    let line = |finding: &Finding| Line {
        title: title(&finding.check).map_or_else(|| finding.check.to_string(), |id| say(&Message::new(id))),
        says: say(&finding.says),
        fix: finding.fix.as_ref().map(say),
        way: finding.fix.as_ref().and_then(|_| way(&finding.check)),
    };
    let group = |light: Light| {
        let lines: Vec<Line> = findings.iter().filter(|finding| finding.light == light).map(line).collect();
        Group { light: light.word(), count: counted(lines.len()), lines }
    };
    Light::ALL.into_iter().map(group).filter(|group| group.count > 0).collect()
}

/// What a check is called; nothing for one that another release knows.
fn title(check: &str) -> Option<&'static str> {
    Some(match check {
        "address" => "readiness-check-address",
        "admins" => "readiness-check-admins",
        "backup" => "readiness-check-backup",
        "books" => "readiness-check-books",
        "brand" => "readiness-check-brand",
        "certificate" => "readiness-check-certificate",
        "clock" => "readiness-check-clock",
        "connections" => "readiness-check-connections",
        "customers" => "readiness-check-customers",
        "database" => "readiness-check-database",
        "dkim" => "readiness-check-dkim",
        "dmarc" => "readiness-check-dmarc",
        "folder" => "readiness-check-folder",
        "followers" => "readiness-check-followers",
        "journal" => "readiness-check-journal",
        "letters" => "readiness-check-letters",
        "machine" => "readiness-check-machine",
        "mail" => "readiness-check-mail",
        "name" => "readiness-check-name",
        "port" => "readiness-check-port",
        "room" => "readiness-check-room",
        "secrets" => "readiness-check-secrets",
        "settings" => "readiness-check-settings",
        "spf" => "readiness-check-spf",
        "tables" => "readiness-check-tables",
        "webhooks" => "readiness-check-webhooks",
        _ => return None,
    })
}

/// The page that mends what a check found, for whoever may do there what they may see here.
fn way(visit: &Visit, check: &str) -> Option<Way> {
    let (action, label, path) = match check {
        "admins" => ("proofs.demand", "readiness-way-admins", "/admin/sign-in"),
        "books" => ("imports.list_runs", "readiness-way-books", "/imports"),
        "brand" => ("brands.restyle", "readiness-way-brand", "/admin/brand"),
        "customers" => ("customers.list", "readiness-way-customers", "/customers"),
        "webhooks" => ("webhooks.list", "readiness-way-webhooks", "/webhooks"),
        _ => return None,
    };
    let to = || Way { label: visit.say(&Message::new(label)), href: visit.address(path) };
    visit.may(action).then(to)
}

#[cfg(test)]
mod tests {
    use kernel::Message;

    use super::groups;
    use crate::Finding;

    #[test]
    fn what_is_to_be_put_right_stands_first_and_what_is_in_order_leads_nowhere() {
        let found = [
            Finding::green("admins", Message::new("two")),
            Finding::red("mail", Message::new("silent"), Message::new("mend")),
            Finding::red("of another release", Message::new("amiss"), Message::new("mend")),
        ];
        let way = |check: &str| Some(super::Way { label: check.to_owned(), href: "/".to_owned() });
        let groups = groups(&found, &|message| message.id.to_string(), &way);
        let lights: Vec<(&str, i64)> = groups.iter().map(|group| (group.light, group.count)).collect();
        assert_eq!(lights, [("red", 2), ("green", 1)]);
        let lines: Vec<(&str, bool)> = groups
            .iter()
            .flat_map(|group| &group.lines)
            .map(|line| (line.title.as_str(), line.way.is_some()))
            .collect();
        let expected =
            [("readiness-check-mail", true), ("of another release", true), ("readiness-check-admins", false)];
        assert_eq!(lines, expected);
    }
}
