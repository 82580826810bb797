//! One box for a record, by its number or its id, a customer, a person or an event. What is typed may be a person's
//! name, so it is sent in the body; the list it leads to names them by id.

use axum::response::Response;
use front::{Choice, Failure, Form, Signed, Staff, Visit};
use gateway::{Found, Raw};
use kernel::{Message, Problem, Ref};

use super::{
    list::{LIST, page},
    tab::Tab,
    way::Way,
    words::kind,
};
use crate::queries::{NameAccounts, NamePeople, Named};

/// The most characters that are looked for.
const LONGEST: usize = 80;

/// The most people, and the most customers, to choose from; of records the gate gives no more.
const MOST: usize = 20;

/// Leads to the list of what was meant; to a choice where that may be several things.
pub(super) async fn find<R: Tab>(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let (way, _) = Way::read(&me, R::PATH, &raw);
    let Some(sought) = raw.text("find") else { return Ok(me.redirect(&way.with(&[]))) };
    if let Ok(object) = sought.parse::<Ref>() {
        let object = object.to_string();
        return Ok(me.redirect(&way.with(&[("object", Some(object.as_str())), ("kind", None)])));
    }
    if is_technical(&sought) {
        return Ok(me.redirect(&way.with(&[("what", Some(sought.as_str()))])));
    }
    let (mut people, mut accounts) = called(&me, &sought).await?;
    let is_cut = people.len() > MOST || accounts.len() > MOST;
    people.truncate(MOST);
    accounts.truncate(MOST);
    let records = me.site().gateway.numbered(&me.asked(), &sought).await?;
    let mut choices = records.iter().map(|record| of_record(&me, &way, record)).collect::<Vec<_>>();
    choices.extend(accounts.iter().map(|account| of_customer(&way, account)));
    choices.extend(people.iter().map(|person| of_person(&way, person)));
    if let [only] = choices.as_slice() {
        return Ok(me.redirect(&only.href));
    }
    let says = match choices.as_slice() {
        [] => "journal-nobody",
        _ if is_cut => "journal-many",
        _ => "journal-several",
    };
    let problem = Problem::invalid(Vec::new()).at("/find", Message::new(says));
    me.form_page(LIST, page::<R>(&me, &way, choices).await?, &problem, &raw)
}

async fn called(me: &Signed, sought: &str) -> Result<(Vec<Named>, Vec<Named>), Failure> {
    let sought: String = sought.chars().take(LONGEST).collect();
    let raw = Raw::Form(vec![("called".to_owned(), sought)]);
    Ok((me.ask::<NamePeople>(None, &raw).await?, me.ask::<NameAccounts>(None, &raw).await?))
}

fn of_record(visit: &Visit, way: &Way, found: &Found) -> Choice {
    let named = Message::new("journal-record-named").with("kind", kind(visit, &found.target.kind));
    let href = way.with(&[("object", Some(found.target.to_string().as_str())), ("kind", None)]);
    Choice { label: visit.say(&named.with("id", found.number.clone())), href, current: false }
}

fn of_customer(way: &Way, account: &Named) -> Choice {
    let href = way.with(&[("account", Some(account.id.simple().to_string().as_str()))]);
    Choice { label: account.name.clone(), href, current: false }
}

fn of_person(way: &Way, person: &Named) -> Choice {
    let href = way.with(&[("who", Some(format!("person:{}", person.id.simple()).as_str()))]);
    Choice { label: person.name.clone(), href, current: false }
}

/// `billing.`, `identity.signed_in`: what nobody is called.
fn is_technical(words: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || matches!(letter, '.' | '_');
    words.contains('.') && !words.starts_with('.') && words.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_technical;

    #[test]
    fn events_are_told_from_names() {
        assert!(is_technical("billing.") && is_technical("identity.signed_in"));
        assert!(!is_technical("J. Whitaker") && !is_technical("whitaker") && !is_technical("priya@northgate.example"));
    }
}
