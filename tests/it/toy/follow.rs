use journal::follow::{Derived, Projector, Sealed, Trouble};
use kernel::Id;

use super::rows::NoteCount;

/// Counts each job's notes.
pub struct CountNotes;

impl Projector for CountNotes {
    const NAME: &'static str = "jobs.count_notes";
    type Writes = (NoteCount,);

    fn listens(&self, event: &str) -> bool {
        event == "jobs.noted"
    }

    async fn project<'t>(&self, sealed: &'t Sealed, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        if sealed.entry.trace == "poison" {
            return Err("this entry cannot be taken".into());
        }
        let id: Id<NoteCount> = Id::from_uuid(sealed.entry.target.id);
        let before = tables.first(NoteCount::ID.is(&id)).await?.map_or(0, |count| count.notes);
        tables.put(&NoteCount { id, notes: before + 1 }).await?;
        Ok(())
    }

    async fn clear<'t>(&self, tables: &'t Derived<'t, Self::Writes>) -> Result<(), Trouble> {
        tables.delete_all(NoteCount::ID).await?;
        Ok(())
    }
}
