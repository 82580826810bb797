//! Every operation over REST, by programs of several accounts, done to what is not theirs.

use guard::programs;

use super::{cast::Cast, clean};

#[tokio::test]
async fn no_program_sees_anything_of_an_account_that_is_not_its_own() {
    let cast = Cast::with(1).await;
    let legs = programs::walk(&cast).await;
    let opened: usize = legs.iter().map(|leg| leg.opened).sum();
    assert!(opened > 50, "only {opened} answers held anything, so next to nothing was read");
    clean(&legs);
}
