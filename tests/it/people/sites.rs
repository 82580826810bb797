//! How many people each site of a company has: told to whoever may list them there.

use access::Acting;
use accounts::desk::CountMembers;
use directory::Membership;

use super::Town;
use crate::world::START;

/// The row of a site among the accounts below.
fn row<'p>(page: &'p str, name: &str) -> &'p str {
    let mut rows = page.split("<tr ").skip(1);
    rows.find(|row| row.contains(name)).unwrap_or_else(|| panic!("{name} is not below: {page}"))
}

#[tokio::test]
async fn who_may_list_people_below_sees_how_many_each_site_has() {
    let town = Town::new().await;
    let aire = town.below(town.northgate, "Aire Valley works").await;
    town.below(town.northgate, "Calder Bridge works").await;
    let greta = town.member("Greta", town.northgate, "group").await;
    for name in ["Dev", "Eve"] {
        town.member(name, aire, "member").await;
    }
    let gone = town.member("Gone", aire, "member").await;
    let raw = town.db.unguarded();
    let ended = raw.first(Membership::ID.is(&gone.membership)).await.unwrap().unwrap();
    raw.update(&Membership { ended_at: Some(START), ..ended }).await.unwrap();
    let company = format!("/a/{}/company", town.northgate);
    let shown = town.visitor(greta.person).await.get(&company).await.body;
    for (site, people) in [("Aire Valley works", ">2</td>"), ("Calder Bridge works", ">0</td>")] {
        assert!(row(&shown, site).contains(people), "{site} has {people}: {shown}");
    }
    // Amelia knows the sites, and lists nobody there.
    let shown = town.visitor(town.amelia.person).await.get(&company).await.body;
    assert!(!row(&shown, "Aire Valley works").contains("data-label=\"People\""), "{shown}");
}

#[tokio::test]
async fn sites_are_counted_at_once_and_no_foreign_one_is() {
    let town = Town::new().await;
    let (aire, northgate) = (town.below(town.northgate, "Aire Valley works").await.to_string(), town.northgate);
    let greta = town.member("Greta", northgate, "group").await;
    town.member("Chidi", town.meridian, "member").await;
    let (northgate, meridian) = (northgate.to_string(), town.meridian.to_string());
    let all = [northgate.as_str(), aire.as_str(), meridian.as_str()].map(|account| ("accounts", account));
    let asked = Town::acting(greta.person, Acting::Account(greta.account));
    let (one, cost) = store::counted(town.asks::<CountMembers>(&asked, None, &all[..1])).await;
    let (three, then) = store::counted(town.asks::<CountMembers>(&asked, None, &all)).await;
    assert_eq!(one.unwrap().iter().map(|of| of.people.rows).collect::<Vec<_>>(), [3], "Amelia, Ben and Greta");
    let three = three.unwrap();
    assert!(three.iter().all(|of| of.account == greta.account), "{three:?}");
    assert_eq!(cost, then);
}
