use directory::Door;

/// Through which door a path leads: `/a/{account}/…` to that account, `/desk/…` to the desk, everything else to what
/// is one's own. What is no account leads to none.
pub fn door(path: &str) -> Door {
    let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
    match (parts.next(), parts.next()) {
        (Some("a"), Some(account)) => account.parse().map_or(Door::Oneself, Door::Account),
        (Some("desk"), _) => Door::Desk,
        _ => Door::Oneself,
    }
}

/// The address of a door: what every path behind it begins with.
pub(crate) fn address(door: Door) -> String {
    match door {
        Door::Account(account) => format!("/a/{account}"),
        Door::Desk => "/desk".to_owned(),
        Door::Oneself => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use directory::Door;
    use kernel::Id;

    use super::{address, door};

    #[test]
    fn the_address_says_in_which_capacity_somebody_acts() {
        let account = Id::from_uuid(uuid::Uuid::from_u128(42));
        assert_eq!(door(&format!("/a/{account}/cases")), Door::Account(account));
        assert_eq!(door(&format!("/a/{account}")), Door::Account(account));
        assert_eq!(door("/desk"), Door::Desk);
        assert_eq!(door("/desk/customers"), Door::Desk);
        assert_eq!(door("/me/sign-in"), Door::Oneself);
        assert_eq!(door(&address(Door::Account(account))), Door::Account(account));
    }

    #[test]
    fn what_only_looks_like_a_door_is_none() {
        for path in ["/", "/a", "/a/", "/a/northgate", "/desks", "/x/desk", "//desk", "/A/1", ""] {
            assert_eq!(door(path), Door::Oneself, "{path}");
        }
    }
}
