//! Staff see an account with the eyes of one of its people: read only, for a while, and known to its admins.

use std::time::Duration;

use access::{Acting, Actor, Grant, Principal, Reach, Role};
use accounts::{BeginViewAs, GiveRole};
use axum::http::StatusCode;
use directory::{HoldingRow, Membership, VIEW_AS, ViewAs};
use front::Audience;
use journal::{Attempt, Entry, Outcome, View};
use kernel::{Id, Problem};

use super::{Town, is};
use crate::{
    visitor::Visitor,
    world::{START, asked, fresh, holding},
};

const WHY: &str = "T-17: an order he cannot find";

impl Town {
    fn home(&self) -> String {
        format!("/a/{}", self.northgate)
    }

    /// Ben's page at the desk.
    fn bens(&self) -> String {
        format!("/desk/customers/{}/people/{}", self.northgate, self.ben.membership)
    }

    /// Tom's browser, in which he views Northgate as Ben.
    async fn as_ben(&self) -> Visitor {
        let tom = self.visitor(self.tom).await;
        tom.get(&self.bens()).await;
        let begun = tom.post(&format!("{}/view-as", self.bens()), &[("reason", WHY)]).await;
        assert_eq!((begun.status, begun.to), (StatusCode::SEE_OTHER, self.home()), "{}", begun.body);
        tom
    }

    async fn view(&self) -> ViewAs {
        self.db.unguarded().first(ViewAs::ACCOUNT_ID.is(&self.northgate)).await.unwrap().expect("a view")
    }

    /// Whether Northgate opens in this browser, and whether its pages say with whose eyes it is seen.
    async fn opens(&self, who: &Visitor) -> bool {
        let page = who.get(&self.home()).await;
        assert!(page.status == StatusCode::OK || page.status == StatusCode::NOT_FOUND, "{}", page.status);
        let says = page.body.contains("You view this as Ben Okoro");
        assert_eq!(page.status == StatusCode::OK, says, "{}", page.body);
        says
    }
}

#[tokio::test]
async fn tom_sees_what_ben_sees_and_nothing_else() {
    let town = Town::new().await;
    let (tom, ben) = (town.visitor(town.tom).await, town.visitor(town.ben.person).await);
    let asks = format!("{}/view-as", town.bens());
    assert_eq!(tom.get(&town.home()).await.status, StatusCode::NOT_FOUND);
    assert!(tom.get(&town.bens()).await.body.contains(&format!("href=\"{asks}\"")));
    assert_eq!(tom.get(&asks).await.status, StatusCode::OK);
    let refused = tom.post(&asks, &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
    let tom = town.as_ben().await;
    let amelia = format!("/people/{}", town.amelia.membership);
    let own = ["", "/people", "/company", "/orders", "/cases"];
    for below in own.into_iter().chain(["/invoices", "/keys", "/people/views-as", amelia.as_str()]) {
        let path = format!("{}{below}", town.home());
        assert_eq!(tom.get(&path).await.status, ben.get(&path).await.status, "{path}");
    }
    let people = tom.get(&format!("{}/people", town.home())).await.body;
    assert!(people.contains("Amelia Stone") && people.contains("You view this as Ben Okoro until"), "{people}");
    assert!(people.contains("class=\"app\"") && !people.contains("top-ink"), "it is a customer's page: {people}");
    assert!(tom.get("/desk/customers").await.body.contains("You view this as Ben Okoro"), "said on every page");
    assert_eq!(tom.get(&format!("/a/{}", town.meridian)).await.status, StatusCode::NOT_FOUND);
    let own = tom.get("/me/sign-in").await.body;
    assert!(own.contains("Tom Harker") && own.contains("You view this as Ben Okoro"), "his own stays his own: {own}");
    let other = town.visitor(town.tom).await;
    assert!(!town.opens(&other).await, "it counts in the session it began in");
}

#[tokio::test]
async fn tom_sees_nothing_that_he_may_not_read_himself() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    let read = |below: &'static str| {
        let (tom, path) = (&tom, format!("{}{below}", town.home()));
        async move { tom.get(&path).await.status }
    };
    assert_eq!((read("/orders").await, read("/people").await), (StatusCode::OK, StatusCode::OK));
    // From now on questions and people are his work, and of orders those alone that he is bound to.
    let everywhere = [VIEW_AS, "accounts.*", "people.*", "cases.*"].map(|action| Grant::new(action, Reach::All));
    let bound = Grant::new("orders.*", Reach::Linked("watcher".to_owned()));
    let clerk = Role { name: "clerk".into(), staff: true, grants: everywhere.into_iter().chain([bound]).collect() };
    let work = town.db.begin().await.unwrap();
    directory::keep_roles(&work, &[clerk]).await.unwrap();
    work.commit().await.unwrap();
    let held = town.db.unguarded().first(HoldingRow::PERSON_ID.is(&town.tom)).await.unwrap().unwrap();
    town.db.unguarded().update(&HoldingRow { role: "clerk".to_owned(), ..held }).await.unwrap();
    assert_eq!((read("/people").await, read("/cases").await), (StatusCode::OK, StatusCode::OK));
    assert_eq!(read("/orders").await, StatusCode::NOT_FOUND, "Ben may, Tom may not");
    let home = tom.get(&town.home()).await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(!home.body.contains(&format!("href=\"{}/orders\"", town.home())), "{}", home.body);
}

