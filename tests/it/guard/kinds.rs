//! Whether there are samples of all there is.

use super::cast::Cast;

#[tokio::test]
async fn every_registered_kind_is_planted_in_every_place() {
    let cast = Cast::with(1).await;
    for object in cast.portal.app.gateway.registry().objects() {
        let rows = cast.of_kind(object.kind);
        for place in cast.places.iter().filter(|_| object.account.is_some()) {
            assert!(rows.iter().any(|row| row.place == Some(place.name)), "{} has no {}", place.name, object.kind);
        }
    }
}
