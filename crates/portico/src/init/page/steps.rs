//! The questions on six pages: what was typed becomes the same answers that a file holds.

use std::collections::BTreeMap;

use kernel::Message;

use super::parts::{apart, encoded, together, without_query_password};
use crate::init::{
    answers::{self, Address, Place, Raw},
    tries,
};

/// One page of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What the company is called.
    Company,
    /// Where people find the portal, and who speaks TLS there.
    Address,
    /// The first administrator.
    Admin,
    /// The mail server.
    Mail,
    /// Where the data lie.
    Place,
    /// Where copies go.
    Copies,
}

/// What is wrong with a field, and how to mend it.
pub(super) type Fault = (&'static str, Message);

/// What was typed into a page's fields.
pub(super) struct Typed(BTreeMap<String, String>);

impl Typed {
    /// A form's body.
    pub fn read(body: &str) -> Self {
        Self(form_urlencoded::parse(body.as_bytes()).into_owned().collect())
    }

    /// One field; nothing typed is the empty word.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// What may be shown again: all but secrets.
    pub fn shown(&self) -> BTreeMap<String, String> {
        let plain = self.0.iter().filter(|(name, _)| !name.contains("password") && *name != "csrf");
        let without_password = |(name, value): (&String, &String)| (name.clone(), apart(value).0);
        plain.map(without_password).collect()
    }
}

impl Step {
    /// In their order.
    pub const ALL: [Self; 6] = [Self::Company, Self::Address, Self::Admin, Self::Mail, Self::Place, Self::Copies];

    /// Its name in addresses, templates and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Address => "address",
            Self::Admin => "admin",
            Self::Mail => "mail",
            Self::Place => "place",
            Self::Copies => "copies",
        }
    }

    /// The one of this name.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Its address.
    pub fn path(self) -> String {
        format!("/steps/{}", self.word())
    }

    /// Whether it was answered.
    pub const fn is_done(self, draft: &Raw) -> bool {
        match self {
            Self::Company => draft.name.is_some(),
            Self::Address => draft.address.is_some(),
            Self::Admin => draft.admin.is_some(),
            Self::Mail => draft.mail.is_some(),
            Self::Place => draft.data.is_some(),
            Self::Copies => draft.backup.is_some(),
        }
    }

    /// The draft with what was typed on this page; the mail server and the place for the data are tried.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub async fn answer(self, typed: &Typed, draft: &Raw) -> Result<Raw, Vec<Fault>> {
        match self {
            Self::Company => company(typed, draft).map_err(|fault| vec![fault]),
            Self::Address => address(typed, draft),
            Self::Admin => admin(typed, draft).map_err(|fault| vec![fault]),
            Self::Mail => mail(typed, draft).await,
            Self::Place => place(typed, draft).await.map_err(|fault| vec![fault]),
            Self::Copies => copies(typed, draft).map_err(|fault| vec![fault]),
        }
    }
}

fn fault(field: &'static str, message: &'static str) -> Fault {
    (field, Message::new(message))
}

fn company(typed: &Typed, draft: &Raw) -> Result<Raw, Fault> {
    let name = answers::name(typed.get("name")).map_err(|_| fault("name", "first-run-wrong-name"))?;
    Ok(Raw { name: Some(name), ..draft.clone() })
}

fn address(typed: &Typed, draft: &Raw) -> Result<Raw, Vec<Fault>> {
    let mut faults = Vec::new();
    let address = answers::address(typed.get("address")).ok();
    if address.is_none() {
        faults.push(fault("address", "first-run-wrong-address"));
    }
    let is_here = address.as_ref().is_none_or(Address::is_here);
    let way = typed.get("tls");
    let tls = match way {
        "files" => format!("{} {}", typed.get("cert"), typed.get("key")),
        way => way.to_owned(),
    };
    if way.is_empty() || answers::tls(&tls, is_here).is_err() {
        faults.push(match way {
            "files" => fault("cert", "first-run-wrong-cert"),
            "acme" => fault("tls", "first-run-wrong-acme"),
            _ => fault("tls", "first-run-wrong-tls"),
        });
    }
    match address {
        Some(address) if faults.is_empty() => Ok(Raw { address: Some(address.url), tls: Some(tls), ..draft.clone() }),
        _ => Err(faults),
    }
}

