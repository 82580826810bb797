//! Who may do what in an account, told with the real program: its own services, roles, pages and followers.

mod change_requests;
mod desk;
mod explain;
mod invitations;
mod outbox;
mod refusals;
mod requests;
mod sites;
mod two_tabs;
mod view_as;
mod ways;

use std::{sync::Arc, time::Duration};

use access::{Acting, Actor, Principal};
use accounts::{
    AttendInvitations, GiveRole, InvitePerson, ListInvitations, ListMembers, ReinstateInvitation, Reinvite,
    RemoveMember, RestoreMember, ShowMember, TakeRole, WithdrawInvitation,
};
use axum::http::StatusCode;
use directory::{AccountKind, Address, HoldingRow, Invitation, Membership, fold};
use gateway::{Asked, Command, Done, Query, WayBack};
use kernel::{Id, ManualClock, Problem, Timestamp};
use mail::Letter;
use portico::{compose, settings::Settings};
use store::{Db, Lock, Row as _};
use uuid::Uuid;

use crate::{
    guard::portal::Browser,
    visitor::{Visitor, signed_in},
    world::{self, Member, START, asked, blank, form, fresh, holding, member},
};

struct Town {
    app: compose::App,
    db: Db,
    clock: Arc<ManualClock>,
    northgate: Id<access::Account>,
    meridian: Id<access::Account>,
    amelia: Member,
    ben: Member,
    tom: Id<access::Person>,
    _folder: Option<tempfile::TempDir>,
}

/// Roles of customers' people that a portal begins with.
const CUSTOMERS: [&str; 5] = ["admin", "member", "billing", "buyer", "group"];

