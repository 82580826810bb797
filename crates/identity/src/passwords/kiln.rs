//! Where passwords are hashed: on threads of their own, two at a time, with a short queue before them.

use std::sync::{Arc, LazyLock};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Costs of a hash: 19 MiB, two passes, one lane (OWASP's first recommendation for Argon2id).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many are hashed at once; more would only share the same processors and memory.
const ABREAST: usize = 2;

/// How many may wait: at 30 ms each, the last one waits half a second.
const QUEUE: usize = 32;

/// What is compared when there is no password: a hash of the same costs that no password gives.
const STAND_IN: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$cG9ydGljby1zdGFuZC1pbg$bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkIGF0IGFsbCE";

/// Too many passwords wait to be hashed; a moment later it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
pub struct Busy;

/// A hashed password in the PHC string format. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Phc(String);

impl Phc {
    /// The text to store.
    pub fn into_text(self) -> String {
        self.0
    }
}

struct Kiln {
    places: Arc<Semaphore>,
    ovens: Arc<Semaphore>,
}

/// One in a process: it is the process's memory and processors that are shared out.
static KILN: LazyLock<Kiln> = LazyLock::new(|| Kiln::of(ABREAST, QUEUE));

pub(super) async fn hash(password: String) -> Result<Phc, Busy> {
    let fired =
        KILN.fire(move || hasher().hash_password(password.as_bytes()).map(|hash: PasswordHash| hash.to_string()));
    fired.await?.map(Phc).map_err(|error| {
        tracing::error!(error = %error, "Could not hash a password: {error}");
        Busy
    })
}

pub(super) async fn is_right(password: String, phc: Option<String>) -> Result<bool, Busy> {
    let is_somebodys = phc.is_some();
    let phc = phc.unwrap_or_else(|| STAND_IN.to_owned());
    let fired =
        KILN.fire(move || PasswordVerifier::<str>::verify_password(&hasher(), password.as_bytes(), &phc).is_ok());
    Ok(fired.await? && is_somebodys)
}

impl Kiln {
    fn of(abreast: usize, queue: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(abreast + queue)), ovens: Arc::new(Semaphore::new(abreast)) }
    }

    /// Runs `work` when its turn comes. The places go with the work: a request that is given up does not free them.
    async fn fire<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Busy)?;
        let oven = Arc::clone(&self.ovens).acquire_owned().await.map_err(|_| Busy)?;
        let held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (place, oven);
        let fired = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(held);
            done
        });
        fired.await.map_err(|_| Busy)
    }
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the costs are within what Argon2 takes");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_only_for_its_own_hash() {
        let phc = hash("otter vale pump".to_owned()).await.expect("a free oven").into_text();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(is_right("otter vale pump".to_owned(), Some(phc.clone())).await, Ok(true));
        assert_eq!(is_right("otter vale pumps".to_owned(), Some(phc)).await, Ok(false));
    }

    #[tokio::test]
    async fn the_stand_in_is_a_hash_that_nothing_gives() {
        assert_eq!(is_right("otter vale pump".to_owned(), None).await, Ok(false));
        let parsed = PasswordHash::new(STAND_IN).expect("the stand-in is well formed");
        assert_eq!(parsed.to_string(), STAND_IN);
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let kiln = Kiln::of(1, 1);
        let taken = Arc::clone(&kiln.places).acquire_many_owned(2).await.expect("both places");
        assert_eq!(kiln.fire(|| ()).await, Err(Busy));
        drop(taken);
        assert_eq!(kiln.fire(|| ()).await, Ok(()));
    }
}