fn admin(typed: &Typed, draft: &Raw) -> Result<Raw, Fault> {
    let admin = answers::email(typed.get("admin")).map_err(|_| fault("admin", "first-run-wrong-admin"))?;
    Ok(Raw { admin: Some(admin.as_str().to_owned()), ..draft.clone() })
}

async fn mail(typed: &Typed, draft: &Raw) -> Result<Raw, Vec<Fault>> {
    let (way, host, user) = (typed.get("way"), typed.get("server"), typed.get("user"));
    let mut faults = Vec::new();
    let from = answers::sender(typed.get("from")).ok();
    if from.is_none() {
        faults.push(fault("from", "first-run-wrong-from"));
    }
    let is_here = draft.address.as_deref().and_then(|raw| answers::address(raw).ok());
    let is_here = is_here.is_none_or(|address| address.is_here());
    let (mail, password) = match way {
        "none" => ("none".to_owned(), None),
        way if user.is_empty() => (format!("{way}://{host}"), None),
        way => {
            let mail = format!("{way}://{user}@{host}");
            // A password that is kept goes to the server it was given for, and to no other.
            let kept = draft.mail_password.clone().filter(|_| draft.mail.as_ref() == Some(&mail));
            let typed = Some(typed.get("password").to_owned()).filter(|password| !password.is_empty());
            (mail, typed.or(kept))
        }
    };
    let is_host = way == "none" || (!host.is_empty() && !host.contains(['@', '/', ' ']));
    let server = answers::server(&mail, password.clone(), is_here).ok().filter(|_| is_host && !way.is_empty());
    if server.is_none() {
        faults.push(match way {
            "none" | "" => fault("way", "first-run-wrong-way"),
            _ if !is_host => fault("server", "first-run-wrong-server"),
            _ if user.contains(':') => fault("user", "first-run-wrong-user"),
            _ if !user.is_empty() && password.is_none() => fault("password", "first-run-wrong-password"),
            _ => fault("server", "first-run-wrong-server"),
        });
    }
    let (Some(from), Some(server)) = (from, server) else { return Err(faults) };
    if let Some(server) = &server {
        let wrong = |says: String| vec![("server", Message::new("first-run-wrong-mail-trial").with("says", says))];
        tries::server(server, &from).await.map_err(wrong)?;
    }
    Ok(Raw { mail: Some(mail), mail_password: password, from: Some(from), ..draft.clone() })
}

async fn place(typed: &Typed, draft: &Raw) -> Result<Raw, Fault> {
    let (field, data) = match typed.get("place") {
        "folder" => ("folder", typed.get("folder").to_owned()),
        "postgres" if without_query_password(typed.get("database")).1 => {
            return Err(fault("database", "first-run-wrong-database-query"));
        }
        "postgres" => ("database", database(typed, draft)),
        _ => return Err(fault("place", "first-run-wrong-place")),
    };
    let wrong = || match field {
        "folder" => fault("folder", "first-run-wrong-folder"),
        _ => fault("database", "first-run-wrong-database"),
    };
    let place = answers::place(&data).map_err(|_| wrong())?;
    if matches!(place, Place::Folder(_)) != (field == "folder") {
        return Err(wrong());
    }
    tries::place(&place).await.map_err(|_| wrong())?;
    Ok(Raw { data: Some(data), ..draft.clone() })
}

/// The database's address with its password: the one typed beside it or within it, else the one kept for it.
fn database(typed: &Typed, draft: &Raw) -> String {
    let (address, within) = apart(typed.get("database"));
    let beside = Some(typed.get("database_password")).filter(|password| !password.is_empty()).map(encoded);
    let kept = draft.data.as_deref().map(apart).filter(|(known, _)| *known == address).and_then(|(_, kept)| kept);
    together(&address, beside.or(within).or(kept).as_deref())
}

