//! What the portal holds for people so far, and what each part of it still wants. Only numbers leave here.

use kernel::{Message, Timestamp};
use store::{Db, Sql, StoreError};

use super::{
    Finding, amber,
    database::{count, count_some},
    green,
};
use crate::compose::NAMELESS;

pub(super) async fn look(db: &Db, now: Timestamp) -> Result<Vec<Finding>, StoreError> {
    Ok(vec![brand(db).await?, books(db).await?, customers(db).await?, connections(db, now).await?])
}

async fn brand(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "brand";
    let mut nameless = Sql::new("brands WHERE name = ");
    nameless.bind(NAMELESS);
    if count(db, nameless).await? > 0 {
        let says = Message::new("doctor-brand-none").with("name", NAMELESS);
        return Ok(amber(CHECK, &says, &Message::new("doctor-brand-none-fix")));
    }
    Ok(green(CHECK, &Message::new("doctor-brand")))
}

/// What was imported: without it there is nothing for customers to see.
async fn books(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "books";
    let held = count_some(db, "sync_quarantine WHERE state = 'open'").await?;
    if held > 0 {
        let says = Message::new("doctor-books-held").with("count", held);
        return Ok(amber(CHECK, &says, &Message::new("doctor-books-held-fix")));
    }
    let accounts = count_some(db, "accounts").await?;
    if accounts == 0 {
        return Ok(amber(CHECK, &Message::new("doctor-books-none"), &Message::new("doctor-books-none-fix")));
    }
    let (invoices, orders) = (count_some(db, "billing_invoices").await?, count_some(db, "orders").await?);
    let says = Message::new("doctor-books").with("accounts", accounts).with("invoices", invoices);
    Ok(green(CHECK, &says.with("orders", orders)))
}

async fn customers(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "customers";
    let current = "memberships AS m JOIN persons AS p ON p.id = m.person_id \
                   WHERE m.ended_at IS NULL AND p.disabled_at IS NULL";
    let people = count_some(db, current).await?;
    if people == 0 {
        return Ok(amber(CHECK, &Message::new("doctor-customers-none"), &Message::new("doctor-customers-none-fix")));
    }
    Ok(green(CHECK, &Message::new("doctor-customers").with("count", people)))
}

/// What is on of that which nobody needs to use.
async fn connections(db: &Db, now: Timestamp) -> Result<Finding, StoreError> {
    let providers = count_some(db, "sso_connections WHERE enabled_at IS NOT NULL").await?;
    let live = |rows: &str| {
        let mut sql = Sql::new(rows);
        sql.push(" WHERE revoked_at IS NULL AND expires_at > ").bind(now.micros());
        sql
    };
    let directories = count(db, live("scim_tokens")).await?;
    let mut keys = live("api_keys");
    keys.push(" AND client_id IS NULL");
    let keys = count(db, keys).await?;
    let apps = count_some(db, "apps WHERE removed_at IS NULL").await?;
    let webhooks = count_some(db, "webhook_endpoints").await?;
    let says = Message::new("doctor-connections").with("providers", providers).with("directories", directories);
    let says = says.with("keys", keys).with("apps", apps).with("webhooks", webhooks);
    Ok(green("connections", &says))
}