#[tokio::test]
async fn that_its_time_is_over_is_written_down_once() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    town.clock.advance(Duration::from_mins(29));
    accounts::end_views_over(&town.app.gateway).await.unwrap();
    assert!(town.opens(&tom).await, "not before it is over");
    town.clock.advance(Duration::from_mins(2));
    let gateway = &town.app.gateway;
    let (one, other) = tokio::join!(accounts::end_views_over(gateway), accounts::end_views_over(gateway));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    accounts::end_views_over(gateway).await.unwrap();
    let over = town.db.unguarded().find(Entry::EVENT.is(&"view_as.ran_out".to_owned())).await.unwrap();
    let [over] = over.as_slice() else { panic!("{} entries", over.len()) };
    assert_eq!((over.account_id, over.actor.as_str()), (Some(town.northgate), "system:views"));
    assert!(over.payload.as_ref().is_some_and(|says| says.contains(&town.ben.person.to_string())));
    let view = town.view().await;
    assert_eq!(view.ended_at, Some(view.ends_at));
    let list = town.shows(&format!("{}/people/views-as", town.home()), town.amelia.person).await;
    assert!(list.contains("Ran out"), "{list}");
}

#[tokio::test]
async fn an_admins_keys_and_webhooks_stay_hidden() {
    let town = Town::new().await;
    // Who administers the desk reads them there.
    town.db.unguarded().insert(&holding(town.tom, None, "desk-admin")).await.unwrap();
    let tom = town.visitor(town.tom).await;
    let amelia = format!("/desk/customers/{}/people/{}", town.northgate, town.amelia.membership);
    tom.get(&amelia).await;
    tom.post(&format!("{amelia}/view-as"), &[("reason", WHY)]).await;
    assert_eq!(tom.get(&format!("{}/people/invitations", town.home())).await.status, StatusCode::OK);
    for below in ["/keys", "/keys/new", "/webhooks", "/webhooks/new"] {
        let path = format!("{}{below}", town.home());
        let status = tom.get(&path).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn nothing_is_changed_with_bens_eyes() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    let id: Id<()> = fresh();
    let mut tried = 0;
    for route in town.app.site.routes.iter().filter(|route| route.audience == Audience::Customer) {
        if route.method == "GET" {
            continue;
        }
        let door = route.path.replace("{account}", &town.northgate.to_string());
        let parts = door.split('/').map(|part| if part.starts_with('{') { id.to_string() } else { part.to_owned() });
        let path = parts.collect::<Vec<_>>().join("/");
        let answer = tom.post(&path, &[("role", "admin")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.body.contains("You look with somebody else’s eyes"), "{path}: {}", answer.body);
        assert!(!answer.body.contains("Try again"), "{path}: {}", answer.body);
        tried += 1;
    }
    assert!(tried > 10, "only {tried} forms were tried");
    town.app.gateway.logs().flush(&town.db).await.unwrap();
    let noted = Attempt::ON_BEHALF_OF.is(&Some(town.ben.person)).and(Attempt::OUTCOME.is(&Outcome::Forbidden));
    let noted = town.db.unguarded().find(noted).await.unwrap();
    assert!(!noted.is_empty() && noted.iter().all(|tried| tried.actor == format!("person:{}", town.tom)));
}

#[tokio::test]
async fn the_gate_refuses_too_whatever_the_mandate() {
    let town = Town::new().await;
    let acting = Acting::Account(town.northgate);
    let roles = vec![access::Holding::of("admin", Some(town.northgate))];
    let mut principal = Principal::vouch(Actor::Person(town.tom), acting, roles);
    principal.person = Some(town.amelia.person);
    let done = town.does::<GiveRole>(&asked(principal), town.ben.membership.uuid(), &[("role", "admin")]).await;
    assert!(is(&done, &Problem::FORBIDDEN));
    assert_eq!(town.held(town.ben).await.len(), 1);
}

#[tokio::test]
async fn every_look_is_noted_with_both_names() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    tom.get(&format!("{}/people", town.home())).await;
    // Written before the answer left.
    let noted = town.db.unguarded().find(View::ON_BEHALF_OF.is(&Some(town.ben.person))).await.unwrap();
    assert!(noted.iter().any(|view| view.action == "people.list"), "{noted:?}");
    for view in &noted {
        assert_eq!((view.actor.clone(), view.account_id), (format!("person:{}", town.tom), Some(town.northgate)));
    }
    assert!(journal::verify_logs(&town.db).await.unwrap().is_ok());
    town.db.unguarded().insert(&holding(town.tom, None, "desk-admin")).await.unwrap();
    let looked = town.shows("/desk/journal/views", town.tom).await;
    assert!(looked.contains("Tom Harker") && looked.contains("for Ben Okoro"), "{looked}");
}

#[tokio::test]
async fn the_accounts_admin_sees_who_looked_and_why() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    let amelia = town.visitor(town.amelia.person).await;
    let home = amelia.get(&town.home()).await.body;
    assert!(home.contains("Tom Harker looked at the portal as Ben Okoro") && home.contains(WHY), "{home}");
    let list = amelia.get(&format!("{}/people/views-as", town.home())).await.body;
    assert!(list.contains("Tom Harker") && list.contains(WHY) && list.contains("Under way"), "{list}");
    let view = town.view().await.id;
    let ended = tom.post(&format!("/desk/view-as/{view}/end"), &[]).await;
    assert_eq!((ended.status, ended.to), (StatusCode::SEE_OTHER, town.bens()));
    assert!(!town.opens(&tom).await);
    let list = amelia.get(&format!("{}/people/views-as", town.home())).await.body;
    assert!(list.contains("Ended") && !list.contains("Under way"), "{list}");
    for event in ["view_as.begun", "view_as.ended"] {
        let named = Entry::EVENT.is(&event.to_owned());
        let entry = town.db.unguarded().first(named).await.unwrap().expect("an entry");
        assert_eq!((entry.account_id, entry.actor), (Some(town.northgate), format!("person:{}", town.tom)), "{event}");
        let says = entry.payload.unwrap_or_default();
        assert!(says.contains(&town.ben.person.to_string()) && !says.contains(WHY), "{event}: {says}");
    }
}

