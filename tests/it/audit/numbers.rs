//! Records are found in the journal by what people call them.

use std::collections::BTreeSet;

use access::Acting;
use axum::http::StatusCode;
use cases::Case;
use kernel::{Id, Ref};
use uuid::Uuid;

use crate::guard::cast::{Cast, Member};

fn who<'c>(cast: &'c Cast, role: &str, place: Option<&str>) -> &'c Member {
    cast.members.iter().find(|member| member.role == role && member.place == place).expect("somebody of that role")
}

fn planted<'c>(cast: &'c Cast, kind: &str) -> &'c str {
    let own = cast.rows.iter().find(|row| row.kind == kind && row.place == Some("northgate"));
    own.map(|row| row.id.as_str()).expect("a planted row")
}

#[tokio::test]
async fn a_number_leads_to_what_happened_to_its_record() {
    let cast = Cast::with(1).await;
    let word = cast.place("northgate").word();
    let case: Id<Case> = Id::from_uuid(Uuid::try_parse(planted(&cast, "case")).unwrap());
    let case = cast.portal.app.db.unguarded().first(Case::ID.is(&case)).await.unwrap().unwrap().reference();
    let browser = cast.browser(who(&cast, "desk-admin", None)).await;
    let (invoice, order) = (format!("INV {word} 0"), format!("SO {word} 0"));
    for (number, kind, told, called) in [
        (format!("inv {word}  0"), "invoice", "Took in an invoice", &invoice),
        (order.clone(), "order", "Took in an order", &order),
        (case.clone(), "case", "Replied in a ticket", &case),
        (case.trim_start_matches("T-").to_owned(), "case", "Replied in a ticket", &case),
    ] {
        let answer = browser.post("/desk/journal/search", &[("find".to_owned(), number.clone())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
        let to = answer.header("location");
        assert_eq!(to, format!("/desk/journal?object={kind}%3A{}", planted(&cast, kind)), "{number}");
        let list = browser.get(&to).await.text();
        assert!(list.contains(told), "{number} leads to no entry: {list}");
        assert!(list.contains(called.as_str()), "{called} is not called so: {list}");
    }
}

#[tokio::test]
async fn what_was_imported_came_from_a_feed_that_is_called_by_its_name() {
    let cast = Cast::with(1).await;
    let browser = cast.browser(who(&cast, "desk-admin", None)).await;
    let told = browser.get("/desk/journal?what=billing.").await.text();
    assert!(told.contains("Feed guard"), "entries of an import name their feed: {told}");
    let answer = browser.post("/desk/journal/search", &[("find".to_owned(), "guard".to_owned())]).await;
    let to = answer.header("location");
    assert_eq!((answer.status, to), (StatusCode::SEE_OTHER, format!("/desk/journal?object=feed%3A{}", cast.feed)));
}

#[tokio::test]
async fn a_number_is_found_only_by_whoever_may_read_its_record() {
    let cast = Cast::with(1).await;
    let number = format!("INV {} 0", cast.place("northgate").word());
    let invoice: Ref = format!("invoice:{}", planted(&cast, "invoice")).parse().unwrap();
    // More than one question names; the one that is there comes last.
    let others = (1..=200).map(|number| Ref { kind: invoice.kind.clone(), id: Uuid::from_u128(number) });
    let among: BTreeSet<Ref> = others.chain([invoice.clone()]).collect();
    for (role, place, finds) in
        [("admin", "northgate", true), ("member", "northgate", false), ("admin", "meridian", false)]
    {
        let asked = cast.acting(who(&cast, role, Some(place)), Acting::Account(cast.place(place).account)).await;
        let found = cast.portal.app.gateway.numbered(&asked, &number).await.unwrap();
        assert_eq!(found.len(), usize::from(finds), "{role} of {place}");
        let called = cast.portal.app.gateway.called(&asked, &among).await.unwrap();
        assert_eq!(called.get(&invoice), finds.then_some(&number), "what it is called, {role} of {place}");
    }
}
