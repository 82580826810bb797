//! Every route, asked by everybody for what is theirs and what is not.

use guard::pages;
pub use guard::pages::{address, names};

use super::{cast::Cast, clean};

#[tokio::test]
async fn nobody_sees_anything_of_an_account_that_is_not_theirs() {
    let cast = Cast::with(2).await;
    clean(&pages::walk(&cast).await);
}
