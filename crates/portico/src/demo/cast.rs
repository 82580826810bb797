//! Who there is in the demo.

/// Somebody: their name, their address, and what they are where.
pub(super) struct Member {
    pub name: &'static str,
    pub email: &'static str,
    /// The account, by what its system of record calls it; nothing at the desk.
    pub account: Option<&'static str>,
    pub role: &'static str,
}

const fn member(name: &'static str, email: &'static str, account: Option<&'static str>, role: &'static str) -> Member {
    Member { name, email, account, role }
}

pub(super) const PRIYA: &str = "priya@northgatewater.example";
pub(super) const INES: &str = "ines@northgatewater.example";
pub(super) const CALLUM: &str = "callum@northgatewater.example";
pub(super) const JOSH: &str = "josh@northgatewater.example";
pub(super) const OWEN: &str = "owen@brightwell.example";
pub(super) const MARTA: &str = "marta@ormesby.example";
pub(super) const LEILA: &str = "leila@ottervale.example";
pub(super) const TOM: &str = "tom@harrow.example";
pub(super) const AOIFE: &str = "aoife@harrow.example";
pub(super) const GRACE: &str = "grace@harrow.example";

/// Everybody, and every place they have; the second line of somebody gives them one more.
pub(super) const CAST: [Member; 18] = [
    member("Grace Holt", GRACE, None, "desk-admin"),
    member("Tom Ellery", TOM, None, "agent"),
    member("Aoife Brennan", AOIFE, None, "agent"),
    member("Priya Raman", PRIYA, Some("NWS-0142"), "admin"),
    member("Priya Raman", PRIYA, Some("NWS-0142"), "group"),
    member("Ines Marques", INES, Some("NWS-0142"), "billing"),
    member("Ines Marques", INES, Some("FEL-0121"), "billing"),
    member("Callum Reid", CALLUM, Some("NWS-0142-AV"), "buyer"),
    member("Callum Reid", CALLUM, Some("NWS-0142-RD"), "buyer"),
    member("Josh Whitaker", JOSH, Some("NWS-0142-CB"), "member"),
    member("Meera Osei", "meera@northgatewater.example", Some("NWS-0142-RD"), "member"),
    member("Greg Barlow", "greg@northgatewater.example", Some("NWS-0142"), "member"),
    member("Hana Sato", "hana@northgatewater.example", Some("NWS-0142"), "admin"),
    member("Owen Price", OWEN, Some("BRI-0077"), "admin"),
    member("Marta Nowak", MARTA, Some("ORM-0019"), "admin"),
    member("Ruth Adeyemi", "ruth@calloway.example", Some("CAL-0158"), "admin"),
    member("Sam Whitlock", "sam@tamarbrewing.example", Some("TAM-0203"), "admin"),
    member("Leila Hassan", LEILA, Some("OTT-0231"), "admin"),
];

/// The password of everybody in the demo; it opens nothing but a portal on this machine.
pub(super) const PASSWORD: &str = "mill race otterby";

/// The sign-ins that are printed: the message for what they show, and whose they are.
pub(super) const SHOWN: [(&str, &str); 8] = [
    ("demo-shown-admin", PRIYA),
    ("demo-shown-finance", INES),
    ("demo-shown-buyer", CALLUM),
    ("demo-shown-member", JOSH),
    ("demo-shown-new", LEILA),
    ("demo-shown-other", OWEN),
    ("demo-shown-desk", TOM),
    ("demo-shown-desk-admin", GRACE),
];

#[cfg(test)]
mod tests {
    use super::{CAST, SHOWN};
    use crate::compose;

    #[test]
    fn every_role_has_a_sign_in_that_is_printed() {
        for role in compose::stock_roles() {
            let mut who = CAST.iter().filter(|member| role.name == member.role);
            let is_shown = who.any(|member| SHOWN.iter().any(|(_, email)| *email == member.email));
            assert!(is_shown, "nobody who is shown is {}", role.name);
        }
    }
}
