use std::ops::Deref;

use front::{Narrowed, Signed};
use gateway::Raw;

/// What the list is narrowed to, and who looks. Leads to [`Narrowed`].
pub(super) struct Asked {
    list: Narrowed,
    /// Whether staff look: whose orders they are is then no filter, but where they are.
    desk: bool,
}

/// What narrows the list.
const FILTERS: [&str; 8] = ["words", "number", "state", "site", "ordered_by", "account", "since", "until"];

/// What chooses how the list is shown, or which of its parts, and is no filter.
const MANNER: [&str; 2] = ["view", "oldest_first"];

/// What an index leads to among everybody's orders.
const OF_EVERYBODY: [&str; 4] = ["number", "since", "until", "oldest_first"];

impl Asked {
    /// Reads the address of this visit.
    pub fn read(me: &Signed, raw: &Raw) -> Self {
        Self::of(me.address("/orders"), me.account().is_none(), raw)
    }

    fn of(base: String, desk: bool, raw: &Raw) -> Self {
        let names = [FILTERS.as_slice(), &MANNER].concat();
        let asked = Self { list: Narrowed::read(base.clone(), &names, raw), desk };
        if asked.is_of_everybody() {
            return Self { list: Narrowed::read(base, &OF_EVERYBODY, raw), desk };
        }
        asked
    }

    /// Whether it leads to the orders of every customer there is.
    pub fn is_of_everybody(&self) -> bool {
        self.desk && self.get("account").is_none()
    }

    /// Whether it leaves anything out.
    pub fn leaves_out(&self) -> bool {
        let [view, order] = MANNER;
        if self.desk { self.is_narrowed_beside(&[view, order, "account"]) } else { self.is_narrowed_beside(&MANNER) }
    }

    /// The address of everything, in the same order.
    pub fn cleared(&self) -> String {
        let filters = FILTERS.iter().filter(|name| !(self.desk && **name == "account")).map(|name| (*name, None));
        self.with(&filters.collect::<Vec<(&'static str, Option<&str>)>>())
    }
}

impl Deref for Asked {
    type Target = Narrowed;

    fn deref(&self) -> &Narrowed {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::Asked;

    fn asked(base: &str, desk: bool, pairs: &[(&str, &str)]) -> Asked {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Asked::of(base.to_owned(), desk, &Raw::Form(pairs.collect()))
    }

    fn at(pairs: &[(&str, &str)]) -> Asked {
        asked("/a/1/orders", false, pairs)
    }

    #[test]
    fn at_the_desk_a_customer_is_no_filter_and_everybody_s_orders_run_along_an_index() {
        let desk = |pairs: &[(&str, &str)]| asked("/desk/orders", true, pairs);
        let one = desk(&[("account", "1"), ("words", "red")]);
        assert!(one.leaves_out() && !desk(&[("account", "1"), ("view", "late")]).leaves_out());
        assert_eq!(one.cleared(), "/desk/orders?account=1");
        let all = desk(&[("view", "late"), ("state", "placed"), ("site", "x"), ("number", "SO-1")]);
        assert!(all.is_of_everybody());
        assert_eq!(all.with(&[]), "/desk/orders?number=SO-1");
    }

    #[test]
    fn what_is_cleared_keeps_its_part_and_its_order() {
        assert_eq!(
            at(&[("words", "pink & red"), ("view", "late"), ("from", "f00")]).cleared(),
            "/a/1/orders?view=late"
        );
        assert!(!at(&[("oldest_first", "on"), ("from", "f00")]).leaves_out());
        assert!(at(&[("number", "SO-1")]).leaves_out());
        assert_eq!(at(&[("oldest_first", "on"), ("words", "red")]).cleared(), "/a/1/orders?oldest_first=on");
    }
}
