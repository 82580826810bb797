use std::{
    ops::Deref,
    sync::{Mutex, PoisonError},
};

use journal::{Event, Recorded};
use kernel::Ref;
use store::{Held, Outline, Refused, Work};

use crate::{Action, Link, Undo};

/// A command's transaction: the tables it declares, the journal, and the objects its links point at.
pub struct Tx<'t, W> {
    tables: store::Tx<'t, W>,
    work: &'t Work,
    notes: Mutex<Notes>,
}

#[derive(Default)]
pub(crate) struct Notes {
    pub events: Vec<Recorded>,
    pub undo: Option<Undo>,
    pub nothing_happened: bool,
}

impl<'t, W> Tx<'t, W> {
    pub(crate) fn over(work: &'t Work, tables: store::Tx<'t, W>, outline: &Outline) -> Self {
        Self { tables: tables.at_home_in(outline.accounts.iter().copied()), work, notes: Mutex::default() }
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

    /// The transaction itself, for the directory's own functions.
    pub fn work(&self) -> &'t Work {
        self.work
    }

    /// Offers a named command that takes this one back, while the target is unchanged.
    pub fn offer_undo(&self, undo: Undo) {
        self.note(|notes| notes.undo = Some(undo));
    }

    /// The object a link points at, under its own proof.
    ///
    /// # Errors
    /// [`Refused::Hidden`] if the link was not one of the command's.
    pub async fn linked<A: Action>(&self, link: &Link<A::On, A>) -> Result<Held<'t, A::On>, Refused> {
        self.work.permit::<A::On>(self.tables.caller(), A::NAME, link.id()).await
    }

    pub(crate) fn into_notes(self) -> Notes {
        self.notes.into_inner().unwrap_or_else(PoisonError::into_inner)
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
