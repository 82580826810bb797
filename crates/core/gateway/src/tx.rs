#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::{
    ops::Deref,
    sync::{Mutex, PoisonError},
};

use access::{Account, Acting, Actor, Person};
use journal::{Event, Recorded};
use kernel::{Id, Ref};
use store::{Held, Linked, Lock, Outline, Refused, Row, StoreError, Work};

use crate::{Action, Card, Email, Link, LinkTo, Linkable, Quote, Registry, Undo, counter};

/// A command's transaction: the tables it declares, the journal, and the objects its links point at.
pub struct Tx<'t, W> {
    tables: store::Tx<'t, W>,
    work: &'t Work,
    links: Vec<LinkTo>,
    registry: &'t Registry,
    /// What the person is called who runs it, where that is known already.
    name: Option<String>,
    notes: Mutex<Notes>,
}

#[derive(Default)]
pub(crate) struct Notes {
    pub events: Vec<Recorded>,
    pub undo: Option<Undo>,
    pub nothing_happened: bool,
    pub links: Vec<Ref>,
}

impl<'t, W> Tx<'t, W> {
    pub(crate) fn over(
        work: &'t Work,
        tables: store::Tx<'t, W>,
        outline: &Outline,
        links: Vec<LinkTo>,
        registry: &'t Registry,
    ) -> Self {
        Self { tables: tables.holding(outline), work, links, registry, name: None, notes: Mutex::default() }
    }

    /// Knows what the person is called who runs it.
    pub(crate) fn called(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }

    /// Writes into the journal what happened; in the same transaction as the change.
    pub fn record<E: Event>(&self, event: &E) {
        self.note(|notes| notes.events.push(Recorded::of(event)));
    }

    /// Writes into the journal what happened and which other objects it names.
    pub fn record_naming<E: Event>(&self, event: &E, refs: impl IntoIterator<Item = Ref>) {
        self.note(|notes| notes.events.push(Recorded::of(event).naming(refs)));
    }

    /// Says that the command changed nothing after all; the journal stays silent.
    pub fn nothing_happened(&self) {
        self.note(|notes| notes.nothing_happened = true);
    }

    /// What whoever runs the command is called: a person by their name, whoever opened a link by the address it was sent
    /// to. Nothing when that is neither.
    ///
    /// # Errors
    /// The database's.
    pub async fn own_name(&self) -> Result<Option<String>, StoreError> {
        let principal = self.tables.principal();
        match (&principal.actor, principal.person) {
            (Actor::Link(link), _) => directory::addressee_in(self.work, *link).await,
            (_, Some(_)) if self.name.is_some() => Ok(self.name.clone()),
            (_, Some(person)) => directory::name_in(self.work, person).await,
            (_, None) => Ok(None),
        }
    }

    /// Puts a new account into the tree, below the one its row names.
    ///
    /// # Errors
    /// The database's.
    pub async fn plant(&self, account: &directory::Account) -> Result<(), StoreError> {
        directory::tree::plant(self.work, account.id, account.parent_id).await
    }

    /// Moves an account, with all below it, to another place in the tree.
    ///
    /// # Errors
    /// [`StoreError::Fault`] when the place lies within what is moved; the database's.
    pub async fn transplant(&self, account: Id<Account>, parent: Option<Id<Account>>) -> Result<(), StoreError> {
        directory::tree::transplant(self.work, account, parent).await
    }

    /// Lets a generation of the directory grow: every instance that keeps what it counts in memory then reads it anew.
    ///
    /// # Errors
    /// The database's.
    pub async fn tell_instances(&self, generation: &'static str) -> Result<(), StoreError> {
        directory::grow(self.work, generation).await
    }

