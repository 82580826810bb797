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

/// What files hold or are called, by field.
pub(crate) type Files = BTreeMap<String, String>;

/// What was typed and chosen on a page, and not sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    id: Id<Draft>,
    pub fields: Fields,
    /// What the files are called that were chosen.
    pub files: Files,
    pub saved_at: Timestamp,
}

impl Noun for Draft {
    const NAME: &'static str = "draft";
}

/// How long a draft is kept.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// The most that is kept of one page, as it is stored, in words and as much again in files: the edge takes no form that
/// is larger.
const LARGEST: usize = 2 * 1024 * 1024;

/// How many drafts are kept of one person: at their largest they take 120 MiB.
const MOST: usize = 30;

/// The field by which a form says which of the files that were kept go along with it.
const ALONG: &str = "_kept";

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

/// Whether a form brings files that may be kept.
pub(crate) fn brings_files(raw: &Raw) -> bool {
    let is_one = |(name, value): &(String, String)| may_keep(name) && multipart::is_file(value);
    matches!(raw, Raw::Form(pairs) if pairs.iter().any(is_one))
}

/// The files of a form, and what they are called.
fn files_of(raw: &Raw) -> (Files, Files) {
    let Raw::Form(pairs) = raw else { return (Files::new(), Files::new()) };
    let chosen = pairs.iter().filter(|(name, value)| may_keep(name) && multipart::is_file(value));
    let files: Files = chosen.cloned().collect();
    let called = |field: &String| {
        let at = multipart::called(field);
        let name = pairs.iter().find(|(name, _)| *name == at).map(|(_, name)| name.clone());
        (field.clone(), name.unwrap_or_default())
    };
    let names = files.keys().map(called).collect();
    (files, names)
}

/// What the files are called that were kept and go along with a form that was sent.
pub(crate) fn going_along<'d>(draft: &'d Draft, raw: &Raw) -> BTreeMap<&'d str, &'d str> {
    let Raw::Form(pairs) = raw else { return BTreeMap::new() };
    let ticked = |field: &str| pairs.iter().any(|(name, value)| name == ALONG && value == field);
    let files = draft.files.iter().filter(|(field, _)| ticked(field));
    files.map(|(field, called)| (field.as_str(), called.as_str())).collect()
}

/// The form with the files that were kept of it and go along, where it brings none in their place; nothing where it
/// is that already.
pub(crate) async fn attached(db: &Db, draft: &Draft, raw: &Raw) -> Result<Option<Raw>, StoreError> {
    let Raw::Form(pairs) = raw else { return Ok(None) };
    let mut along = going_along(draft, raw);
    along.retain(|field, _| pairs.iter().all(|(name, value)| name != field || value.is_empty()));
    if along.is_empty() {
        return Ok(None);
    }
    let mut sql = Sql::new("SELECT d.files FROM front_drafts AS d WHERE d.id = ");
    sql.bind(draft.id.uuid());
    let found = db.unguarded().query(sql).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let files: Option<Json<Files>> = Columns::of(row).take()?;
    let Some(Json(mut files)) = files else { return Ok(None) };
    let mut pairs = pairs.clone();
    pairs.retain(|(name, _)| !along.contains_key(name.as_str()));
    for (field, name) in along {
        if let Some(file) = files.remove(field) {
            pairs.extend([(field.to_owned(), file), (multipart::called(field), name.to_owned())]);
        }
    }
    Ok(Some(Raw::Form(pairs)))
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
    let mut sql = Sql::new("SELECT d.fields, d.file_names, d.saved_at FROM front_drafts AS d WHERE d.id = ");
    sql.bind(id.uuid());
    let found = db.unguarded().query(sql).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let mut columns = Columns::of(row);
    let fields: Json<Fields> = columns.take()?;
    let files: Option<Json<Files>> = columns.take()?;
    let files = files.map(|files| files.0).unwrap_or_default();
    Ok(Some(Draft { id, fields: fields.0, files, saved_at: columns.take()? }))
}

/// Keeps what somebody typed on the page `form`, in the place of what was kept of it before, and the files they chose;
/// where they chose none, those chosen before stay, and where theirs are too large, none do. Nothing is kept of a form
/// that is empty or in which too much was typed. Of more drafts than are kept of one person, the oldest go. Gives what
/// the files are called that are kept now.
pub(crate) async fn keep(
    db: &Db,
    person: Id<Person>,
    form: &str,
    raw: &Raw,
    now: Timestamp,
) -> Result<Files, StoreError> {
    let (fields, (files, names)) = (fields_of(raw, may_keep), files_of(raw));
    let text = serde_json::to_string(&fields).unwrap_or_default();
    if (fields.is_empty() && files.is_empty()) || text.len() > LARGEST {
        return Ok(Files::new());
    }
    let with_files = !files.is_empty();
    let also = if with_files { ", file_names, files" } else { "" };
    let mut sql = Sql::new("INSERT INTO front_drafts (id, person_id, form, fields, saved_at");
    sql.push(also).push(") VALUES (");
    sql.bind(Uuid::now_v7()).push(", ").bind(person.uuid()).push(", ").bind(form).push(", ").bind(text);
    sql.push(", ").bind(now.micros());
    // One that is too large takes the place of the one before, too: that would go along in its stead.
    let held = serde_json::to_string(&files).ok().filter(|held| with_files && held.len() <= LARGEST);
    let names = if held.is_some() { names } else { Files::new() };
    if with_files {
        let called = held.as_ref().and_then(|_| serde_json::to_string(&names).ok());
        sql.push(", ").bind(called).push(", ").bind(held);
    }
    sql.push(") ON CONFLICT (person_id, form) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at");
    if with_files {
        sql.push(", file_names = excluded.file_names, files = excluded.files");
    }
    db.unguarded().execute(sql).await?;
    drop_oldest(db, person, form).await?;
    Ok(names)
}

/// Removes what of somebody's drafts is more than is kept, the oldest first, and never that of the page `form`, which
/// was just saved.
async fn drop_oldest(db: &Db, person: Id<Person>, form: &str) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM front_drafts WHERE person_id = ");
    sql.bind(person.uuid()).push(" AND form <> ").bind(form);
    sql.push(" AND id NOT IN (SELECT d.id FROM front_drafts AS d WHERE d.person_id = ").bind(person.uuid());
    sql.push(" ORDER BY d.saved_at DESC, d.id DESC LIMIT ").push(&MOST.to_string()).push(")");
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Removes what nobody has sent, or typed on at, for a month; tells how many. May run at any time, and twice.
///
/// # Errors
/// The database's.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, StoreError> {
    let mut sql = Sql::new("DELETE FROM front_drafts WHERE saved_at < ");
    sql.bind(now.minus(KEPT).micros());
    db.unguarded().execute(sql).await
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