impl Town {
    /// Northgate, of which Amelia is the admin and Ben a member; Meridian, which is unrelated; Tom at the desk.
    async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let clock = Arc::new(ManualClock::at(START));
        compose::migrate(&db, &*clock).await.unwrap();
        let data = folder.as_ref().map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
        let settings = Settings { base_url: "http://portal.test".to_owned(), data, ..Settings::default() };
        let app = compose::open(db.clone(), &settings, Arc::clone(&clock) as _).await.unwrap();
        let (northgate, meridian) = (account(&db, "Northgate Water", None).await, account(&db, "Meridian", None).await);
        let amelia = member(db.unguarded(), "Amelia Stone", northgate, "admin").await.unwrap();
        let ben = member(db.unguarded(), "Ben Okoro", northgate, "member").await.unwrap();
        let tom = member(db.unguarded(), "Tom Harker", meridian, "member").await.unwrap().person;
        db.unguarded().delete(HoldingRow::PERSON_ID.is(&tom)).await.unwrap();
        db.unguarded().delete(Membership::PERSON_ID.is(&tom)).await.unwrap();
        db.unguarded().insert(&holding(tom, None, "agent")).await.unwrap();
        Self { app, db, clock, northgate, meridian, amelia, ben, tom, _folder: folder }
    }

    async fn member(&self, name: &str, account: Id<access::Account>, role: &str) -> Member {
        member(self.db.unguarded(), name, account, role).await.unwrap()
    }

    fn acting(person: Id<access::Person>, acting: Acting) -> Asked {
        asked(Principal::vouch(Actor::Person(person), acting, Vec::new()))
    }

    fn as_member(member: Member) -> Asked {
        Self::acting(member.person, Acting::Account(member.account))
    }

    fn as_tom(&self) -> Asked {
        Self::acting(self.tom, Acting::Desk)
    }

    async fn below(&self, parent: Id<access::Account>, name: &str) -> Id<access::Account> {
        account(&self.db, name, Some(parent)).await
    }

    async fn does<C: Command>(
        &self,
        asked: &Asked,
        on: Uuid,
        told: &[(&str, &str)],
    ) -> Result<Done<C::Output>, Problem> {
        self.app.gateway.execute::<C>(asked, &[on], &form(told)).await
    }

    async fn asks<Q: Query>(
        &self,
        asked: &Asked,
        on: Option<Uuid>,
        told: &[(&str, &str)],
    ) -> Result<Q::Output, Problem> {
        let work = self.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &asked.principal).await.unwrap();
        work.roll_back().await.unwrap();
        self.app.gateway.ask::<Q>(&Asked { principal, ..asked.clone() }, on, &form(told)).await
    }

    async fn takes_back(&self, asked: &Asked, back: &WayBack) -> Result<(), Problem> {
        self.app.gateway.take_back(asked, back).await.map(drop)
    }

    async fn invites(&self, email: &str, role: &str) -> Result<Done<Id<Invitation>>, Problem> {
        self.does::<InvitePerson>(
            &Self::as_member(self.amelia),
            self.northgate.uuid(),
            &[("email", email), ("role", role)],
        )
        .await
    }

    /// Lets so many seconds pass, and everything follow that has to.
    async fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        while self.app.followers.seal_and_turn(&self.db, &*self.clock).await.unwrap() > 0 {}
    }

    async fn letters(&self, template: &str) -> Vec<Letter> {
        let template = format!("identity/mail/{template}");
        self.db.unguarded().find(Letter::TEMPLATE.is(&template)).await.unwrap()
    }

    /// The paths of the links in the letters of invitations, the oldest letter first.
    async fn links(&self) -> Vec<String> {
        let letters = self.letters("invitation").await;
        let link = |letter: &Letter| {
            let words = letter.text.split_whitespace();
            words.filter_map(|word| word.strip_prefix("http://portal.test")).next().unwrap().to_owned()
        };
        letters.iter().map(link).collect()
    }

    /// When a new link to an invitation was asked for.
    async fn asked_again(&self, invitation: Id<Invitation>) -> Option<Timestamp> {
        self.db.unguarded().first(Invitation::ID.is(&invitation)).await.unwrap().unwrap().asked_again_at
    }

    /// Gives somebody an address they have proved.
    async fn address(&self, person: Id<access::Person>, email: &str) {
        let address = Address {
            id: fresh(),
            person_id: person,
            email: email.to_owned(),
            email_fold: fold(email),
            verified_at: Some(START),
            primary_since: None,
        };
        self.db.unguarded().insert(&address).await.unwrap();
    }

    async fn held(&self, member: Member) -> Vec<HoldingRow> {
        self.db.unguarded().find(HoldingRow::MEMBERSHIP_ID.is(&Some(member.membership))).await.unwrap()
    }

    async fn signs_in(&self, person: Id<access::Person>) -> String {
        signed_in(self.db.unguarded(), person).await
    }

    async fn visitor(&self, person: Id<access::Person>) -> Visitor {
        Visitor::with(&self.app.router, &self.signs_in(person).await)
    }

    /// What a page shows somebody.
    async fn shows(&self, path: &str, person: Id<access::Person>) -> String {
        let token = self.signs_in(person).await;
        Browser::new(&self.app.router, Some(&token)).get(path).await.text()
    }

    async fn gets(&self, path: &str, token: &str) -> StatusCode {
        Visitor::with(&self.app.router, token).get(path).await.status
    }
}

async fn account(db: &Db, name: &str, parent: Option<Id<access::Account>>) -> Id<access::Account> {
    let work = db.begin().await.unwrap();
    let id = world::account(&work, name, AccountKind::Company, parent).await.unwrap();
    work.commit().await.unwrap();
    id
}

fn is<T>(outcome: &Result<T, Problem>, kind: &kernel::Kind) -> bool {
    outcome.as_ref().is_err_and(|problem| problem.kind() == kind)
}

