//! Says why somebody may or may not do something. It tells what is decided and by what, and nothing of any record.

use std::{process::ExitCode, sync::Arc};

use access::Principal;
use anyhow::Context as _;
use directory::Addressee;
use gateway::{Action as _, Asked, Counts, Explain, Explained, Gateway, HeldRole, Parts, Registry, Why};
use journal::Face;
use kernel::{Clock as _, Problem, Ref, SystemClock};

use crate::{compose, settings::Settings, staff::COMMAND_LINE};

pub async fn run(email: &str, action: &str, record: Option<&str>, settings: &Settings) -> anyhow::Result<ExitCode> {
    let record = match record {
        Some(record) => {
            let wrong = || format!("`{record}` is no record; write its kind and its id, such as invoice:0199…");
            Some(record.parse::<Ref>().with_context(wrong)?)
        }
        None => None,
    };
    let db = compose::database(settings).await?;
    let registry = Registry::of(compose::services())?;
    let gateway = Gateway::open(Parts { db: db.clone(), registry, clock: Arc::new(SystemClock) }).await?;
    let found = directory::person_by_address(&db, email).await?;
    let Addressee { person, accounts } = found.with_context(|| format!("nobody has the address `{email}`"))?;
    let mut places = Vec::new();
    for account in accounts {
        places.push((account.name, directory::member(&db, person, account.account).await?));
    }
    let at_desk = directory::staff(&db, person).await?;
    if !at_desk.holdings.is_empty() {
        places.push(("The desk".to_owned(), at_desk));
    }
    if places.is_empty() {
        println!("no: they are a member of no account and hold no role at the desk");
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
    println!("{place}: {answer}, {because}");
    for held in held {
        println!("  holds {}, which {}", held.role, counts(held));
    }
    println!("  roles that permit it: {}", if opening.is_empty() { "none".to_owned() } else { opening.join(", ") });
}

fn wrong(problem: &Problem, action: &str) -> anyhow::Error {
    match problem.fields().first().map(|field| &*field.says.id) {
        Some("explain-no-action") => {
            anyhow::anyhow!("there is no action `{action}`; actions have names such as billing.read_invoice")
        }
        Some("explain-other-kind") => anyhow::anyhow!("`{action}` is not done to records of that kind"),
        Some("explain-no-record") => anyhow::anyhow!("there is no such record"),
        _ => anyhow::anyhow!("{problem}"),
    }
}

fn words(why: &Why) -> (&'static str, String) {
    match why {
        Why::Permitted(policies) if policies.is_empty() => ("yes", "by a role they hold".to_owned()),
        Why::Permitted(policies) => ("yes", format!("by {}", policies.join(", "))),
        Why::NoRole => ("no", "they hold no role there".to_owned()),
        Why::Lacks => ("no", "no role they hold names the action".to_owned()),
        Why::NotNow => ("no", "the role that names it has ended or not begun".to_owned()),
        Why::TooShort => ("no", "the role that names it does not reach so far".to_owned()),
        Why::Ruled(policies) => ("no", format!("forbidden by {}", policies.join(", "))),
        Why::Stale => ("no", "only a proof shown a moment ago is missing".to_owned()),
    }
}

fn counts(held: &HeldRole) -> &'static str {
    match held.counts {
        Counts::Permits => "permits it, as far as it reaches",
        Counts::Lacks => "does not name it",
        Counts::NotNow => "names it, and has ended or not begun",
        Counts::TooShort => "names it, is held above and does not reach down",
    }
}
