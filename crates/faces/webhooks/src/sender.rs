use std::{collections::HashMap, sync::Arc, time::Duration};

use access::Principal;
use front::{Seal, Shared};
use gateway::{Asked, Command, Gateway, Raw};
use journal::Face;
use kernel::{Id, Problem, Timestamp};
use store::StoreError;
use telemetry::spans;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::timeout,
};
use tracing::{Instrument as _, Span};

use crate::{
    Address, Delivery, Fault, GiveUpDelivery, Reach, Secret, SetWebhookAside, Standing, Webhook, fate, grants, owner,
    queue,
    wire::{Parcel, send},
};

/// How many deliveries are under way at once.
const AT_ONCE: usize = 32;

/// How many of them to one endpoint: a slow one holds no others.
pub(crate) const EACH: usize = 4;

/// How long what is under way may take once the portal is told to stop.
const LEAVE: Duration = Duration::from_secs(5);

/// Carries deliveries to their endpoints.
///
/// Any number of senders may be at work, in one process or several. Each delivery is leased before it is sent; one whose
/// sender vanished is sent again when its lease ends, under the same `webhook-id`. So it leaves at least once. In which
/// order deliveries arrive is not promised.
pub struct Sender {
    parts: Arc<Parts>,
    under_way: JoinSet<()>,
    places: Arc<Semaphore>,
    doors: HashMap<Id<Webhook>, Arc<Semaphore>>,
}

struct Parts {
    gateway: Arc<Gateway>,
    seal: Seal,
    reach: Reach,
}

impl Sender {
    /// A sender of this portal that reaches so far.
    pub fn new(site: &Shared, reach: Reach) -> Self {
        let (gateway, seal) = (Arc::clone(&site.gateway), site.settings.seal.clone());
        let parts = Arc::new(Parts { gateway, seal, reach });
        let places = Arc::new(Semaphore::new(AT_ONCE));
        Self { parts, under_way: JoinSet::new(), places, doors: HashMap::new() }
    }

    /// Begins to send what is due, as far as there is room; tells how many. What goes on with them is not waited for.
    ///
    /// # Errors
    /// The database's.
    pub async fn turn(&mut self) -> Result<usize, StoreError> {
        while self.under_way.try_join_next().is_some() {}
        self.doors.retain(|_, door| door.available_permits() < EACH);
        let busy = self.doors.iter().filter(|(_, door)| door.available_permits() == 0).map(|(webhook, _)| *webhook);
        let busy: Vec<Id<Webhook>> = busy.collect();
        let (db, now) = (self.parts.gateway.db(), self.parts.gateway.clock().now());
        let mut begun = 0;
        for delivery in queue::due(db, now, EACH, &busy).await? {
            let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else { break };
            let door = self.doors.entry(delivery.webhook_id).or_insert_with(|| Arc::new(Semaphore::new(EACH)));
            let Ok(door) = Arc::clone(door).try_acquire_owned() else { continue };
            let Some(delivery) = queue::lease(db, delivery, now).await? else { continue };
            let parts = Arc::clone(&self.parts);
            self.under_way.spawn(carry(parts, delivery, [place, door]));
            begun += 1;
        }
        Ok(begun)
    }

    /// Waits until nothing is under way.
    pub async fn settle(&mut self) {
        while self.under_way.join_next().await.is_some() {}
    }

    /// Waits a little for what is under way, and lets go of the rest: it is sent again when its lease ends.
    pub async fn close(mut self) {
        if timeout(LEAVE, self.settle()).await.is_err() {
            self.under_way.abort_all();
        }
    }
}

/// One attempt, from its lease to what became of it. The places are given back at its end, whichever that is.
async fn carry(parts: Arc<Parts>, delivery: Delivery, places: [OwnedSemaphorePermit; 2]) {
    let id = delivery.id;
    let told = spans::sending("webhook", &delivery.event, delivery.trace.as_deref());
    if let Err(problem) = parts.deliver(delivery).instrument(told.clone()).await {
        spans::failed(&told);
        let error = &problem as &dyn std::error::Error;
        tracing::warn!(delivery.id = %id, error, "Delivery {id} could not be seen through; its lease will end");
    }
    drop(places);
}