#[tokio::test]
async fn nobody_gives_takes_or_ends_more_than_they_hold() {
    let town = Town::new().await;
    let book = access::RoleBook::new(compose::stock_roles().into_iter().chain(compose::own_roles()));
    let all: Vec<String> = book.roles().map(|role| role.name.to_string()).collect();
    let (mut allowed, mut refused) = (0, 0);
    for held in CUSTOMERS {
        let actor = Town::as_member(town.member(&format!("Actor {held}"), town.northgate, held).await);
        for wanted in &all {
            let keeps = matches!(held, "admin" | "group");
            let may = keeps && CUSTOMERS.contains(&wanted.as_str()) && book.may_grant(&[held], wanted);
            let target = town.member(&format!("Target {held} {wanted}"), town.northgate, "member").await;
            let given = town.does::<GiveRole>(&actor, target.membership.uuid(), &[("role", wanted)]).await;
            assert_eq!(given.is_ok(), may, "{held} gives {wanted}: {given:?}");
            let email = format!("{wanted}@{held}.example");
            let invited =
                town.does::<InvitePerson>(&actor, town.northgate.uuid(), &[("email", &email), ("role", wanted)]).await;
            assert_eq!(invited.is_ok(), may, "{held} invites {wanted}: {invited:?}");
            let other = town.member(&format!("Other {held} {wanted}"), town.northgate, wanted).await;
            let taken = town.does::<TakeRole>(&actor, other.membership.uuid(), &[("role", wanted)]).await;
            assert!(taken.is_err(), "the only role is not taken: {taken:?}");
            let removed = town.does::<RemoveMember>(&actor, other.membership.uuid(), &[]).await;
            assert_eq!(removed.is_ok(), may, "{held} removes {wanted}: {removed:?}");
            if !may && keeps {
                // Neither does taking a detour help: what somebody else removed is not put back.
                town.does::<RemoveMember>(&town.as_tom(), other.membership.uuid(), &[]).await.ok();
                let restored = town.does::<RestoreMember>(&actor, other.membership.uuid(), &[]).await;
                let ended = town.db.unguarded().first(Membership::ID.is(&other.membership)).await.unwrap().unwrap();
                assert!(restored.is_err() || ended.ended_at.is_none(), "{held} restores {wanted}");
                assert!(!CUSTOMERS.contains(&wanted.as_str()) || restored.is_err(), "{held} restores {wanted}");
            }
            if may { allowed += 1 } else { refused += 1 }
        }
    }
    assert!(allowed >= 8 && refused >= 20, "{allowed} allowed, {refused} refused");
    for role in &all {
        let email = format!("{role}@desk.example");
        let told = [("email", email.as_str()), ("role", role.as_str())];
        let invited = town.does::<InvitePerson>(&town.as_tom(), town.northgate.uuid(), &told).await;
        assert_eq!(invited.is_ok(), CUSTOMERS.contains(&role.as_str()), "the desk invites {role}: {invited:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_at_once_leave_one() {
    let town = Town::new().await;
    let anna = town.member("Anna Reyes", town.northgate, "admin").await;
    for member in [town.amelia, anna] {
        let membership = town.db.unguarded().first(Membership::ID.is(&member.membership)).await.unwrap().unwrap();
        town.db.unguarded().insert(&holding(member.person, Some(&membership), "member")).await.unwrap();
    }
    let rows = [town.amelia.membership, anna.membership];
    // Both lay down their own role; both stand at the door before either may go on.
    let held_up = town.db.begin().await.unwrap();
    held_up.lock(rows.map(|id| Lock { table: Membership::TABLE, id: id.uuid(), shared: false })).await.unwrap();
    let (amelia, of_anna) = (Town::as_member(town.amelia), Town::as_member(anna));
    let role = [("role", "admin")];
    let (first, second, ()) = tokio::join!(
        town.does::<TakeRole>(&amelia, town.amelia.membership.uuid(), &role),
        town.does::<TakeRole>(&of_anna, anna.membership.uuid(), &role),
        async { held_up.roll_back().await.unwrap() },
    );
    assert!(first.is_ok() != second.is_ok(), "one of them, and only one: {first:?}, {second:?}");
    assert_eq!(first.err().or(second.err()).unwrap().kind(), &Problem::CONFLICT);
    for member in [town.amelia, anna] {
        let roles = town.held(member).await;
        if !roles.iter().any(|held| held.role == "admin") {
            let mut again = roles[0].clone();
            (again.id, again.role) = (fresh(), "admin".to_owned());
            town.db.unguarded().insert(&again).await.unwrap();
        }
    }
    // Both remove the other.
    let held_up = town.db.begin().await.unwrap();
    held_up.lock(rows.map(|id| Lock { table: Membership::TABLE, id: id.uuid(), shared: false })).await.unwrap();
    let (first, second, ()) = tokio::join!(
        town.does::<RemoveMember>(&amelia, anna.membership.uuid(), &[]),
        town.does::<RemoveMember>(&of_anna, town.amelia.membership.uuid(), &[]),
        async { held_up.roll_back().await.unwrap() },
    );
    assert!(first.is_ok() != second.is_ok(), "one of them, and only one");
    assert_eq!(first.err().or(second.err()).unwrap().kind(), &Problem::NOT_FOUND, "who was removed sees nothing");
}

#[tokio::test]
async fn the_last_admin_stays_whoever_asks() {
    let town = Town::new().await;
    let amelia = town.amelia.membership.uuid();
    town.does::<GiveRole>(&Town::as_member(town.amelia), amelia, &[("role", "member")]).await.unwrap();
    for asked in [Town::as_member(town.amelia), town.as_tom()] {
        assert!(is(&town.does::<RemoveMember>(&asked, amelia, &[]).await, &Problem::CONFLICT));
        assert!(is(&town.does::<TakeRole>(&asked, amelia, &[("role", "admin")]).await, &Problem::CONFLICT));
    }
    town.does::<GiveRole>(&town.as_tom(), town.ben.membership.uuid(), &[("role", "admin")]).await.unwrap();
    town.does::<RemoveMember>(&Town::as_member(town.amelia), amelia, &[]).await.unwrap();
}

#[tokio::test]
async fn a_removal_counts_at_the_next_request_and_ends_sessions_that_lead_nowhere() {
    let town = Town::new().await;
    let (token, path) = (town.signs_in(town.ben.person).await, format!("/a/{}/people", town.northgate));
    assert_eq!(town.gets(&path, &token).await, StatusCode::OK);
    let dora = town.member("Dora Lind", town.northgate, "member").await;
    let row = Membership {
        id: fresh(),
        account_id: town.meridian,
        ..town.db.unguarded().first(Membership::ID.is(&dora.membership)).await.unwrap().unwrap()
    };
    town.db.unguarded().insert(&row).await.unwrap();
    town.db.unguarded().insert(&holding(dora.person, Some(&row), "member")).await.unwrap();
    let doras = town.signs_in(dora.person).await;
    let amelia = Town::as_member(town.amelia);
    town.does::<RemoveMember>(&amelia, town.ben.membership.uuid(), &[]).await.unwrap();
    town.does::<RemoveMember>(&amelia, dora.membership.uuid(), &[]).await.unwrap();
    assert_eq!(town.gets(&path, &token).await, StatusCode::NOT_FOUND);
    assert_eq!(town.gets("/me/sign-in", &token).await, StatusCode::OK, "until it can no longer be undone");
    town.later(11).await;
    assert_ne!(town.gets("/me/sign-in", &token).await, StatusCode::OK);
    let of = async |command: &str| {
        let named = journal::Entry::COMMAND.is(&command.to_owned());
        town.db.unguarded().find(named).await.unwrap()
    };
    let (ended, removals) = (of("identity.end_sessions").await, of("people.remove").await);
    assert_eq!(ended.len(), 1);
    assert!(removals.iter().any(|removal| ended[0].cause == Some(removal.id)), "it says what it follows from");
    assert_eq!(town.gets("/me/sign-in", &doras).await, StatusCode::OK, "she has a place left");
    assert_eq!(town.gets(&format!("/a/{}/people", town.meridian), &doras).await, StatusCode::OK);
}

#[tokio::test]
async fn what_is_taken_back_is_exactly_as_it_was() {
    let town = Town::new().await;
    let (amelia, ben) = (Town::as_member(town.amelia), town.ben.membership.uuid());
    town.does::<GiveRole>(&amelia, ben, &[("role", "buyer")]).await.unwrap();
    let mut timed = town.held(town.ben).await.into_iter().find(|held| held.role == "buyer").unwrap();
    timed.valid_until = Some(START.plus(Duration::from_hours(24)));
    town.db.unguarded().update(&timed).await.unwrap();
    let before = town.held(town.ben).await;
    let removed = town.does::<RemoveMember>(&amelia, ben, &[]).await.unwrap();
    assert!(is(&town.asks::<ShowMember>(&amelia, Some(ben), &[]).await, &Problem::NOT_FOUND));
    town.takes_back(&amelia, &removed.undo.unwrap()).await.unwrap();
    assert_eq!(town.held(town.ben).await, before);
    town.later(11).await;
    assert_eq!(town.asks::<ListMembers>(&amelia, None, &[]).await.unwrap().all.rows, 2);
    let taken = town.does::<TakeRole>(&amelia, ben, &[("role", "member")]).await.unwrap();
    town.takes_back(&amelia, &taken.undo.unwrap()).await.unwrap();
    let roles = |held: Vec<HoldingRow>| {
        let mut roles: Vec<_> = held.into_iter().map(|held| (held.role, held.valid_until)).collect();
        roles.sort();
        roles
    };
    assert_eq!(roles(town.held(town.ben).await), roles(before));
    let taken = town.does::<TakeRole>(&amelia, ben, &[("role", "buyer")]).await.unwrap();
    assert_eq!(taken.undo, None, "a role for a while could not be put back as it was");
}

#[tokio::test]
async fn what_somebody_changed_since_is_not_taken_back() {
    let town = Town::new().await;
    let (amelia, tom, ben) = (Town::as_member(town.amelia), town.as_tom(), town.ben.membership.uuid());
    let removed = town.does::<RemoveMember>(&amelia, ben, &[]).await.unwrap().undo.unwrap();
    town.later(1).await;
    town.does::<RestoreMember>(&tom, ben, &[]).await.unwrap();
    let given = town.does::<GiveRole>(&tom, ben, &[("role", "buyer")]).await.unwrap().undo.unwrap();
    let held = town.held(town.ben).await;
    let refused = town.takes_back(&amelia, &removed).await.unwrap_err();
    assert_eq!((refused.kind(), &*refused.says().id), (&Problem::CONFLICT, "problem-changed-since"));
    assert_eq!(town.held(town.ben).await, held);
    // Meanwhile removed once more, it is another removal that would have to be taken back.
    town.does::<RemoveMember>(&tom, ben, &[]).await.unwrap();
    assert!(is(&town.takes_back(&amelia, &removed).await, &Problem::CONFLICT));
    assert!(is(&town.takes_back(&tom, &given).await, &Problem::CONFLICT), "he has changed it himself");
}

#[tokio::test]
async fn who_is_in_or_invited_is_not_invited_again() {
    let town = Town::new().await;
    town.address(town.ben.person, "ben@northgate.example").await;
    let says = |outcome: Result<Done<Id<Invitation>>, Problem>| {
        let fields = outcome.unwrap_err().fields().to_vec();
        fields.into_iter().map(|field| (field.at.to_string(), field.says.id.to_string())).collect::<Vec<_>>()
    };
    let at = |field: &str, says: &str| vec![(field.to_owned(), says.to_owned())];
    assert_eq!(says(town.invites(" Ben@Northgate.example", "buyer").await), at("/email", "people-error-member"));
    town.invites("ravi@northgate.example", "buyer").await.unwrap();
    assert_eq!(says(town.invites("RAVI@northgate.example", "buyer").await), at("/email", "people-error-invited"));
    assert_eq!(says(town.invites("new@northgate.example", "desk-admin").await), at("/role", "people-error-role"));
}

#[tokio::test]
async fn what_is_of_another_account_answers_as_what_is_absent() {
    let town = Town::new().await;
    let mona = Town::as_member(town.member("Mona Vale", town.meridian, "admin").await);
    let invitation = town.invites("ravi@northgate.example", "buyer").await.unwrap().output.uuid();
    let role = [("role", "member")];
    for id in [town.ben.membership.uuid(), Uuid::now_v7()] {
        assert!(is(&town.does::<GiveRole>(&mona, id, &role).await, &Problem::NOT_FOUND));
        assert!(is(&town.does::<TakeRole>(&mona, id, &role).await, &Problem::NOT_FOUND));
        assert!(is(&town.does::<RemoveMember>(&mona, id, &[]).await, &Problem::NOT_FOUND));
        assert!(is(&town.does::<RestoreMember>(&mona, id, &[]).await, &Problem::NOT_FOUND));
        assert!(is(&town.asks::<ShowMember>(&mona, Some(id), &[]).await, &Problem::NOT_FOUND));
    }
    for id in [invitation, Uuid::now_v7()] {
        assert!(is(&town.does::<Reinvite>(&mona, id, &[]).await, &Problem::NOT_FOUND));
        assert!(is(&town.does::<WithdrawInvitation>(&mona, id, &[]).await, &Problem::NOT_FOUND));
        assert!(is(&town.does::<ReinstateInvitation>(&mona, id, &[]).await, &Problem::NOT_FOUND));
    }
    let told = [("email", "x@northgate.example"), ("role", "member")];
    assert!(is(&town.does::<InvitePerson>(&mona, town.northgate.uuid(), &told).await, &Problem::NOT_FOUND));
    let northgate = town.northgate.to_string();
    let there = [("account", northgate.as_str())];
    assert_eq!(town.asks::<ListMembers>(&mona, None, &there).await.unwrap().all.rows, 0);
    assert_eq!(town.asks::<ListInvitations>(&mona, None, &there).await.unwrap().all.rows, 0);
}

#[tokio::test]
async fn people_are_found_by_name_and_what_runs_out_waits_for_their_admin() {
    let town = Town::new().await;
    for number in 0..30 {
        town.member(&format!("Person {number:02}"), town.northgate, "buyer").await;
    }
    let amelia = Town::as_member(town.amelia);
    let first = town.asks::<ListMembers>(&amelia, None, &[]).await.unwrap();
    assert_eq!((first.members.rows.len(), first.all.rows), (25, 32));
    let from = String::from(first.members.next.unwrap());
    let second = town.asks::<ListMembers>(&amelia, None, &[("from", &from)]).await.unwrap();
    let named =
        |name: &str| second.members.rows.iter().find(|member| member.name == name).map(|member| member.roles.clone());
    assert_eq!((second.members.rows.len(), named("Person 29")), (7, Some(vec!["buyer".to_owned()])));
    let found = town.asks::<ListMembers>(&amelia, None, &[("words", "OKORO")]).await.unwrap();
    assert_eq!((found.found.rows, found.members.rows[0].name.as_str()), (1, "Ben Okoro"));
    let keepers = town.asks::<ListMembers>(&amelia, None, &[("keepers", "on")]).await.unwrap();
    assert_eq!((keepers.found.rows, keepers.members.rows[0].name.as_str()), (1, "Amelia Stone"));

    town.invites("ravi@northgate.example", "buyer").await.unwrap();
    let waiting = [("slot", "waiting")];
    assert_eq!(town.asks::<AttendInvitations>(&amelia, None, &waiting).await.unwrap().len(), 0);
    town.clock.advance(Duration::from_hours(12 * 24));
    let told = town.asks::<AttendInvitations>(&amelia, None, &waiting).await.unwrap();
    assert_eq!((told.len(), told[0].title.id.as_ref()), (1, "people-attention-ends"));
    town.clock.advance(Duration::from_hours(3 * 24));
    let told = town.asks::<AttendInvitations>(&amelia, None, &waiting).await.unwrap();
    assert_eq!((told[0].title.id.as_ref(), told[0].due), ("people-attention-over", None), "it is late for nobody");
}