#[tokio::test]
async fn it_ends_by_itself() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    town.clock.advance(Duration::from_mins(29));
    assert!(town.opens(&tom).await);
    town.clock.advance(Duration::from_mins(1));
    assert!(!town.opens(&tom).await, "after half an hour");
    assert!(!tom.get("/desk/customers").await.body.contains("You view this as"));

    let tom = town.as_ben().await;
    tom.post("/sign-out", &[]).await;
    tom.signs_in(&town.signs_in(town.tom).await);
    assert!(!town.opens(&tom).await, "with the session");

    let tom = town.as_ben().await;
    town.db.unguarded().insert(&holding(town.ben.person, None, "agent")).await.unwrap();
    assert!(!town.opens(&tom).await, "when Ben comes to work here");
    let desk = HoldingRow::PERSON_ID.is(&town.ben.person).and(HoldingRow::ACCOUNT_ID.is_unknown());
    town.db.unguarded().delete(desk).await.unwrap();
    assert!(town.opens(&tom).await);
    let ben = town.db.unguarded().first(Membership::ID.is(&town.ben.membership)).await.unwrap().unwrap();
    town.db.unguarded().update(&Membership { ended_at: Some(ben.created_at), ..ben.clone() }).await.unwrap();
    assert!(!town.opens(&tom).await, "when Ben leaves");
    town.db.unguarded().update(&ben).await.unwrap();
    assert!(town.opens(&tom).await);

    let clerk = Role { name: "clerk".into(), staff: true, grants: vec![Grant::new("people.list", Reach::All)] };
    let work = town.db.begin().await.unwrap();
    directory::keep_roles(&work, &[clerk]).await.unwrap();
    work.commit().await.unwrap();
    let held = town.db.unguarded().first(HoldingRow::PERSON_ID.is(&town.tom)).await.unwrap().unwrap();
    town.db.unguarded().update(&HoldingRow { role: "clerk".to_owned(), ..held }).await.unwrap();
    assert!(!town.opens(&tom).await, "when Tom may do so no more");
}

