//! In which role a transaction asks: a request's, within its fence, or the machinery's own.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    Fence, StoreError,
    fence::{Lasting, Within, setting},
};

/// Where a transaction's connection stands; it goes elsewhere only when a statement is to be asked there.
pub(crate) struct Standing {
    /// The role of requests; none where the database keeps no accounts apart.
    role: Option<Arc<str>>,
    place: Mutex<Place>,
}

/// Where that is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// With the machinery, where every transaction begins; it was never left.
    Home,
    /// With the machinery again.
    Back,
    /// Within a fence.
    Within(Fence),
    /// Not known: going there may have been undone with a part.
    Unknown,
}

impl Standing {
    pub fn new(role: Option<Arc<str>>) -> Self {
        Self { role, place: Mutex::new(Place::Home) }
    }

    /// Goes where a statement is to be asked. Nobody leaves before what is given has been dropped.
    pub async fn take(
        &self,
        tx: &DatabaseTransaction,
        fence: Option<Fence>,
    ) -> Result<MutexGuard<'_, Place>, StoreError> {
        let mut place = self.place.lock().await;
        let Some(role) = &self.role else { return Ok(place) };
        let wanted = fence.map_or(Place::Back, Place::Within);
        let is_there = *place == wanted || (*place == Place::Home && wanted == Place::Back);
        if !is_there {
            *place = Place::Unknown;
            let within = fence.map(|fence| Within { role: role.as_ref(), fence });
            tx.query_all_raw(setting(within, Lasting::Transaction).statement(DbBackend::Postgres)).await?;
            *place = wanted;
        }
        Ok(place)
    }

    /// A part was undone, and with it whatever was set in it.
    pub async fn undone(&self) {
        let mut place = self.place.lock().await;
        if *place != Place::Home {
            *place = Place::Unknown;
        }
    }
}
