//! Why somebody may or may not do something, as staff and the command line ask.

use access::{Acting, Actor, Principal};
use axum::http::StatusCode;
use directory::{Address, HoldingRow};
use gateway::{Counts, Explained, Why};
use journal::View;
use kernel::{Problem, Ref, SystemClock};
use portico::{compose, settings::Settings};

use super::{Town, account, is};
use crate::{
    process,
    world::{Member, START, asked, fresh, holding, member},
};

impl Town {
    async fn why(&self, of: Member, action: &str, record: Option<Ref>) -> Result<Explained, Problem> {
        let tom = directory::staff(&self.db, self.tom).await.unwrap();
        self.app.gateway.explain_to(&asked(tom), of.membership.uuid(), action, record.as_ref()).await
    }
}

#[tokio::test]
async fn what_decides_is_told() {
    let town = Town::new().await;
    let ben = || Some(Ref::new("membership", town.ben.membership));
    let why = town.why(town.amelia, "people.remove", ben()).await.unwrap();
    assert_eq!(why.why, Why::Permitted(vec!["reach.membership".to_owned()]));
    assert_eq!(town.why(town.amelia, "people.remove", None).await.unwrap().why, Why::Permitted(Vec::new()));
    let lacks = town.why(town.ben, "people.remove", ben()).await.unwrap();
    assert_eq!((lacks.why, lacks.held[0].counts), (Why::Lacks, Counts::Lacks));
    assert_eq!(lacks.opening, ["admin", "group"]);
    let stranger = town.member("Mira Hale", town.meridian, "admin").await;
    assert_eq!(town.why(stranger, "people.remove", ben()).await.unwrap().why, Why::TooShort);
    let account = Some(Ref::new("account", town.northgate));
    assert_eq!(town.why(town.amelia, "proofs.demand_here", account).await.unwrap().why, Why::Stale);

    let mut held = town.held(town.ben).await.remove(0);
    (held.role, held.valid_until) = ("admin".to_owned(), Some(START));
    town.db.unguarded().update(&held).await.unwrap();
    assert_eq!(town.why(town.ben, "people.remove", None).await.unwrap().why, Why::NotNow);
    town.db.unguarded().delete(HoldingRow::ID.is(&held.id)).await.unwrap();
    assert_eq!(town.why(town.ben, "people.remove", None).await.unwrap().why, Why::NoRole);

    let depot = town.below(town.northgate, "Depot").await;
    let dora = town.member("Dora Finch", depot, "member").await;
    let above = HoldingRow { account_id: Some(town.northgate), ..holding(dora.person, None, "admin") };
    town.db.unguarded().insert(&above).await.unwrap();
    let short = town.why(dora, "people.remove", None).await.unwrap();
    assert_eq!(short.why, Why::TooShort, "{short:?}");
}

#[tokio::test]
async fn what_names_nothing_is_said() {
    let town = Town::new().await;
    let field = |told: Result<Explained, Problem>| {
        let problem = told.unwrap_err();
        let field = &problem.fields()[0];
        (field.at.to_string(), field.says.id.to_string())
    };
    let at = |at: &str, says: &str| (at.to_owned(), says.to_owned());
    assert_eq!(field(town.why(town.ben, "people.fly", None).await), at("/action", "explain-no-action"));
    let account = Some(Ref::new("account", town.northgate));
    assert_eq!(field(town.why(town.ben, "people.remove", account).await), at("/record", "explain-other-kind"));
    let nobody = Some(Ref::new::<()>("membership", fresh()));
    assert_eq!(field(town.why(town.ben, "people.remove", nobody).await), at("/record", "explain-no-record"));
}

#[tokio::test]
async fn only_staff_ask_and_it_is_noted() {
    let town = Town::new().await;
    let ben = format!("/desk/customers/{}/people/{}", town.northgate, town.ben.membership);
    let tom = town.visitor(town.tom).await;
    assert!(tom.get(&ben).await.body.contains(&format!("href=\"{ben}/access\"")));
    assert_eq!(tom.get(&format!("{ben}/access")).await.status, StatusCode::OK);
    let record = format!("membership:{}", town.amelia.membership);
    let page = tom.get(&format!("{ben}/access?action=people.remove&record={record}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for told in ["Ben Okoro may not do this", "No role of theirs names this action", "Account admin, Group lead"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let noted = town.db.unguarded().find(View::ACTION.is(&"people.explain".to_owned())).await.unwrap();
    assert_eq!(noted.len(), 1, "before the answer left");
    assert_eq!((noted[0].account_id, noted[0].actor.clone()), (Some(town.northgate), format!("person:{}", town.tom)));
    let wrong = tom.get(&format!("{ben}/access?action=people.remove&record=membership:1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("There is no such record") && wrong.body.contains("membership:1"), "{}", wrong.body);

    let own = directory::member(&town.db, town.amelia.person, town.northgate).await.unwrap();
    let nobody = Principal::vouch(Actor::Person(town.ben.person), Acting::Desk, Vec::new());
    for principal in [own, nobody] {
        let asks = asked(principal);
        let told = town.app.gateway.explain_to(&asks, town.ben.membership.uuid(), "people.remove", None).await;
        assert!(is(&told, &Problem::NOT_FOUND) || is(&told, &Problem::FORBIDDEN));
    }
}

#[tokio::test]
async fn the_command_line_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data: folder.path().to_owned(), ..Settings::default() };
    let db = compose::database(&settings).await.unwrap();
    compose::migrate(&db, &SystemClock).await.unwrap();
    let northgate = account(&db, "Northgate Water", None).await;
    let ben = member(db.unguarded(), "Ben Okoro", northgate, "member").await.unwrap();
    let address = Address {
        id: fresh(),
        person_id: ben.person,
        email: "ben@northgate.example".to_owned(),
        email_fold: "ben@northgate.example".to_owned(),
        verified_at: Some(START),
        primary_since: None,
    };
    db.unguarded().insert(&address).await.unwrap();
    db.close().await.unwrap();
    let asks = |words: &[&str]| {
        let words = [&["explain", "Ben@northgate.example"][..], words].concat();
        process::run(process::portico(folder.path(), None, &words))
    };
    let said = asks(&["people.remove"]);
    assert!(said.done, "{}", said.err);
    for told in ["Northgate Water: no, no role they hold names the action", "holds member, which", "admin, group"] {
        assert!(said.out.contains(told), "{told}: {}", said.out);
    }
    let said = asks(&["people.list", &format!("membership:{}", ben.membership)]);
    assert!(said.out.contains("Northgate Water: yes, by reach.membership"), "{}{}", said.out, said.err);
    for (words, told) in [
        (["people.fly", ""], "there is no action people.fly"),
        (["people.remove", "membership"], "is no record"),
        (["people.remove", "account:0199a1b2c3d47e5f8a9b0c1d2e3f4a5b"], "is not done to records of that kind"),
    ] {
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let said = asks(&words);
        assert!(!said.done && said.err.contains(told), "{told}: {}", said.err);
    }
}
