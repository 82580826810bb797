use access::{Account, Acting, Actor};
use journal::{Face, Outcome};
use kernel::{Id, Problem, Ref};
use store::{Object, Refused};
use telemetry::spans;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::{Asked, Effect, Gateway, Query, Raw, RawField, Reader, Spec, Viewed, query::Proven};

impl Gateway {
    /// Asks `Q`: proof, then reading, then the note that it was read.
    ///
    /// # Errors
    /// What is hidden answers as what is absent; fields that need attention; the query's own problems.
    pub async fn ask<Q: Query>(&self, asked: &Asked, id: Option<Uuid>, raw: &Raw) -> Result<Q::Output, Problem> {
        self.answer::<Q>(asked, id, raw).instrument(spans::operation(Q::NAME)).await
    }

    async fn answer<Q: Query>(&self, asked: &Asked, id: Option<Uuid>, raw: &Raw) -> Result<Q::Output, Problem> {
        let caller = self.asker(asked).await?;
        let under = match Q::Under::obtain(&self.db, &caller, Q::NAME, id).await {
            Ok(under) => under,
            Err(refused) => {
                self.note_refusal(asked, Q::NAME, id.map(|id| reference::<Q>(id)), &refused);
                return Err(refused.into());
            }
        };
        let mut reader = Reader::new(raw, &asked.formats);
        let told = Q::read(&mut reader);
        let errors = reader.finish();
        let told = match told {
            Some(told) if errors.is_empty() => told,
            _ => return Err(Problem::invalid(errors)),
        };
        // What is silent elsewhere is known there by other means, such as the letter it went into; a program has none.
        // Of what staff see with a customer's eyes nothing is silent.
        let viewed = match Q::VIEWED {
            Viewed::Silent if Q::Under::ONE && asked.face == Face::Api => Viewed::BeforeAnswer,
            _ if asked.principal.views_as() => Viewed::BeforeAnswer,
            viewed => viewed,
        };
        if viewed != Viewed::Silent {
            let target = id.map(|id| reference::<Q>(id));
            let whose = under.whose().or_else(|| narrowed_to(asked, raw));
            self.logs.view(caller.now, &asked.principal, Q::NAME, target, whose);
        }
        if viewed == Viewed::BeforeAnswer && looks_at_others(asked) {
            self.logs.flush(&self.db).await?;
        }
        told.run(under).await
    }

    pub(crate) fn note_refusal(&self, asked: &Asked, action: &str, target: Option<Ref>, refused: &Refused) {
        let outcome = match refused {
            Refused::Hidden => Outcome::Hidden,
            Refused::Forbidden { .. } => Outcome::Forbidden,
            Refused::Undecided(_) | Refused::Store(_) => Outcome::Failed,
        };
        self.logs.attempt(self.clock.now(), &asked.principal, action, target, outcome);
    }
}

/// Whether it is somebody else's record that is looked at: staff and agents do, also with a customer's eyes, and whoever
/// opened a link; customers' people see their own.
fn looks_at_others(asked: &Asked) -> bool {
    let principal = &asked.principal;
    let is_own = matches!(principal.acting, Acting::Account(_) | Acting::Oneself)
        && !principal.views_as()
        && !matches!(principal.actor, Actor::Link(_));
    asked.face == Face::Agent || !is_own
}

/// The one customer whose records staff have narrowed a list to: every list calls that field `account`.
fn narrowed_to(asked: &Asked, raw: &Raw) -> Option<Id<Account>> {
    match (asked.principal.acting, raw.field("account")) {
        (Acting::Desk, RawField::Text(account)) => account.parse().ok(),
        _ => None,
    }
}

fn reference<Q: Query>(id: Uuid) -> Ref {
    Ref { kind: Q::On::KIND.into(), id }
}

/// The query as a value.
pub(crate) fn spec<Q: Query>() -> Spec {
    Spec {
        name: Q::NAME.into(),
        about: Q::ABOUT.into(),
        path: Q::PATH,
        effect: Effect::Reads,
        on: vec![Q::On::KIND],
        fields: Q::fields(),
        viewed: Q::VIEWED,
    }
}
