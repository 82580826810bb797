use gateway::Registry;

use super::{Audience, Pages, PagesError};

async fn handler() {}

#[test]
fn the_table_knows_every_page_by_its_whole_address() {
    let pages = Pages::new()
        .customer("GET", "", handler, None)
        .desk("GET", "/customers", handler, None)
        .and(Pages::new().public("GET", "/sign-in", handler).public("POST", "/sign-in", handler));
    let told: Vec<_> = pages.routes().iter().map(|route| (route.method, route.path.as_str(), route.audience)).collect();
    let wanted = [
        ("GET", "/a/{account}", Audience::Customer),
        ("GET", "/desk/customers", Audience::Desk),
        ("GET", "/sign-in", Audience::Public),
        ("POST", "/sign-in", Audience::Public),
    ];
    assert_eq!(told, wanted);
    assert!(pages.faults(&Registry::default()).is_empty());
}

#[test]
fn a_page_that_shows_an_object_says_under_which_proof() {
    let faults = |pages: Pages| pages.faults(&Registry::default());
    let at = "GET /a/{account}/cases/{case}".to_owned();
    let nameless = Pages::new().customer("GET", "/cases/{case}", handler, None);
    assert_eq!(faults(nameless), [PagesError::NoOperation(at.clone())]);
    let unknown = Pages::new().customer("GET", "/cases/{case}", handler, Some("cases.show"));
    assert_eq!(faults(unknown), [PagesError::UnknownOperation(at)]);
    assert!(faults(Pages::new().customer("POST", "/cases/{case}/messages", handler, None)).is_empty());
}

#[test]
fn two_parts_cannot_answer_one_address() {
    let one = || Pages::new().public("GET", "/x", handler);
    let twice = PagesError::Twice("GET /x".to_owned());
    assert_eq!(one().and(one()).faults(&Registry::default()), vec![twice.clone()]);
    assert_eq!(one().public("GET", "/x", handler).faults(&Registry::default()), [twice]);
}
