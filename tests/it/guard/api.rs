//! Every operation over REST, by programs of several accounts, done to what is not theirs; the same by apps' tokens,
//! and over SCIM by companies' directories.

use guard::{Leg, directories, programs};

use super::{cast::Cast, clean};

/// Next to nothing was proved if next to nothing was read.
fn read(legs: &[Leg], least: usize) {
    let opened: usize = legs.iter().map(|leg| leg.opened).sum();
    assert!(opened > least, "only {opened} answers held anything");
    for leg in legs {
        assert!(leg.opened > 0, "to {} nothing opened", leg.who);
    }
}

#[tokio::test]
async fn no_program_sees_anything_of_an_account_that_is_not_its_own() {
    let cast = Cast::with(1).await;
    let legs = programs::walk(&cast).await;
    read(&legs, 50);
    clean(&legs);
}

#[tokio::test]
async fn no_app_sees_anything_of_an_account_it_was_not_let_in_for() {
    let cast = Cast::with(1).await;
    let legs = programs::walk_apps(&cast).await;
    let who: Vec<&str> = legs.iter().map(|leg| leg.who.as_str()).collect();
    assert!(who.contains(&"an app of admin of northgate") && who.contains(&"an app of admin of meridian"), "{who:?}");
    read(&legs, 20);
    clean(&legs);
}

#[tokio::test]
async fn no_directory_knows_anybody_of_another_account() {
    let cast = Cast::with(1).await;
    let legs = directories::walk(&cast).await;
    let who: Vec<&str> = legs.iter().map(|leg| leg.who.as_str()).collect();
    assert_eq!(who, ["the directory of northgate", "the directory of meridian"]);
    read(&legs, 10);
    clean(&legs);
}