    /// Whether somebody with this address is a member of an account it holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_member(&self, account: &Held<'t, directory::Account>, email: &Email) -> Result<bool, StoreError> {
        directory::members::is_member(self.work, account.id, &directory::fold(email.as_str())).await
    }

    /// Whether the member it holds is the last in the account who has any of these roles; see
    /// [`directory::members::is_last_with`].
    ///
    /// # Errors
    /// The database's.
    pub async fn is_last_with(
        &self,
        membership: &Held<'t, directory::Membership>,
        roles: &[&str],
    ) -> Result<bool, StoreError> {
        directory::members::is_last_with(self.work, membership, roles, self.tables.now()).await
    }

    /// Whether a member of an account it holds is the last there who has any of these roles; see
    /// [`directory::members::is_last_in`].
    ///
    /// # Errors
    /// The database's.
    pub async fn is_last_in(
        &self,
        account: &Held<'t, directory::Account>,
        membership: Id<directory::Membership>,
        roles: &[&str],
    ) -> Result<bool, StoreError> {
        directory::members::is_last_in(self.work, account.id, membership, roles, self.tables.now()).await
    }

    /// Whose an address is, if anybody has proved it, in whichever account; see [`directory::provisioning::owner_of`]. For
    /// an account's directory, which may learn no more of it than that the address is taken.
    ///
    /// # Errors
    /// The database's.
    pub async fn owner_of(&self, email: &Email) -> Result<Option<directory::Address>, StoreError> {
        directory::provisioning::owner_of(self.work, email.as_str()).await
    }

    /// Whether somebody has a place beside an account it holds; see [`directory::provisioning::has_other_place`].
    ///
    /// # Errors
    /// The database's.
    pub async fn has_other_place(
        &self,
        account: &Held<'t, directory::Account>,
        person: Id<Person>,
    ) -> Result<bool, StoreError> {
        directory::provisioning::has_other_place(self.work, account.id, person).await
    }

    /// Whether somebody has proved an address of another domain than these, which are an account's it holds; see
    /// [`directory::provisioning::has_address_beyond`].
    ///
    /// # Errors
    /// The database's.
    pub async fn has_address_beyond(
        &self,
        _account: &Held<'t, directory::Account>,
        person: Id<Person>,
        domains: &[String],
    ) -> Result<bool, StoreError> {
        directory::provisioning::has_address_beyond(self.work, person, domains).await
    }

    /// Keeps members of an account it holds from being changed by others until it has ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn hold_members(
        &self,
        _account: &Held<'t, directory::Account>,
        members: &[Id<directory::Membership>],
    ) -> Result<(), StoreError> {
        let lock = |id: &Id<directory::Membership>| Lock {
            table: <directory::Membership as Row>::TABLE,
            id: id.uuid(),
            shared: false,
        };
        self.work.lock(members.iter().map(lock)).await
    }

    /// Writes down that an address is somebody's, as the account knows whose domain it is; see
    /// [`directory::provisioning::prove_address`].
    ///
    /// # Errors
    /// [`StoreError::Taken`] when somebody has proved it meanwhile; the database's.
    pub async fn prove_address(&self, person: Id<Person>, email: &Email) -> Result<Id<directory::Address>, StoreError> {
        directory::provisioning::prove_address(self.work, person, email.as_str(), self.tables.now()).await
    }

    /// Calls somebody otherwise whose only account is the one it holds; see [`directory::provisioning::rename_here`].
    ///
    /// # Errors
    /// The database's.
    pub async fn rename_here(
        &self,
        account: &Held<'t, directory::Account>,
        person: Id<Person>,
        name: &str,
    ) -> Result<bool, StoreError> {
        directory::provisioning::rename_here(self.work, account.id, person, name).await
    }

    /// Ends the sessions of somebody whose membership it has just ended, and who has no other place; see
    /// [`directory::provisioning::sign_out`].
    ///
    /// # Errors
    /// The database's.
    pub async fn sign_out(&self, person: Id<Person>) -> Result<u64, StoreError> {
        directory::provisioning::sign_out(self.work, person, self.tables.now()).await
    }

    /// By which membership whoever runs it belongs to an account it holds; by none who acts there from above.
    ///
    /// # Errors
    /// The database's.
    pub async fn own_membership(
        &self,
        account: &Held<'t, directory::Account>,
    ) -> Result<Option<directory::Membership>, StoreError> {
        match self.tables.principal().person {
            Some(person) => directory::members::membership_of(self.work, account.id, person).await,
            None => Ok(None),
        }
    }

    /// What a member asked for last, of those requests for a role that were not granted; see
    /// [`directory::members::last_asked`].
    ///
    /// # Errors
    /// The database's.
    pub async fn last_asked(
        &self,
        member: &directory::Membership,
        role: &str,
    ) -> Result<Option<directory::AccessRequest>, StoreError> {
        directory::members::last_asked(self.work, member, role).await
    }

    /// Whether the member it holds works at the desk, too; see [`directory::members::is_of_staff`].
    ///
    /// # Errors
    /// The database's.
    pub async fn is_of_staff(&self, membership: &Held<'t, directory::Membership>) -> Result<bool, StoreError> {
        directory::members::is_of_staff(self.work, membership, self.tables.now()).await
    }

    /// Whether the member it holds was locked out.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_locked_out(&self, membership: &Held<'t, directory::Membership>) -> Result<bool, StoreError> {
        directory::members::is_locked_out(self.work, membership).await
    }

    /// The roles that a person it holds has at the desk; see [`directory::members::roles_at_desk`].
    ///
    /// # Errors
    /// The database's.
    pub async fn roles_at_desk(&self, person: &Held<'t, directory::Person>) -> Result<Vec<String>, StoreError> {
        directory::members::roles_at_desk(self.work, person.id, self.tables.now()).await
    }

    /// Whether somebody else than whoever runs it sent the wave of invitations that is called so; see
    /// [`directory::is_wave_of_another`]. For the desk, whose waves they are.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_wave_of_another(&self, wave: &str) -> Result<bool, StoreError> {
        directory::is_wave_of_another(self.work, wave, self.tables.principal().person).await
    }

    /// Writes a person's new name beside each of their memberships.
    ///
    /// # Errors
    /// The database's.
    pub async fn tell_memberships(&self, person: &directory::Person) -> Result<(), StoreError> {
        directory::members::rename(self.work, person).await
    }

    /// An object that a system of record speaks of, found by its mark and permitted by an action of its own. Only
    /// systems take objects over; people name theirs as targets or links.
    ///
    /// # Errors
    /// [`Refused::Hidden`] for anybody else, and as for links.
    pub async fn taken_over<A: Action>(&self, id: Id<<A::On as Row>::Noun>) -> Result<Held<'t, A::On>, Refused> {
        if self.tables.principal().acting != Acting::System {
            return Err(Refused::Hidden);
        }
        self.work.permit::<A::On>(self.tables.caller(), A::NAME, id).await
    }

    /// Writes down that an app which nobody registered is let in, under what it calls itself and its name; tells whether it
    /// may come in. See [`directory::hear_app`].
    ///
    /// # Errors
    /// The database's.
    pub async fn hear_app(&self, client_id: &str, name: &str) -> Result<bool, StoreError> {
        directory::hear_app(self.work, self.tables.new_id(), client_id, name, self.tables.now()).await
    }

    /// Ends the other keys by which the app of a key that it holds or made acts for the same person and account; see
    /// [`directory::end_other_keys`].
    ///
    /// # Errors
    /// The database's.
    pub async fn end_other_keys(&self, key: &directory::ApiKey) -> Result<u64, StoreError> {
        directory::end_other_keys(self.work, key, self.tables.now()).await
    }

    /// Ends every key that an app has which it holds; see [`directory::end_keys_of`].
    ///
    /// # Errors
    /// The database's.
    pub async fn end_keys_of(&self, app: &Held<'t, directory::App>) -> Result<u64, StoreError> {
        directory::end_keys_of(self.work, app, self.tables.now()).await
    }

    /// Ends every key that acts on the rights of a person it holds; see [`directory::end_keys_of_person`].
    ///
    /// # Errors
    /// The database's.
    pub async fn end_keys_of_person(&self, person: &Held<'t, directory::Person>) -> Result<u64, StoreError> {
        directory::end_keys_of_person(self.work, person.id, self.tables.now()).await
    }

    /// Offers a named command that takes this one back, while the target is unchanged.
    pub fn offer_undo(&self, undo: Undo) {
        self.note(|notes| notes.undo = Some(undo));
    }

    /// The object a link points at, under its own proof.
    ///
    /// # Errors
    /// [`Refused::Hidden`] if the link was not one of the command's.
    pub async fn linked<A: Action>(&self, link: &Link<A::On, A>) -> Result<Linked<'t, A::On>, Refused> {
        if !self.links.iter().any(|known| known.is(A::NAME, link.id().uuid())) {
            return Err(Refused::Hidden);
        }
        self.tables.point_at::<A::On>(A::NAME, link.id()).await
    }

    /// The record a quote points at, as it stands now.
    ///
    /// # Errors
    /// [`Refused::Hidden`] if the quote was not one of the command's.
    pub async fn card(&self, quote: &Quote) -> Result<Card, Refused> {
        if !self.links.iter().any(|known| known.quotes(quote)) {
            return Err(Refused::Hidden);
        }
        let quoting = self.registry.quoting(&quote.target.kind).ok_or(Refused::Hidden)?;
        quoting.within(self.work, self.tables.caller(), quote).await
    }

    /// The next number of a series, such as `case`, for people to call things by. Whoever takes one keeps others waiting
    /// until the command has ended; so there is no gap, and none is given twice.
    ///
    /// # Errors
    /// The database's.
    pub async fn next_number(&self, series: &'static str) -> Result<i64, StoreError> {
        counter::next(self.work, series).await
    }

    /// What a link to a record of this kind opens; nothing when there are none to such records.
    pub fn linkable(&self, kind: &str) -> Option<Linkable> {
        self.registry.linkable(kind)
    }

    /// Whether the portal has an operation of this name.
    pub fn is_operation(&self, name: &str) -> bool {
        self.registry.operation(name).is_some()
    }

    /// Whether programs outside may be told of an event of this name.
    pub fn is_announced(&self, name: &str) -> bool {
        self.registry.announcement(name).is_some()
    }

    /// What is to be written into the journal. A command that wrote cannot say that nothing happened.
    pub(crate) fn into_notes(self) -> Result<Notes, StoreError> {
        let written = self.tables.written();
        let mut notes = self.notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        if notes.nothing_happened && (written > 0 || !notes.events.is_empty()) {
            return Err(StoreError::Fault("a command said that nothing happened after it had written"));
        }
        notes.links = self.links.iter().map(|link| Ref { kind: link.kind.clone(), id: link.id }).collect();
        Ok(notes)
    }

    fn note(&self, write: impl FnOnce(&mut Notes)) {
        write(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl<'t, W> Deref for Tx<'t, W> {
    type Target = store::Tx<'t, W>;

    fn deref(&self) -> &store::Tx<'t, W> {
        &self.tables
    }
}