#[tokio::test]
async fn nobody_views_as_staff_or_from_elsewhere() {
    let town = Town::new().await;
    town.db.unguarded().insert(&holding(town.ben.person, None, "agent")).await.unwrap();
    let tom = town.visitor(town.tom).await;
    tom.get(&town.bens()).await;
    let refused = tom.post(&format!("{}/view-as", town.bens()), &[("reason", WHY)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Ben Okoro works at the desk") && refused.body.contains(WHY), "{}", refused.body);

    // Whatever a customer's role permits, it is nothing for customers; and a program has no session to look in.
    let all = Role { name: "lord".into(), staff: false, grants: vec![Grant::new("*", Reach::Account)] };
    let work = town.db.begin().await.unwrap();
    directory::keep_roles(&work, &[all]).await.unwrap();
    work.commit().await.unwrap();
    let lord = town.member("Lord Grey", town.northgate, "lord").await;
    let mut asks = Town::as_member(lord);
    asks.principal.session = Some(fresh());
    let amelia = town.amelia.membership.uuid();
    for asks in [asks, town.as_tom()] {
        assert!(is(&town.does::<BeginViewAs>(&asks, amelia, &[("reason", WHY)]).await, &Problem::CONFLICT));
    }
    assert!(town.db.unguarded().find(ViewAs::ID.is_known()).await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_views_as_whoever_is_locked_out() {
    let town = Town::new().await;
    let ben = town.db.unguarded().first(directory::Person::ID.is(&town.ben.person)).await.unwrap().unwrap();
    let locked = directory::Person { disabled_at: Some(START), ..ben };
    town.db.unguarded().update(&locked).await.unwrap();
    let tom = town.visitor(town.tom).await;
    tom.get(&town.bens()).await;
    let refused = tom.post(&format!("{}/view-as", town.bens()), &[("reason", WHY)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("is locked out and sees nothing") && refused.body.contains(WHY), "{}", refused.body);
}

#[tokio::test]
async fn a_view_that_another_followed_does_not_come_back() {
    let town = Town::new().await;
    let tom = town.as_ben().await;
    let first = town.view().await;
    town.clock.advance(Duration::from_secs(1));
    tom.get(&town.bens()).await;
    let begun = tom.post(&format!("{}/view-as", town.bens()), &[("reason", "once more")]).await;
    assert_eq!(begun.to, town.home(), "{}", begun.body);
    assert!(town.opens(&tom).await);
    let views = town.db.unguarded().find(ViewAs::ACCOUNT_ID.is(&town.northgate)).await.unwrap();
    let second = views.iter().find(|view| view.id != first.id).expect("another view");
    tom.get("/desk").await;
    tom.post(&format!("/desk/view-as/{}/end", second.id), &[]).await;
    assert!(!town.opens(&tom).await, "the one before is over, too");
}
