//! Every operation of the registry, done by everybody to what is not theirs: without pages in between.

use guard::operations;

use super::{cast::Cast, clean};

#[tokio::test]
async fn a_foreign_id_answers_as_an_absent_one_in_every_target_and_field() {
    let cast = Cast::with(1).await;
    clean(&operations::walk(&cast).await);
}
