//! The only way to a row. Rows leave the store under a proof, or not at all.
//!
//! A [`Held`] row is one that this principal may do this to, now: found, locked and permitted inside the transaction
//! that will change it. A [`Scope`] is what a principal may list. Both are made here and nowhere else, from what
//! `access` decides on the row's own facts. The one way round them is named [`Unguarded`]. Where the database is
//! PostgreSQL, it repeats by itself which accounts are another's: a [`Fence`] goes with every question under a proof.

mod column;
mod condition;
mod copy;
mod db;
mod error;
mod fence;
mod filter;
mod keyset;
mod list;
mod migrate;
mod observed;
mod postgres;
mod proof;
mod readers;
mod row;
mod row_security;
mod scope;
mod shares;
mod sql;
mod standing;
mod totals;
mod turn;
mod tx;
mod unguarded;
mod work;

pub use column::{Column, Columns, Json};
pub use condition::{Col, Condition};
pub use copy::{copy_file, file_of};
pub use db::{Backend, Db, Options, counted};
pub use error::{Denial, Refused, StoreError};
pub use fence::Fence;
pub use list::{Direction, List, Order};
pub use migrate::{Migration, Migrations, Pending};
pub use postgres::insists_on_tls;
pub use proof::{Granted, Held, Offers, Outline, Target, Weighed};
pub use row::{AccountOf, CLOSURE, Child, Object, ParentOf, Relation, Row};
pub use row_security::RowSecurity;
pub use scope::{Count, Scope, Seen};
pub use sea_orm::Value;
pub use shares::Share;
pub use sql::Sql;
pub use totals::{Total, Totals};
pub use tx::{At, Linked, Part, Tables, Tx};
pub use unguarded::Unguarded;
pub use uuid::Uuid;
pub use work::{Lock, Work};
