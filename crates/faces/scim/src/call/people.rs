use axum::response::Response;
use kernel::Problem;
use serde_json::{Value, json};

use super::{Call, TRIES, gone, only, shown};
use crate::{AddPerson, ChangePerson, ListPeople, PersonShown, RemovePerson, fault::Fault, resource, wanted::Person};

impl Call<'_> {
    /// Some of the people.
    pub(crate) async fn list_people(&self) -> Result<Response, Fault> {
        let (stretch, told) = (self.stretch()?, self.told());
        let asked = json!({ "filter": stretch.filter, "start": stretch.start, "count": stretch.count });
        let found = self.ask::<ListPeople>(asked).await?;
        let rows = found.rows.iter().map(|person| resource::person(&self.base, person, &told)).collect();
        Ok(shown(&resource::list(found.total, stretch.start, rows)))
    }

    /// Somebody.
    pub(crate) async fn show_person(&self, id: &str) -> Result<Response, Fault> {
        let found = self.person(id).await?;
        self.one(&resource::person(&self.base, &found, &self.told()), &found.version)
    }

    /// Somebody is to come in.
    pub(crate) async fn add_person(&self) -> Result<Response, Fault> {
        let id = self.execute::<AddPerson>(wanted(&Person::of(&self.body, None)?)).await?;
        let found = self.person(&id.to_string()).await?;
        let value = resource::person(&self.base, &found, &self.told());
        self.made(&value, &found.version, &format!("/Users/{}", found.id))
    }

    /// Somebody is otherwise than before: as a whole, or in what the body changes.
    pub(crate) async fn change_person(&self, id: &str, whole: bool) -> Result<Response, Fault> {
        let mut tries = 0;
        loop {
            tries += 1;
            let before = self.person(id).await?;
            self.must_have_seen(&before.version)?;
            let person =
                if whole { Person::of(&self.body, Some(&before))? } else { Person::changed(&before, &self.body)? };
            let mut told = wanted(&person);
            if let Some(told) = told.as_object_mut() {
                told.insert("member".to_owned(), json!(before.id));
                told.insert("seen".to_owned(), json!(before.version));
            }
            match self.execute::<ChangePerson>(told).await {
                Ok(()) => break,
                Err(fault) if fault.is_stale() && tries < TRIES && !self.has_seen() => {}
                Err(fault) => return Err(fault),
            }
        }
        let after = self.person(id).await?;
        self.one(&resource::person(&self.base, &after, &self.told()), &after.version)
    }

    /// Somebody is gone for good.
    pub(crate) async fn remove_person(&self, id: &str) -> Result<Response, Fault> {
        let before = self.person(id).await?;
        self.must_have_seen(&before.version)?;
        let seen = self.has_seen().then_some(&before.version);
        self.execute::<RemovePerson>(json!({ "member": before.id, "seen": seen })).await?;
        Ok(gone())
    }

    async fn person(&self, id: &str) -> Result<PersonShown, Fault> {
        let found = self.ask::<ListPeople>(only(id)?).await?;
        found.rows.into_iter().next().ok_or_else(|| Problem::not_found().into())
    }
}

fn wanted(person: &Person) -> Value {
    json!({
        "user_name": person.user_name,
        "name": person.name,
        "title": person.title,
        "external_id": person.external_id,
        "active": person.active,
    })
}
