use futures::future::BoxFuture;
use kernel::Problem;

use crate::{Asked, Gateway, Query, Raw};

type Ask<T> = for<'a> fn(&'a Gateway, &'a Asked, &'a Raw) -> BoxFuture<'a, Result<Vec<T>, Problem>>;

/// A service's way to tell what is gathered from all services: its query, and what stands above the answer. A service
/// has one for each thing that is gathered.
pub(crate) struct Teller<T, H = ()> {
    /// The query's name, which is the action it needs.
    pub name: &'static str,
    head: H,
    ask: Ask<T>,
}

impl<T, H: Copy> Clone for Teller<T, H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, H: Copy> Copy for Teller<T, H> {}

impl<T: Send + Sync + 'static, H> Teller<T, H> {
    pub fn of<Q: Query<Output = Vec<T>>>(head: H) -> Self {
        let ask: Ask<T> = |gateway, asked, raw| Box::pin(gateway.ask::<Q>(asked, None, raw));
        Self { name: Q::NAME, head, ask }
    }
}

impl Gateway {
    /// What each of these tells whoever asks, and what stands above it; one in which they may see nothing is not asked.
    pub(crate) async fn gather<T, H: Copy>(
        &self,
        asked: &Asked,
        tellers: &[Teller<T, H>],
        raw: &Raw,
    ) -> Result<Vec<(H, Vec<T>)>, Problem> {
        let caller = self.asker(asked).await?;
        let mut told = Vec::new();
        for teller in tellers {
            if !caller.facts(teller.name).is_nothing() {
                told.push((teller.head, (teller.ask)(self, asked, raw).await?));
            }
        }
        Ok(told)
    }
}
