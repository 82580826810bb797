//! The accounts below those somebody is a member of, as the menu of accounts has them.

#![expect(
    clippy::disallowed_methods,
    reason = "the menu of accounts stands around every page; who may see it is asked of the role book"
)]

use access::Account;
use directory::{AccountKind, Place};
use kernel::Id;
use store::{Columns, Db, Sql, StoreError};

/// An account that is a part of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Below {
    pub account: Id<Account>,
    pub parent: Id<Account>,
    pub name: String,
    pub name_fold: String,
    pub kind: AccountKind,
}

/// A line of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'m> {
    pub account: Id<Account>,
    pub name: &'m str,
    pub kind: AccountKind,
    /// What it is a part of, if it stands below that.
    pub of: Option<&'m str>,
    /// How far below an account somebody is a member of.
    pub level: usize,
}

/// How many accounts below their own the menu shows somebody.
const MOST: usize = 50;

/// How far down it looks: a group has companies, companies have sites, and something may lie between.
const LEVELS: usize = 3;

/// The first accounts below `roots`, by name, each once. Nothing is asked where there are no roots. Each level walks the
/// index of an account's parts by name, and stops where the menu is full.
pub(crate) async fn of(db: &Db, roots: &[Id<Account>]) -> Result<Vec<Below>, StoreError> {
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    for level in 0..LEVELS {
        sql.push(&format!(
            "{} SELECT * FROM (SELECT a{level}.id, a{level}.parent_id, a{level}.name, a{level}.name_fold, \
             a{level}.kind FROM accounts AS a0",
            if level == 0 { "" } else { " UNION ALL" }
        ));
        for step in 1..=level {
            sql.push(&format!(" JOIN accounts AS a{step} ON a{step}.parent_id = a{}.id", step - 1));
        }
        sql.push(" WHERE a0.parent_id IN (");
        sql.join(", ", roots, |sql, root| {
            sql.bind(root.uuid());
        });
        sql.push(") ORDER BY ");
        sql.join(", ", 0..=level, |sql, step| {
            sql.push(&format!("a{step}.name_fold, a{step}.id"));
        });
        sql.push(&format!(" LIMIT {}) AS b{level}", MOST + 1));
    }
    let found = db.unguarded().query(sql).await?;
    let read = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        let (account, parent) = (columns.take()?, columns.take()?);
        Ok(Below { account, parent, name: columns.take()?, name_fold: columns.take()?, kind: columns.take()? })
    });
    Ok(in_order(read.collect::<Result<_, StoreError>>()?))
}

/// What was found, by name, each account once.
fn in_order(mut found: Vec<Below>) -> Vec<Below> {
    found.sort_by(|one, other| (&one.name_fold, one.account).cmp(&(&other.name_fold, other.account)));
    found.dedup_by_key(|below| below.account);
    found
}

/// The lines of the menu: each account somebody is a member of, and under it what lies below; with them, whether more
/// does than is shown.
pub(crate) fn lines<'m>(places: &'m [Place], below: &'m [Below]) -> (Vec<Line<'m>>, bool) {
    let mut walk = Walk { below, lines: Vec::new(), room: MOST, more: false };
    for place in places.iter().filter(|place| below.iter().all(|below| below.account != place.account)) {
        walk.lines.push(own(place));
        walk.down(place.account, &place.name, 1);
    }
    // One's own account has a line also where what lies above it was cut before it.
    for place in places {
        if walk.lines.iter().all(|line| line.account != place.account) {
            walk.lines.push(own(place));
        }
    }
    (walk.lines, walk.more)
}

/// The line of an account that stands below none.
pub(crate) fn own(place: &Place) -> Line<'_> {
    Line { account: place.account, name: &place.name, kind: place.kind, of: None, level: 0 }
}

struct Walk<'m> {
    below: &'m [Below],
    lines: Vec<Line<'m>>,
    room: usize,
    more: bool,
}

impl<'m> Walk<'m> {
    fn down(&mut self, account: Id<Account>, name: &'m str, level: usize) {
        let below = self.below;
        for part in below.iter().filter(|part| part.parent == account) {
            if self.room == 0 {
                self.more = true;
                return;
            }
            self.room -= 1;
            // What lies deeper still was not asked for.
            self.more |= level >= LEVELS;
            self.lines.push(Line { account: part.account, name: &part.name, kind: part.kind, of: Some(name), level });
            self.down(part.account, &part.name, level + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use access::Account;
    use directory::{AccountKind, Place};
    use kernel::Id;

    use super::{Below, MOST, in_order, lines};

    fn id(number: u128) -> Id<Account> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn place(number: u128, name: &str) -> Place {
        Place {
            account: id(number),
            name: name.to_owned(),
            kind: AccountKind::Company,
            reference: None,
            has_parts: false,
            roles: Vec::new(),
        }
    }

    fn below(number: u128, parent: u128, name: &str) -> Below {
        let (account, parent, kind) = (id(number), id(parent), AccountKind::Site);
        Below { account, parent, name: name.to_owned(), name_fold: name.to_lowercase(), kind }
    }

    #[test]
    fn what_lies_below_stands_under_what_it_is_a_part_of() {
        let found = [below(4, 2, "Works"), below(3, 2, "Depot"), below(2, 1, "Northgate"), below(3, 2, "Depot")];
        let (below, places) = (in_order(found.to_vec()), [place(3, "Depot"), place(1, "Group"), place(9, "Meridian")]);
        let (lines, more) = lines(&places, &below);
        let shown: Vec<_> = lines.iter().map(|line| (line.level, line.name, line.of)).collect();
        let expected = [
            (0, "Group", None),
            (1, "Northgate", Some("Group")),
            (2, "Depot", Some("Northgate")),
            (2, "Works", Some("Northgate")),
            (0, "Meridian", None),
        ];
        assert_eq!((shown.as_slice(), more), (&expected[..], false));
    }

    #[test]
    fn a_long_menu_is_cut_and_keeps_one_s_own() {
        let found: Vec<Below> = (0..51).map(|number| below(100 + number, 1, &format!("Site {number:02}"))).collect();
        let (below, places) = (in_order(found), [place(1, "Group"), place(150, "Site 50")]);
        let (lines, more) = lines(&places, &below);
        assert_eq!((lines.len(), more), (MOST + 2, true));
        assert_eq!(lines.last().map(|line| (line.name, line.level)), Some(("Site 50", 0)));
    }
}
