//! What an account is in law is asked to be changed, decided by staff, and changed where the truth is.

use access::{Account as AccountNoun, Acting};
use accounts::{
    GiveRole,
    legal::{ApproveChange, DeclineChange, ProposeChange, ShowChange},
};
use axum::http::StatusCode;
use directory::{Account, ChangeRequest};
use gateway::{Asked, Command as _, Done};
use journal::{Attempt, Outcome};
use kernel::{Id, Problem};
use store::{Columns, Sql};

use super::{Town, is};
use crate::world::{Member, form, holding};

const NEW_NAME: &str = "Northgate Water Services Ltd";

impl Town {
    async fn wants(&self, who: Member, told: &[(&str, &str)]) -> Result<Done<Id<ChangeRequest>>, Problem> {
        self.does::<ProposeChange>(&Self::as_member(who), who.account.uuid(), told).await
    }

    async fn approves(&self, asked: &Asked, request: Id<ChangeRequest>) -> Result<(), Problem> {
        let targets = [request.uuid(), self.northgate.uuid()];
        self.app.gateway.execute::<ApproveChange>(asked, &targets, &form(&[])).await.map(drop)
    }

    async fn declines(&self, asked: &Asked, request: Id<ChangeRequest>) -> Result<(), Problem> {
        self.does::<DeclineChange>(asked, request.uuid(), &[("note", "The register says otherwise")]).await.map(drop)
    }

    async fn company(&self, account: Id<AccountNoun>) -> Account {
        self.db.unguarded().first(Account::ID.is(&account)).await.unwrap().unwrap()
    }

    /// What an import brings.
    async fn imports(&self, change: impl FnOnce(&mut Account)) {
        let mut account = self.company(self.northgate).await;
        change(&mut account);
        assert!(self.db.unguarded().update(&account).await.unwrap());
    }

    async fn entries(&self, event: &str) -> i64 {
        let mut sql = Sql::new("SELECT COUNT(*) FROM journal_entries WHERE event = ");
        sql.bind(event);
        let found = self.db.unguarded().query(sql).await.unwrap();
        Columns::of(found.first().unwrap()).take().unwrap()
    }
}

