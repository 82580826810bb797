use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use directory::Door;
use gateway::{Raw, WayBack};
use kernel::{Message, Problem, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::Count;
use words::View;

use crate::{
    Failure, Visit,
    cookies::Keep,
    drafts::{self, Draft},
    failure::status,
    path, shell,
    toast::{self, Toast},
};

impl Visit {
    /// A message in the visitor's language.
    pub fn say(&self, message: &Message) -> String {
        self.site.catalogue.put(&self.locale, message, &self.formats)
    }

    /// When something happened, as timelines have it: "Today, 17:33".
    pub fn moment(&self, at: Timestamp) -> String {
        self.formats.moment(at, &self.site.catalogue)
    }

    /// A number as far as anybody counted: "500+".
    pub fn counted(&self, count: Count) -> String {
        let rows = self.formats.number(i64::try_from(count.rows).unwrap_or(i64::MAX));
        if count.more { self.say(&Message::new("front-more-than").with("count", rows)) } else { rows }
    }

    /// A page. The view's field `title` names it; `shell` and, unless the view has one, `layout` are added. A form in
    /// it (`form`, with `values` and `errors`) is filled with what the person typed before and did not send.
    ///
    /// # Errors
    /// A view that is no struct or map, a template that fails: faults of ours.
    pub fn page(&self, template: &str, view: impl Serialize) -> Result<Response, Failure> {
        let mut view = View::of(view)?;
        let notices = self.refill(&mut view);
        self.show(StatusCode::OK, template, view, notices)
    }

    /// The page of a form that came back: what was typed, and what to put right, field by field. Passwords are
    /// not shown again.
    ///
    /// # Errors
    /// As [`Self::page`].
    pub fn form_page(
        &self,
        template: &str,
        view: impl Serialize,
        problem: &Problem,
        raw: &Raw,
    ) -> Result<Response, Failure> {
        let mut view = View::of(view)?;
        view.set("form", self.form_again(problem, raw));
        self.show(status(problem), template, view, Vec::new())
    }

    /// The state of a form that came back.
    pub(crate) fn form_again(&self, problem: &Problem, raw: &Raw) -> Value {
        let mut kept = self.draft().map(|draft| drafts::going_along(draft, raw)).unwrap_or_default();
        let brought = self.brought.get().into_iter().flatten();
        kept.extend(brought.map(|(field, called)| (field.as_str(), called.as_str())));
        json!({ "values": values(raw), "errors": self.errors(problem), "kept": kept })
    }

    /// Sends the browser on to another page of the portal (303). What is no path of ours becomes the front page.
    pub fn redirect(&self, to: &str) -> Response {
        let to = path::own_path(to).unwrap_or("/").to_owned();
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }

    /// Says on the next page what just happened. Never an error.
    pub fn toast(&self, message: &Message) {
        self.toast_with_undo(message, None);
    }

    /// Says on the next page what just happened, and offers to take it back.
    pub fn toast_with_undo(&self, message: &Message, undo: Option<&WayBack>) {
        let undo = undo.and_then(|undo| self.way_back(undo));
        let toast = Toast::new(&self.say(message), undo);
        self.send(toast::cookie(self.cookies(), &self.site.secret, &self.browser, &toast));
    }

    /// The address of a page behind the same door: `/cases` is `/a/{account}/cases` for a customer.
    pub fn address(&self, below: &str) -> String {
        format!("{}{below}", crate::door::address(self.door))
    }

    /// What was typed into a field of this page's form and not sent, for a page that depends on it. Such a form names the
    /// field in `of`: a draft that says something else there belongs to another form, and is not filled in.
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.draft()?.fields.get(field)?.first().map(String::as_str)
    }

    /// A template in its shell.
    pub(crate) fn show(
        &self,
        status: StatusCode,
        template: &str,
        mut view: View,
        notices: Vec<Value>,
    ) -> Result<Response, Failure> {
        if !view.has("layout") {
            view.set("layout", self.layout());
        }
        let shell = shell::around(self, view.text("title").unwrap_or(&self.brand.name), notices);
        view.set("shell", shell);
        let text = self.site.templates.show(template, &self.locale, &self.formats, view)?;
        if self.toast.is_some() {
            self.keep(self.cookies().toast(), "", Keep::Gone);
        }
        Ok((status, Html(text)).into_response())
    }

    /// The frame that fits who is signed in and where they are.
    pub(crate) fn layout(&self) -> &'static str {
        match &self.admission {
            None => "plain",
            // Who owes a second proof is not shown yet what is theirs, not even in the menu.
            Some(admission) if admission.owes_second => "plain",
            // Staff who look with a customer's eyes see a customer's pages.
            Some(_) if self.views_as() => "app",
            Some(admission) if admission.places.is_empty() && admission.is_staff => "desk",
            Some(admission) if self.door == Door::Desk && admission.is_staff => "desk",
            Some(_) => "app",
        }
    }

    /// Where the way on begins: what is asked for first behind the door one stands at or came from.
    pub fn home(&self) -> String {
        let Some(admission) = &self.admission else { return "/sign-in".to_owned() };
        let menu = &self.site.menu;
        let here = self.stand().map(|(door, _)| door);
        let place = admission.places.first().map(|place| Door::Account(place.account));
        let desk = admission.is_staff.then_some(Door::Desk);
        let doors = [here, place, desk].into_iter().flatten().find(|door| menu.leads_to(*door));
        doors.map_or_else(|| "/me/sign-in".to_owned(), crate::door::address)
    }

    /// Where to go on after signing in: the page asked for, or the one whose form was sent.
    pub(crate) fn to_come_back_to(&self) -> String {
        match self.query.as_str() {
            query if self.reads && !query.is_empty() => format!("{}?{query}", self.path),
            _ => self.form.clone(),
        }
    }

    /// Fills a page's form with its draft, and says so.
    fn refill(&self, view: &mut View) -> Vec<Value> {
        let Some(draft) = self.draft() else { return Vec::new() };
        let Some(mut form) = view.json("form") else { return Vec::new() };
        let of = form.get("of").and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(values) = form.get_mut("values").and_then(Value::as_object_mut) else { return Vec::new() };
        let typed = |name: &str| draft.fields.get(name).map(|typed| drafts::value_of(typed));
        if of.iter().filter_map(Value::as_str).any(|name| typed(name) != values.get(name).cloned()) {
            return Vec::new();
        }
        for (name, typed) in &draft.fields {
            values.insert(name.clone(), drafts::value_of(typed));
        }
        if let Some(form) = form.as_object_mut() {
            form.insert("kept".to_owned(), json!(draft.files));
        }
        view.set("form", form);
        let text = self.say(&Message::new("front-draft-kept").with("day", draft.saved_at));
        let label = self.say(&Message::new("front-draft-fresh"));
        let query = if self.query.is_empty() { String::new() } else { format!("{}&", self.query) };
        vec![json!({ "text": text, "href": format!("{}?{query}draft=no", self.path), "label": label })]
    }

    /// What was typed on this page and not sent, unless it is asked for afresh.
    fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref().filter(|_| self.asked_for("draft").is_none())
    }

    /// What to put right, by field; under `form` what belongs to none.
    fn errors(&self, problem: &Problem) -> Map<String, Value> {
        let mut errors = Map::new();
        for field in problem.fields() {
            errors.entry(name_of(&field.at)).or_insert_with(|| Value::from(self.say(&field.says)));
        }
        if errors.is_empty() {
            errors.insert("form".to_owned(), Value::from(self.say(problem.says())));
        }
        errors
    }
}

fn values(raw: &Raw) -> Map<String, Value> {
    drafts::fields_of(raw, drafts::may_show).into_iter().map(|(name, typed)| (name, drafts::value_of(&typed))).collect()
}

/// A field's name from its JSON pointer: `/lines/2/amount` is `lines-2-amount` in a form.
fn name_of(pointer: &str) -> String {
    let name = pointer.strip_prefix('/').unwrap_or(pointer).replace('/', "-");
    if name.is_empty() { "form".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_fault_stands_at_its_field_or_at_the_form() {
        assert_eq!(name_of("/email"), "email");
        assert_eq!(name_of("form"), "form");
        assert_eq!(name_of(""), "form");
        assert_eq!(name_of("/lines/2/amount"), "lines-2-amount");
    }
}