fn copies(typed: &Typed, draft: &Raw) -> Result<Raw, Fault> {
    let backup = answers::backup(typed.get("backup")).map_err(|_| fault("backup", "first-run-wrong-backup"))?;
    Ok(Raw { backup: Some(backup.unwrap_or_else(|| "none".to_owned())), ..draft.clone() })
}

#[cfg(test)]
mod tests {
    use super::{Raw, Step, Typed};

    fn draft() -> Raw {
        let some = |text: &str| Some(text.to_owned());
        Raw {
            address: some("https://portal.harrow.example"),
            mail: some("smtps://portal@smtp.harrow.example"),
            mail_password: some("correct horse"),
            data: some("postgres://portal:secret@db/portal"),
            ..Raw::default()
        }
    }

    async fn faults(step: Step, body: &str) -> Vec<&'static str> {
        let faults = step.answer(&Typed::read(body), &draft()).await.err().unwrap_or_default();
        faults.into_iter().map(|(field, _)| field).collect()
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_at_its_field() {
        assert_eq!(faults(Step::Company, "name=+").await, ["name"]);
        assert_eq!(faults(Step::Address, "address=http%3A%2F%2Fportal.example&tls=none").await, ["address"]);
        assert_eq!(faults(Step::Address, "address=https%3A%2F%2Fportal.example&tls=none").await, ["tls"]);
        assert_eq!(faults(Step::Address, "address=http%3A%2F%2Flocalhost&tls=acme").await, ["tls"]);
        assert_eq!(faults(Step::Address, "address=https%3A%2F%2Fa.example&tls=files&cert=%2Fno").await, ["cert"]);
        assert_eq!(faults(Step::Admin, "admin=hannah").await, ["admin"]);
        assert_eq!(faults(Step::Mail, "way=none&from=a%40b.example").await, ["way"], "a portal for others");
        assert_eq!(faults(Step::Mail, "way=smtps&from=&server=").await, ["from", "server"]);
        assert_eq!(faults(Step::Place, "").await, ["place"]);
        assert_eq!(faults(Step::Copies, "backup=copies").await, ["backup"]);
    }

    #[tokio::test]
    async fn a_kept_password_is_not_brought_to_another_server() {
        let other = "way=smtps&from=a%40b.example&server=smtp.evil.example&user=portal";
        assert_eq!(faults(Step::Mail, other).await, ["password"]);
        let typed = Typed::read("place=postgres&database=postgres%3A%2F%2Fportal%40evil%2Fportal");
        assert_eq!(super::database(&typed, &draft()), "postgres://portal@evil/portal");
        let typed = Typed::read("place=postgres&database=postgres%3A%2F%2Fportal%40db%2Fportal");
        assert_eq!(super::database(&typed, &draft()), "postgres://portal:secret@db/portal");
    }

    #[tokio::test]
    async fn a_password_in_the_query_of_a_database_s_address_is_refused_with_where_it_belongs() {
        let typed = Typed::read("place=postgres&database=postgres%3A%2F%2Fdb%2Fportal%3Fpassword%3Dsecret");
        let faults = Step::Place.answer(&typed, &draft()).await.err().unwrap_or_default();
        let told: Vec<_> = faults.iter().map(|(field, message)| (*field, &*message.id)).collect();
        assert_eq!(told, [("database", "first-run-wrong-database-query")]);
    }

    #[test]
    fn what_is_shown_again_holds_no_password() {
        let body = "database=postgres%3A%2F%2Fa%3Asecret%40db%2Fp%3Fpassword%3Dsecret&database_password=secret&\
                    csrf=secret&user=a";
        let shown = Typed::read(body).shown();
        assert_eq!(shown.get("database").map(String::as_str), Some("postgres://a@db/p"));
        assert!(shown.values().all(|value| !value.contains("secret")), "{shown:?}");
    }
}
