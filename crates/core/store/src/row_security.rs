#![expect(clippy::disallowed_methods, reason = "the machinery's own transaction")]

use std::sync::{Arc, OnceLock};

use sea_orm::QueryResult;

use crate::{Column, Columns, Db, Sql, StoreError, migrate::LOCK, readers::Readers};

/// Whether PostgreSQL itself keeps the accounts of requests apart, by its row-level security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSecurity {
    /// No: only the program does.
    Off,
    /// If the role for it is there, or can be made; otherwise the log says what is missing.
    WherePossible,
    /// Yes: without it no tables are brought up to date, so no portal starts.
    Required,
}

/// The connections of requests, whose role sees no more than the fence around whoever asks.
#[derive(Debug)]
pub(crate) struct Fenced {
    pub read: Readers,
    /// Known once the tables have their policies.
    pub role: OnceLock<Arc<str>>,
    pub is_required: bool,
}

/// Makes the role of requests and lets this login take it, as far as it may; whether it did, [`ROLE`] tells.
const MAKE_ROLE: &str = "DO $$
DECLARE requests name := current_user || '_requests';
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = requests) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', requests);
    END IF;
    IF NOT pg_has_role(current_user, requests, 'USAGE') THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', requests);
    END IF;
EXCEPTION WHEN OTHERS THEN
    NULL;
END $$";

/// The login, and its role for requests where that is one that it may take and that is bound by policies. Views ask as
/// whoever asks them only from PostgreSQL 15 on; from 16 on a member of a role may be kept from taking it.
const ROLE: &str = "SELECT CAST(current_user AS text), (SELECT CAST(r.rolname AS text) FROM pg_roles AS r \
    WHERE CAST(r.rolname AS text) = CAST(current_user AS text) || '_requests' \
    AND NOT r.rolsuper AND NOT r.rolbypassrls AND NOT pg_has_role(r.oid, current_user, 'MEMBER') \
    AND CAST(current_setting('server_version_num') AS integer) >= 150000 \
    AND pg_has_role(r.oid, CASE WHEN CAST(current_setting('server_version_num') AS integer) >= 160000 \
        THEN 'SET' ELSE 'MEMBER' END))";

/// Whether the tables have their policies.
const FENCED: &str = "SELECT CAST(COUNT(*) AS bigint) FROM pg_policies AS p \
    WHERE p.schemaname = current_schema() AND p.policyname = 'reach'";

impl Db {
    /// Finds the fence of a database that has one.
    pub(crate) async fn find_fence(&self) -> Result<(), StoreError> {
        let Some(fenced) = &self.fenced else { return Ok(()) };
        let policies = self.unguarded().query(Sql::new(FENCED)).await?;
        let policies = policies.first().map(|row| i64::take(&mut Columns::of(row))).transpose()?;
        if policies == Some(0) {
            return Ok(());
        }
        if let (_, Some(role)) = login(&self.unguarded().query(Sql::new(ROLE)).await?)? {
            let _ = fenced.role.set(role.into());
        }
        Ok(())
    }

    /// Puts the fence round every table that has none yet.
    pub(crate) async fn raise_fence(&self) -> Result<(), StoreError> {
        let Some(fenced) = &self.fenced else { return Ok(()) };
        let work = self.begin().await?;
        work.exclusively(LOCK).await?;
        work.unguarded().script(MAKE_ROLE).await?;
        let (login, role) = login(&work.unguarded().query(Sql::new(ROLE)).await?)?;
        let Some(role) = role else {
            let missing = format!(
                "PostgreSQL does not keep customers' rows apart by itself: from PostgreSQL 15 on it does, once there \
                 is a role {login}_requests. Let an administrator run CREATE ROLE \"{login}_requests\" NOLOGIN; \
                 GRANT \"{login}_requests\" TO \"{login}\"; or set row_level_security = false"
            );
            if fenced.is_required {
                return Err(StoreError::Migration(missing));
            }
            tracing::warn!("{missing}");
            return Ok(());
        };
        work.unguarded().script(include_str!("row_security.sql")).await?;
        work.commit().await?;
        let _ = fenced.role.set(role.into());
        Ok(())
    }
}

/// What [`ROLE`] tells.
fn login(found: &[QueryResult]) -> Result<(String, Option<String>), StoreError> {
    let Some(row) = found.first() else { return Ok((String::new(), None)) };
    let mut columns = Columns::of(row);
    Ok((columns.take()?, columns.take()?))
}
