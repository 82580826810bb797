//! Says why somebody may or may not do something. It tells what is decided and by what, and nothing of any record.

use std::{process::ExitCode, sync::Arc};

use access::Principal;
use anyhow::Context as _;
use directory::Addressee;
use gateway::{Action as _, Asked, Counts, Explain, Explained, Gateway, HeldRole, Parts, Registry, Why};
use journal::Face;
use kernel::{Clock as _, Message, Problem, Ref, SystemClock};

use crate::{compose, settings::Settings, staff::COMMAND_LINE, terminal::say};

pub async fn run(email: &str, action: &str, record: Option<&str>, settings: &Settings) -> anyhow::Result<ExitCode> {
    let record = match record {
        Some(record) => {
            let wrong = || say(&Message::new("why-no-record").with("record", record));
            Some(record.parse::<Ref>().with_context(wrong)?)
        }
        None => None,
    };
    let db = compose::database(settings).await?;
    let registry = Registry::of(compose::services())?;
    let gateway = Gateway::open(Parts { db: db.clone(), registry, clock: Arc::new(SystemClock) }).await?;
    let found = directory::person_by_address(&db, email).await?;
    let Addressee { person, accounts } =
        found.with_context(|| say(&Message::new("people-no-address").with("email", email)))?;
    let mut places = Vec::new();
    for account in accounts {
        places.push((account.name, directory::member(&db, person, account.account).await?));
    }
    let at_desk = directory::staff(&db, person).await?;
    if !at_desk.holdings.is_empty() {
        places.push((say(&Message::new("why-desk")), at_desk));
    }
    if places.is_empty() {
        println!("{}", say(&Message::new("why-no-place")));
    }
    let asker = Asked::system(COMMAND_LINE, Face::Inside, SystemClock.now()).principal;
    for (place, of) in &places {
        let explained = gateway.explain(of, action, record.as_ref(), None).await;
        tell(place, &explained.map_err(|problem| wrong(&problem, action))?);
        gateway.logs().view(SystemClock.now(), &asker, Explain::NAME, record.clone(), Principal::account(of));
    }
    gateway.logs().flush(&db).await?;
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn tell(place: &str, explained: &Explained) {
    let Explained { why, held, opening } = explained;
    let (answer, because) = words(why);
    println!("{}", say(&Message::new(answer).with("place", place).with("because", say(&because))));
    for held in held {
        println!("  {}", say(&Message::new(counts(held)).with("role", held.role.as_str())));
    }
    let opening = match opening.as_slice() {
        [] => Message::new("why-opening-none"),
        roles => Message::new("why-opening").with("roles", roles.join(", ")),
    };
    println!("  {}", say(&opening));
}

fn wrong(problem: &Problem, action: &str) -> anyhow::Error {
    let says = match problem.fields().first().map(|field| &*field.says.id) {
        Some("explain-no-action") => Message::new("why-unknown-action").with("action", action),
        Some("explain-other-kind") => Message::new("why-other-kind").with("action", action),
        Some("explain-no-record") => Message::new("why-unknown-record"),
        _ => return anyhow::anyhow!("{problem}"),
    };
    anyhow::anyhow!(say(&says))
}

/// The answer, and what it rests on.
fn words(why: &Why) -> (&'static str, Message) {
    let by = |id: &'static str, policies: &[String]| Message::new(id).with("policies", policies.join(", "));
    match why {
        Why::Permitted(policies) if policies.is_empty() => ("why-yes", Message::new("why-by-role")),
        Why::Permitted(policies) => ("why-yes", by("why-by", policies)),
        Why::NoRole => ("why-no", Message::new("why-holds-none")),
        Why::Lacks => ("why-no", Message::new("why-lacks")),
        Why::NotNow => ("why-no", Message::new("why-not-now")),
        Why::TooShort => ("why-no", Message::new("why-too-short")),
        Why::Ruled(policies) => ("why-no", by("why-ruled", policies)),
        Why::Stale => ("why-no", Message::new("why-stale")),
    }
}

fn counts(held: &HeldRole) -> &'static str {
    match held.counts {
        Counts::Permits => "why-held-permits",
        Counts::Lacks => "why-held-lacks",
        Counts::NotNow => "why-held-not-now",
        Counts::TooShort => "why-held-too-short",
    }
}
