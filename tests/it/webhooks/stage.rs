//! Where the stories of webhooks play: the whole portal, and a receiver on this machine.

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
};

use access::{Account, Acting, Actor, Principal};
use axum::{
    Router,
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use cases::{RaiseCase, Raised};
use directory::AccountKind;
use kernel::Id;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};
use webhooks::{Delivery, Reach, Sender, Webhook};

use crate::{
    guard::portal::{Browser, Portal},
    visitor::Answer,
    world::{Member, account, asked, form, member},
};

/// Northgate with Amelia, who looks after access, Meridian, and a program of Northgate's.
pub struct Stage {
    pub portal: Portal,
    pub northgate: Id<Account>,
    pub meridian: Id<Account>,
    pub amelia: Member,
    pub receiver: Receiver,
}

/// A webhook that was made on its page.
pub struct Hook {
    pub id: String,
    pub path: String,
    pub secret: String,
}

/// This machine.
pub fn here() -> IpAddr {
    Ipv4Addr::LOCALHOST.into()
}

impl Stage {
    pub async fn set() -> Self {
        let portal = Portal::open().await;
        let work = portal.app.db.begin().await.unwrap();
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let amelia = member(work.unguarded(), "Amelia", northgate, "admin").await.unwrap();
        work.commit().await.unwrap();
        Self { portal, northgate, meridian, amelia, receiver: Receiver::open().await }
    }

    /// Amelia's.
    pub async fn browser(&self) -> Browser<'_> {
        self.portal.browser(self.amelia.person).await
    }

    /// What is answered to whoever asks for a webhook.
    pub async fn made(&self, browser: &Browser<'_>, account: Id<Account>, url: &str, events: &[&str]) -> Answer {
        let mut fields = vec![("url".to_owned(), url.to_owned())];
        fields.extend(events.iter().map(|event| ("events".to_owned(), (*event).to_owned())));
        browser.post(&format!("/a/{account}/webhooks/new"), &fields).await
    }

    /// Amelia's webhook at the receiver.
    pub async fn hook(&self, events: &[&str]) -> Hook {
        self.hook_at(&self.receiver.url, events).await
    }

    pub async fn hook_at(&self, url: &str, events: &[&str]) -> Hook {
        let page = self.made(&self.browser().await, self.northgate, url, events).await;
        Hook::shown(&page, self.northgate)
    }

    /// Somebody else's webhook at the receiver.
    pub async fn hook_of(&self, member: Member, account: Id<Account>, events: &[&str]) -> Hook {
        let browser = self.portal.browser(member.person).await;
        let page = self.made(&browser, account, &self.receiver.url, events).await;
        Hook::shown(&page, account)
    }

    pub async fn raises(&self, subject: &str) -> Raised {
        self.raises_as(self.amelia, self.northgate, subject).await
    }

    pub async fn raises_as(&self, member: Member, account: Id<Account>, subject: &str) -> Raised {
        let principal = Principal::vouch(Actor::Person(member.person), Acting::Account(account), Vec::new());
        let work = self.portal.app.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        let told = form(&[("subject", subject), ("body", "Where is it?")]);
        self.portal.app.gateway.execute::<RaiseCase>(&asked(principal), &[], &told).await.unwrap().output
    }

    /// A sender that reaches this machine, too.
    pub fn sender(&self) -> Sender {
        self.sender_by(Reach::of(vec![here()]))
    }

    pub fn sender_by(&self, reach: Reach) -> Sender {
        Sender::new(&self.portal.app.site, reach)
    }

    /// Lets all that follows follow, and sends what is due.
    pub async fn delivers(&self, sender: &mut Sender) {
        self.portal.settle().await;
        while sender.turn().await.unwrap() > 0 {
            sender.settle().await;
        }
    }

    pub async fn deliveries(&self) -> Vec<Delivery> {
        self.portal.app.db.unguarded().find(Delivery::ID.is_known()).await.unwrap()
    }

    /// The first delivery there is.
    pub async fn delivery(&self) -> Delivery {
        self.deliveries().await.into_iter().next().expect("a delivery")
    }

    pub async fn webhooks(&self) -> Vec<Webhook> {
        self.portal.app.db.unguarded().find(Webhook::ID.is_known()).await.unwrap()
    }

    /// The first webhook there is.
    pub async fn webhook(&self) -> Webhook {
        self.webhooks().await.into_iter().next().expect("a webhook")
    }
}

impl Hook {
    fn shown(page: &Answer, account: Id<Account>) -> Self {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let list = format!("/a/{account}/webhooks/");
        // The button that leads on to it comes after the way back to the list.
        let link = format!("href=\"{list}");
        let links = page.body.split(&link).skip(1);
        let id = links.filter_map(|rest| rest.split('"').next()).next().expect("a link to it").to_owned();
        Self { path: format!("{list}{id}"), id, secret: secret(&page.body) }
    }
}

/// The secret a page shows.
pub fn secret(page: &str) -> String {
    let (_, rest) = page.split_once("<code>whsec_").expect("the secret is shown");
    format!("whsec_{}", rest.split('<').next().unwrap_or_default())
}

/// A program that is told of events.
pub struct Receiver {
    pub url: String,
    house: Arc<House>,
    serving: JoinHandle<()>,
}

/// What came in.
#[derive(Clone, Debug)]
pub struct Taken {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// How a message is answered; with 204 when nothing was planned.
#[derive(Clone)]
pub enum Plan {
    Status(u16),
    /// 503, and to be left alone for so many seconds.
    Later(u64),
    Redirect(String),
    /// Never.
    Silence,
}

#[derive(Default)]
struct House {
    taken: Mutex<Vec<Taken>>,
    plans: Mutex<VecDeque<Plan>>,
    arrived: Notify,
}

impl Taken {
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }
}

impl Receiver {
    pub async fn open() -> Self {
        let house = Arc::new(House::default());
        let listener = TcpListener::bind((here(), 0)).await.expect("a port");
        let url = format!("http://{}/in", listener.local_addr().expect("an address"));
        let inside = Arc::clone(&house);
        let router = Router::new().fallback(move |request: Request| {
            let house = Arc::clone(&inside);
            async move { house.takes(request).await }
        });
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self { url, house, serving }
    }

    pub fn plans(&self, plans: impl IntoIterator<Item = Plan>) {
        self.house.plans.lock().unwrap_or_else(PoisonError::into_inner).extend(plans);
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.house.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until something arrives that nobody has waited for yet.
    pub async fn arrival(&self) {
        self.house.arrived.notified().await;
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl House {
    async fn takes(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 64 * 1024).await.expect("a body").to_vec();
        let taken = Taken { headers: parts.headers, body };
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
        let plan = self.plans.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        self.arrived.notify_one();
        match plan {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(Plan::Status(status)) => {
                (StatusCode::from_u16(status).expect("a status"), "period locked").into_response()
            }
            Some(Plan::Later(seconds)) => {
                (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, seconds.to_string())]).into_response()
            }
            Some(Plan::Redirect(to)) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
            Some(Plan::Silence) => std::future::pending().await,
        }
    }
}