#[tokio::test]
async fn amelia_asks_for_a_new_name_tom_approves_and_an_import_brings_it() {
    let town = Town::new().await;
    town.address(town.amelia.person, "amelia@northgate.example").await;
    let (amelia, tom) = (town.visitor(town.amelia.person).await, town.visitor(town.tom).await);
    let list = format!("/a/{}/company/changes", town.northgate);
    let company = format!("/a/{}/company", town.northgate);
    let led = format!("href=\"{list}\">To have one changed, send a change request</a>");
    let shown = amelia.get(&company).await.body;
    assert!(shown.contains(&led), "{shown}");
    let told = town.visitor(town.ben.person).await.get(&company).await.body;
    assert!(told.contains("ask whoever looks after access here") && !told.contains(&list), "{told}");
    let new = format!("{list}/new");
    assert!(amelia.get(&new).await.body.contains("Northgate Water"), "what is on record stands in the form");
    let wrong = amelia.post(&new, &[("name", NEW_NAME), ("vat_number", "123"), ("reason", "Renamed")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(NEW_NAME) && wrong.body.contains("with the letters of its country"), "{}", wrong.body);
    let told = [("name", NEW_NAME), ("vat_number", "GB 417 2208 63"), ("reason", "Renamed on 1 March")];
    let sent = amelia.post(&new, &told).await;
    assert_eq!((sent.status, sent.to), (StatusCode::SEE_OTHER, list.clone()));
    assert_eq!(town.company(town.northgate).await.name, "Northgate Water", "nothing is changed here");
    assert!(amelia.get(&list).await.body.contains("Waits for a decision"));

    let queue = tom.get("/desk/changes").await.body;
    assert!(queue.contains(NEW_NAME) && queue.contains("Renamed on 1 March"), "{queue}");
    let requests = town.db.unguarded().find(ChangeRequest::ID.is_known()).await.unwrap();
    let page = format!("/desk/changes/{}", requests.first().unwrap().id);
    let shown = tom.get(&page).await.body;
    for told in ["Northgate Water", NEW_NAME, "Not on record", "GB 417 2208 63", "Amelia Stone"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let silent = tom.post(&format!("{page}/decline"), &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a no needs its reason");
    let approved = tom.post(&format!("{page}/approval"), &[("note", "As the register says")]).await;
    assert_eq!((approved.status, approved.to), (StatusCode::SEE_OTHER, page.clone()));
    assert_eq!(town.company(town.northgate).await.name, "Northgate Water", "the truth lies elsewhere");
    assert!(tom.get(&page).await.body.contains("to be entered in the system of record"));
    assert!(amelia.get(&list).await.body.contains("Approved by Tom Harker, to be entered"));
    town.later(60).await;
    let letters = town.letters("change_answered").await;
    assert_eq!(letters.iter().filter(|letter| letter.to_address == "amelia@northgate.example").count(), 1);
    assert!(letters.iter().all(|letter| letter.text.contains("As the register says")));
    assert_eq!((town.entries("legal.proposed").await, town.entries("legal.approved").await), (1, 1));

    town.imports(|account| {
        account.name = NEW_NAME.to_owned();
        account.vat_number = Some("GB 417 2208 63".to_owned());
    })
    .await;
    assert!(amelia.get(&list).await.body.contains("Approved by Tom Harker and entered"));
}

#[tokio::test]
async fn what_an_import_changed_meanwhile_is_not_approved_by_mistake() {
    let town = Town::new().await;
    let told = [("name", NEW_NAME), ("reason", "Renamed")];
    let request = town.wants(town.amelia, &told).await.unwrap().output;
    assert!(is(&town.wants(town.amelia, &told).await, &Problem::CONFLICT), "one at a time");
    town.imports(|account| account.name = "Northgate Water plc".to_owned()).await;
    let page = format!("/desk/changes/{request}");
    let shown = town.visitor(town.tom).await.get(&page).await.body;
    assert!(shown.contains("Northgate Water plc") && shown.contains("cannot be approved"), "{shown}");
    assert!(is(&town.approves(&town.as_tom(), request).await, &Problem::CONFLICT));
    town.declines(&town.as_tom(), request).await.unwrap();
    assert!(is(&town.approves(&town.as_tom(), request).await, &Problem::CONFLICT), "it is decided");
    assert!(town.wants(town.amelia, &told).await.is_ok(), "and may be asked anew");
}

#[tokio::test]
async fn nobody_decides_what_they_asked_for_or_what_is_not_theirs_to_decide() {
    let town = Town::new().await;
    let both = town.member("Nora Vale", town.northgate, "admin").await;
    town.db.unguarded().insert(&holding(both.person, None, "agent")).await.unwrap();
    let request = town.wants(both, &[("name", NEW_NAME), ("reason", "Renamed")]).await.unwrap().output;
    let at_desk = Town::acting(both.person, Acting::Desk);
    assert!(is(&town.approves(&at_desk, request).await, &Problem::CONFLICT), "her own");
    let amelia = Town::as_member(town.amelia);
    assert!(is(&town.approves(&amelia, request).await, &Problem::FORBIDDEN));
    assert!(is(&town.declines(&amelia, request).await, &Problem::FORBIDDEN));
    assert!(is(&town.wants(town.ben, &[("name", "Ben's"), ("reason", "Mine")]).await, &Problem::FORBIDDEN));
    let stranger = town.member("Mira Hale", town.meridian, "admin").await;
    let seen = town.asks::<ShowChange>(&Town::as_member(stranger), Some(request.uuid()), &[]).await;
    assert!(is(&seen, &Problem::NOT_FOUND));
    let stranger = Town::as_member(stranger);
    let foreign =
        town.does::<ProposeChange>(&stranger, town.northgate.uuid(), &[("name", "Ours"), ("reason", "Because")]);
    assert!(is(&foreign.await, &Problem::NOT_FOUND));
    let nothing = town.wants(town.amelia, &[("name", "Northgate Water"), ("reason", "As it is")]).await;
    assert!(is(&nothing, &Problem::INVALID), "nothing would change");
    town.approves(&town.as_tom(), request).await.unwrap();
}

#[tokio::test]
async fn what_is_locked_is_not_sent_along_and_who_tries_is_noted() {
    let town = Town::new().await;
    let before = town.company(town.northgate).await;
    let amelia = town.visitor(town.amelia.person).await;
    let page = format!("/a/{}/company", town.northgate);
    amelia.get(&page).await;
    let locked = [("name", NEW_NAME), ("vat_number", "GB 417 2208 63")];
    let posted = amelia.post(&page, &locked).await;
    assert!(posted.status.is_client_error(), "there is no such door: {}", posted.status);
    let [name, number] = locked;
    let along = [("role", "billing"), name, number];
    let given = town.does::<GiveRole>(&Town::as_member(town.amelia), town.ben.membership.uuid(), &along).await;
    let fields = given.as_ref().map_err(|problem| problem.fields().len()).err();
    assert!(is(&given, &Problem::INVALID) && fields == Some(2), "{fields:?}");
    assert_eq!(town.company(town.northgate).await, before);
    assert_eq!(town.held(town.ben).await.len(), 1, "nothing of it was done");
    town.app.gateway.logs().flush(&town.db).await.unwrap();
    let tries = Attempt::ACTION.is(&GiveRole::NAME.to_owned()).and(Attempt::OUTCOME.is(&Outcome::Forbidden));
    let tries = town.db.unguarded().find(tries).await.unwrap();
    let [tried] = tries.as_slice() else { panic!("{} tries are noted", tries.len()) };
    assert_eq!(tried.actor, format!("person:{}", town.amelia.person));
}