impl Parts {
    async fn deliver(&self, delivery: Delivery) -> Result<(), Problem> {
        let db = self.gateway.db();
        // Removed since it was leased: its deliveries went with it.
        let Some(webhook) = queue::webhook(db, delivery.webhook_id).await? else { return Ok(()) };
        let tried = self.attempt(&webhook, &delivery).await?;
        queue::note(db, &tried).await?;
        tell(&tried);
        if fate::is_gone(&tried) {
            self.says::<SetWebhookAside>(webhook.id).await?;
        } else if fate::is_given_up(&tried) {
            self.says::<GiveUpDelivery>(webhook.id).await?;
        }
        Ok(())
    }

    async fn attempt(&self, webhook: &Webhook, delivery: &Delivery) -> Result<Delivery, Problem> {
        let now = self.gateway.clock().now();
        if !self.may_be_told(webhook, delivery).await? {
            return Ok(fate::unsent(delivery, Fault::Rights, now));
        }
        let Ok(to) = Address::parse(&webhook.url) else { return Ok(fate::unsent(delivery, Fault::Unresolved, now)) };
        let second = now.micros().div_euclid(1_000_000);
        let Some(signature) = self.signature(webhook, delivery, second, now) else {
            let id = webhook.id;
            tracing::error!(webhook = %id, "The secret of webhook {id} does not open; is seal.key the right one?");
            return Ok(fate::unsent(delivery, Fault::Sealed, now));
        };
        let parcel = Parcel { to: &to, message: &delivery.message, second, signature, body: &delivery.payload };
        let outcome = send(&self.reach, &parcel, now).await;
        Ok(fate::after(delivery, outcome, self.gateway.clock().now()))
    }

    /// Whether whoever made the endpoint may read the record at this moment. A test is about none.
    async fn may_be_told(&self, webhook: &Webhook, delivery: &Delivery) -> Result<bool, Problem> {
        let Some(about) = &delivery.about else { return Ok(true) };
        // What a release announces no more is told no more.
        let Some(announcement) = self.gateway.registry().announcement(&delivery.event) else { return Ok(false) };
        let maker = maker(&self.gateway, webhook).await?;
        Ok(self.gateway.number_for(&maker, announcement, about.id).await?.is_some())
    }

    /// The signature by the secret and, while it is being changed, by the one before; nothing when the secret does not
    /// open.
    fn signature(&self, webhook: &Webhook, delivery: &Delivery, second: i64, now: Timestamp) -> Option<String> {
        let about = owner(webhook.account_id);
        let sign = |sealed: &str| {
            let secret = Secret::of(self.seal.open(sealed, &about)?);
            Some(secret.sign(&delivery.message, second, &delivery.payload))
        };
        let signature = sign(&webhook.secret)?;
        let still = webhook.previous_until.is_some_and(|until| now < until);
        let before = webhook.previous_secret.as_deref().filter(|_| still).and_then(sign);
        Some(before.map_or_else(|| signature.clone(), |before| format!("{signature} {before}")))
    }

    /// Does to an endpoint what is for nobody else to do, which the journal says then: that it is gone, or takes nothing.
    async fn says<C: Command<On = Webhook>>(&self, webhook: Id<Webhook>) -> Result<(), Problem> {
        let asked = Asked::system(grants::ROLE, Face::Inside, self.gateway.clock().now());
        match self.gateway.execute::<C>(&asked, &[webhook.uuid()], &Raw::empty()).await {
            Ok(_) => Ok(()),
            // Removed meanwhile.
            Err(problem) if problem.kind() == &Problem::NOT_FOUND => Ok(()),
            Err(problem) => Err(problem),
        }
    }
}

/// Whoever made an endpoint, acting where it belongs, with the roles they hold now.
pub(crate) async fn maker(gateway: &Gateway, webhook: &Webhook) -> Result<Principal, StoreError> {
    match webhook.account_id {
        Some(account) => directory::member(gateway.db(), webhook.person_id, account).await,
        None => directory::staff(gateway.db(), webhook.person_id).await,
    }
}

/// What an endpoint's address holds is not for logs.
fn tell(delivery: &Delivery) {
    let Delivery { id, attempts, status, .. } = delivery;
    let (state, fault) = (delivery.state.word(), delivery.fault.map_or("", |fault| fault.word()));
    let outcome = match delivery.state {
        Standing::Delivered => "delivered",
        Standing::Waiting | Standing::Sending => "postponed",
        Standing::SetAside => "failed",
    };
    metrics::counter!("webhook_deliveries_total", "outcome" => outcome).increment(1);
    if delivery.state != Standing::Delivered {
        spans::failed(&Span::current());
    }
    tracing::debug!(delivery.id = %id, attempts, state, status, fault, "Delivery {id} was tried");
}
