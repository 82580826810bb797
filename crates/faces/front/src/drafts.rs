#![expect(
    clippy::disallowed_methods,
    reason = "drafts are scratch: a person's own typing, kept by the layer around pages"
)]

use std::{collections::BTreeMap, time::Duration};

use access::Person;
use gateway::Raw;
use kernel::{Id, Noun, Timestamp};
use serde_json::Value;
use store::{Columns, Db, Json, Sql, StoreError};
use uuid::Uuid;

use crate::multipart;

/// What was typed, by field; a field may have several values.
pub(crate) type Fields = BTreeMap<String, Vec<String>>;

/// Words that were typed and not sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub fields: Fields,
    pub saved_at: Timestamp,
}

impl Noun for Draft {
    const NAME: &'static str = "draft";
}

/// How long a draft is kept.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// The most that is kept of one page, as it is stored: the edge takes no form that is larger.
const LARGEST: usize = 2 * 1024 * 1024;

/// Words in the names of fields that hold what must not lie around.
const SECRET: [&str; 6] = ["password", "secret", "token", "code", "current", "card"];

/// Whether what was typed into a field may be shown again in the answer to it.
pub(crate) fn may_show(name: &str) -> bool {
    name != "csrf" && !name.starts_with('_') && words_of(name).all(|word| word != "password")
}

/// Whether what was typed into a field may be kept.
pub(crate) fn may_keep(name: &str) -> bool {
    may_show(name) && words_of(name).all(|word| !SECRET.contains(&word))
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(['_', '-'])
}

/// The fields of a form by name, those for which `fits` holds. Files are never among them.
pub(crate) fn fields_of(raw: &Raw, fits: fn(&str) -> bool) -> Fields {
    let mut fields = Fields::new();
    if let Raw::Form(pairs) = raw {
        for (name, value) in pairs.iter().filter(|(name, value)| fits(name) && !multipart::is_file(value)) {
            fields.entry(name.clone()).or_default().push(value.clone());
        }
    }
    fields
}

/// A field's values as templates take them: one by itself, several as a list.
pub(crate) fn value_of(values: &[String]) -> Value {
    match values {
        [one] => Value::from(one.as_str()),
        several => Value::from(several),
    }
}

/// Finds the draft of the page `form`, of whoever's the session `s` is.
pub(crate) fn of_session(form: &str) -> Sql {
    let mut sql = Sql::new("SELECT d.id FROM front_drafts AS d WHERE d.person_id = s.person_id AND d.form = ");
    sql.bind(form);
    sql
}

/// Reads a draft that was found; nothing if it went meanwhile.
pub(crate) async fn read(db: &Db, id: Id<Draft>) -> Result<Option<Draft>, StoreError> {
    let mut sql = Sql::new("SELECT d.fields, d.saved_at FROM front_drafts AS d WHERE d.id = ");
    sql.bind(id.uuid());
    let found = db.unguarded().query(sql).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let mut columns = Columns::of(row);
    let fields: Json<Fields> = columns.take()?;
    Ok(Some(Draft { fields: fields.0, saved_at: columns.take()? }))
}

/// Keeps what somebody typed on the page `form`, in the place of what was kept of it before. What is empty or too
/// large is not kept, and what is too old goes.
pub(crate) async fn keep(
    db: &Db,
    person: Id<Person>,
    form: &str,
    fields: &Fields,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(fields).unwrap_or_default();
    if fields.is_empty() || text.len() > LARGEST {
        return Ok(());
    }
    let mut old = Sql::new("DELETE FROM front_drafts WHERE person_id = ");
    old.bind(person.uuid()).push(" AND saved_at < ").bind(now.minus(KEPT).micros());
    db.unguarded().execute(old).await?;
    let mut sql = Sql::new("INSERT INTO front_drafts (id, person_id, form, fields, saved_at) VALUES (");
    sql.bind(Uuid::now_v7()).push(", ").bind(person.uuid()).push(", ").bind(form).push(", ").bind(text);
    sql.push(", ").bind(now.micros()).push(") ON CONFLICT (person_id, form) DO UPDATE SET ");
    sql.push("fields = excluded.fields, saved_at = excluded.saved_at");
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Forgets what somebody typed on a page.
pub(crate) async fn forget(db: &Db, person: Id<Person>, form: &str) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM front_drafts WHERE person_id = ");
    sql.bind(person.uuid()).push(" AND form = ").bind(form);
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Whose session a token was, even though it has ended; nobody's when the person may no longer sign in.
pub(crate) async fn whose(db: &Db, token_hash: &str) -> Result<Option<Id<Person>>, StoreError> {
    let mut sql =
        Sql::new("SELECT p.id FROM sessions AS s JOIN persons AS p ON p.id = s.person_id WHERE s.token_hash = ");
    sql.bind(token_hash).push(" AND p.disabled_at IS NULL");
    let found = db.unguarded().query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}

#[cfg(test)]
mod tests {
    use gateway::Raw;
    use serde_json::json;

    use super::{fields_of, may_keep, may_show, value_of};

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn secrets_are_never_kept() {
        let typed = ["csrf", "_key", "password", "new_password", "current", "code", "api_token"];
        let kept =
            [pair("body", "Pump 4 leaks"), pair("postcode", "LS1 4AP"), pair("logo", "data:image/png;base64,AQI=")];
        let raw = Raw::Form(typed.iter().map(|name| pair(name, "x")).chain(kept).collect());
        assert_eq!(fields_of(&raw, may_keep).into_keys().collect::<Vec<_>>(), ["body", "postcode"]);
        assert!(may_show("code") && !may_show("new_password"));
    }

    #[test]
    fn several_values_of_a_field_stay_several() {
        let raw = Raw::Form(vec![pair("site", "Leeds"), pair("site", "York"), pair("body", "x")]);
        let kept = fields_of(&raw, may_keep);
        assert_eq!(value_of(&kept["site"]), json!(["Leeds", "York"]));
        assert_eq!(value_of(&kept["body"]), json!("x"));
    }
}
