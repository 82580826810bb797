use axum::response::Response;
use kernel::Problem;
use serde_json::{Value, json};

use super::{Call, TRIES, gone, only, shown};
use crate::{AddGroup, ChangeGroup, GroupShown, ListGroups, RemoveGroup, fault::Fault, resource, wanted::Group};

impl Call<'_> {
    /// Some of the groups.
    pub(crate) async fn list_groups(&self) -> Result<Response, Fault> {
        let (stretch, told) = (self.stretch()?, self.told());
        let (start, count, members) = (stretch.start, stretch.count, told.tells("members"));
        let asked = json!({ "filter": stretch.filter, "start": start, "count": count, "members": members });
        let found = self.ask::<ListGroups>(asked).await?;
        let rows = found.rows.iter().map(|group| resource::group(&self.base, group, &told)).collect();
        Ok(shown(&resource::list(found.total, start, rows)))
    }

    /// A group.
    pub(crate) async fn show_group(&self, id: &str) -> Result<Response, Fault> {
        let told = self.told();
        let found = self.group(id, told.tells("members")).await?;
        self.one(&resource::group(&self.base, &found, &told), &found.version)
    }

    /// There is a group.
    pub(crate) async fn add_group(&self) -> Result<Response, Fault> {
        let group = Group::of(&self.body)?;
        let asked = json!({ "name": group.name, "external_id": group.external_id, "members": group.members });
        let id = self.execute::<AddGroup>(asked).await?;
        let told = self.told();
        let found = self.group(&id.to_string(), told.tells("members")).await?;
        let value = resource::group(&self.base, &found, &told);
        self.made(&value, &found.version, &format!("/Groups/{}", found.id))
    }

    /// A group is otherwise than before: as a whole, or in what the body changes.
    pub(crate) async fn change_group(&self, id: &str, whole: bool) -> Result<Response, Fault> {
        let mut tries = 0;
        loop {
            tries += 1;
            let before = self.group(id, true).await?;
            self.must_have_seen(&before.version)?;
            let group = if whole { Group::of(&self.body)? } else { Group::changed(&before, &self.body)? };
            match self.execute::<ChangeGroup>(change(&before, &group)).await {
                Ok(()) => break,
                Err(fault) if fault.is_stale() && tries < TRIES && !self.has_seen() => {}
                Err(fault) => return Err(fault),
            }
        }
        self.show_group(id).await
    }

    /// There is the group no more.
    pub(crate) async fn remove_group(&self, id: &str) -> Result<Response, Fault> {
        let before = self.group(id, false).await?;
        self.must_have_seen(&before.version)?;
        let seen = self.has_seen().then_some(&before.version);
        self.execute::<RemoveGroup>(json!({ "named": before.id, "seen": seen })).await?;
        Ok(gone())
    }

    async fn group(&self, id: &str, members: bool) -> Result<GroupShown, Fault> {
        let mut asked = only(id)?;
        if let Some(asked) = asked.as_object_mut() {
            asked.insert("members".to_owned(), json!(members));
        }
        let found = self.ask::<ListGroups>(asked).await?;
        found.rows.into_iter().next().ok_or_else(|| Problem::not_found().into())
    }
}

/// What has to be done so that a group is as it is wanted.
fn change(before: &GroupShown, wanted: &Group) -> Value {
    let is_in = |id: &String| before.members.iter().any(|member| member.id == *id);
    let join: Vec<&String> = wanted.members.iter().filter(|id| !is_in(id)).collect();
    let leave = before.members.iter().map(|member| &member.id).filter(|id| !wanted.members.contains(*id));
    let leave: Vec<&String> = leave.collect();
    json!({
        "named": before.id,
        "seen": before.version,
        "name": wanted.name,
        "external_id": wanted.external_id,
        "join": join,
        "leave": leave,
    })
}
