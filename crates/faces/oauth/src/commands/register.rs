use std::time::Duration;

use access::{Acting, Actor};
use directory::{ApiKey, App, Brand, token_hash};
use front::new_token;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Ref};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Json, Object as _, StoreError};

use super::{
    AppError,
    making::{Wanted, chosen},
};
use crate::{events::AppRegistered, redirects::is_fit};

/// How long an app may act by itself before it is registered anew: as long as a key may count.
const LASTS: Duration = Duration::from_hours(365 * 24);

/// Registers an app. Its secret, if it can keep one, is told once. What it may do by itself, it does at the desk, on the
/// rights of whoever registers it.
#[derive(Input)]
pub struct RegisterApp {
    name: Line<80>,
    /// Where people may be sent back to: addresses, with spaces between them.
    redirects: Option<Line<2000>>,
    /// Whether it can keep a secret.
    confidential: bool,
    /// What it may do by itself, by the names of operations.
    actions: Vec<Line<80>>,
}

/// An app that was registered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewApp {
    /// Its id.
    pub app: Id<App>,
    /// What it calls itself.
    pub client_id: String,
    /// What it shows to be known by; nobody can be told it again.
    pub secret: Option<String>,
}

impl Command for RegisterApp {
    const NAME: &'static str = "apps.register";
    const PATH: Path = post("/brands/{brand}/apps");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (App, ApiKey);
    type Output = NewApp;
    type Error = AppError;

    async fn run<'t>(self, _: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<NewApp, AppError> {
        let Actor::Person(person) = &tx.principal().actor else { return Err(AppError::NotOneself) };
        if tx.principal().acting != Acting::Desk {
            return Err(AppError::NotOneself);
        }
        let redirects = self.sent_back_to()?;
        let actions = chosen(&self.actions, tx)?;
        if redirects.is_empty() && actions.is_empty() {
            return Err(AppError::NoRedirect);
        }
        if !actions.is_empty() && !self.confidential {
            return Err(AppError::NoSecret);
        }
        let id: Id<App> = tx.new_id();
        let (client_id, name) = (id.to_string(), self.name.as_str().to_owned());
        let secret = self.confidential.then(new_token);
        let key = Wanted {
            client_id: &client_id,
            name: &name,
            account: None,
            person: *person,
            actions: actions.clone(),
            lasts: LASTS,
        };
        let key_id = if actions.is_empty() { None } else { Some(key.make(tx).await?.id) };
        let app = App {
            id,
            client_id: client_id.clone(),
            name: name.clone(),
            redirects: Json(redirects.clone()),
            secret_hash: secret.as_deref().map(token_hash),
            key_id,
            created_at: tx.now(),
            removed_at: None,
            heard_at: None,
        };
        tx.insert(app).await.map_err(|error| match error {
            StoreError::Taken(_) => AppError::Named(name),
            other => other.into(),
        })?;
        tx.record_naming(&AppRegistered { app: id, redirects, actions }, [Ref::new(App::KIND, id)]);
        Ok(NewApp { app: id, client_id, secret })
    }
}

impl RegisterApp {
    fn sent_back_to(&self) -> Result<Vec<String>, AppError> {
        let said = self.redirects.as_ref().map(Line::as_str).unwrap_or_default();
        let each = said.split_whitespace();
        each.map(|one| if is_fit(one) { Ok(one.to_owned()) } else { Err(AppError::Redirect(one.to_owned())) }).collect()
    }
}
