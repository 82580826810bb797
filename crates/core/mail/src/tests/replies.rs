use crate::{Trouble, reply::judge};

#[test]
fn what_begins_with_five_is_for_good() {
    for code in [500, 501, 550, 551, 552, 553, 554, 555, 556] {
        assert!(!judge(code, "no").is_passing(), "{code}");
    }
}

#[test]
fn what_begins_with_four_passes() {
    for code in [450, 451, 452, 454, 455] {
        assert!(matches!(judge(code, "later"), Trouble::Later(_)), "{code}");
    }
}

#[test]
fn a_server_that_closes_or_wants_a_password_says_nothing_of_the_letter() {
    assert_eq!(judge(421, "4.3.2 closing"), Trouble::Away("421 4.3.2".to_owned()));
    assert_eq!(judge(530, "5.7.0 authenticate first"), Trouble::Away("530 5.7.0".to_owned()));
}

#[test]
fn of_a_reply_only_the_numbers_are_kept() {
    let says = |words| judge(550, words).to_string();
    assert_eq!(says("5.1.1 <amelia@northgate.example>: no such user"), "refused: 550 5.1.1");
    assert_eq!(says("amelia@northgate.example is unknown"), "refused: 550");
    assert_eq!(says("10.0.0.1.7 blocked"), "refused: 550");
    assert_eq!(says("northgate.example.org blocked"), "refused: 550");
    assert_eq!(says(""), "refused: 550");
}
