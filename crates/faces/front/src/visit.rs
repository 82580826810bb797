use std::{
    net::IpAddr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use access::{Account, Acting, Caller, KnownTree, Principal};
use axum::http::{HeaderValue, header, request::Parts};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use directory::{Admission, Door, VIEW_AS};
use kernel::{Id, Problem};
use store::Object as _;
use words::{Formats, LanguageIdentifier};

use crate::{
    Branding, Shared,
    below::{self, Below},
    cookies::{self, Cookies, Jar, Keep},
    door::door,
    drafts::{self, Draft, Files},
    language,
    opened::{self, Opened},
    path, problem, seen,
    toast::{self, Toast},
    token::new_token,
};

/// What a request is called in logs and on the pages of our own faults. The edge puts it into the request's extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// From which address a request came, as far as the proxies in front are trusted. The edge puts it into the request's
/// extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// One request of a browser: who it is, in which capacity, and in which words. Made once, before any handler runs.
pub struct Visit {
    /// Who is signed in; nobody when nothing.
    pub admission: Option<Admission>,
    /// The language pages are written in.
    pub locale: LanguageIdentifier,
    /// How dates and numbers are written and read.
    pub formats: Arc<Formats>,
    /// What every form brings back in its field `csrf`.
    pub csrf: String,
    /// What this request is called.
    pub request_id: String,
    /// The browser's own token, there also before sign-in; store only its hash.
    pub browser: String,
    /// Whether a passkey was offered in this browser.
    pub offered_passkey: bool,
    /// Where somebody was going who went from here to their company's sign-in; never elsewhere than here.
    pub way: Option<String>,
    /// By which token the browser is remembered, if it is; store only its hash.
    pub remembered: Option<String>,
    /// The path asked for, without its query.
    pub path: String,
    /// The brand, the same throughout the visit.
    pub brand: Arc<Branding>,
    /// From which address it came, if the edge said.
    pub client: Option<IpAddr>,
    pub(crate) site: Shared,
    pub(crate) door: Door,
    pub(crate) query: String,
    /// Whether it changes nothing.
    pub(crate) reads: bool,
    /// Whether a program asks, which wants problems as JSON.
    pub(crate) json: bool,
    /// The page that is shown or, when a form was sent, the one it stands on.
    pub(crate) form: String,
    pub(crate) caller: Option<Caller>,
    /// On a page of one's own, as whom one was somewhere before.
    pub(crate) beside: Option<Caller>,
    /// Where this browser was last.
    pub(crate) last: Option<Door>,
    pub(crate) theme: &'static str,
    /// What they typed on this page and did not send.
    pub(crate) draft: Option<Draft>,
    /// What the files are called that came with this form and are kept until it is done.
    pub(crate) brought: OnceLock<Files>,
    /// The first accounts below those from which their rights reach down.
    pub(crate) below: Vec<Below>,
    /// The tree of the account they act for, once a list was asked for.
    pub(crate) tree: KnownTree,
    pub(crate) toast: Option<Toast>,
    pub(crate) session: Option<String>,
    /// The link to one record below whose address it is, if this browser opened it.
    pub(crate) opened: Option<Opened>,
    set: Mutex<Vec<HeaderValue>>,
}

/// What the addresses of programs begin with.
const API: &str = "/api/";

impl Visit {
    /// A visit of which only the request is known.
    pub fn begin(site: &Shared, parts: &Parts) -> Self {
        let cookies = Cookies::new(site.settings.secure_cookies);
        let jar = Jar::read(&parts.headers);
        let session = jar.token(cookies.session());
        let known = jar.token(cookies.browser());
        let is_new = known.is_none();
        let browser = known.unwrap_or_else(new_token);
        let accept = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|accept| accept.to_str().ok());
        let locale = language::spoken(accept, &site.catalogue);
        let formats = Formats::new(&locale, site.settings.zone.clone(), site.gateway.clock().now());
        let path = parts.uri.path().to_owned();
        // Whatever is wrong there, a program is told as JSON; and it keeps no cookies.
        let is_program = path.starts_with(API);
        let referer = path::referer(&parts.headers, path::host(parts));
        let here = door(&path);
        let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
        let visit = Self {
            admission: None,
            formats: Arc::new(formats),
            reads: parts.method.is_safe(),
            json: is_program || problem::prefers_json(&parts.headers),
            csrf: site.secret.csrf(session.as_deref().unwrap_or(&browser), here.account()),
            request_id: request_id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()),
            client: parts.extensions.get::<ClientAddress>().map(|client| client.0),
            door: here,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            form: if parts.method.is_safe() { path.clone() } else { referer.unwrap_or(&path).to_owned() },
            caller: None,
            beside: None,
            last: jar.get(cookies.last()).map(door),
            theme: theme(jar.get(cookies.theme()).unwrap_or_default()),
            draft: None,
            brought: OnceLock::new(),
            below: Vec::new(),
            tree: KnownTree::of_request(),
            // A page fetched ahead is not yet seen: the toast waits for the one that is.
            toast: if is_ahead(parts) { None } else { toast::read(cookies, &site.secret, &browser, &jar) },
            opened: opened::read(cookies, &site.secret, &browser, &jar, &path, site.gateway.clock().now()),
            set: Mutex::default(),
            brand: site.brand(),
            offered_passkey: jar.get(cookies.offered()).is_some(),
            remembered: jar.token(cookies.remembered()),
            way: jar.get(cookies.way()).and_then(read_way),
            site: Arc::clone(site),
            locale,
            browser,
            path,
            session,
        };
        if is_new && !is_program {
            visit.keep(cookies.browser(), &visit.browser, cookies::A_YEAR);
        }
        visit
    }

    /// Finds out who is signed in.
    pub(crate) async fn enter(&mut self) -> Result<(), Problem> {
        let Some(token) = &self.session else { return Ok(()) };
        let (db, now) = (self.site.gateway.db(), self.formats.now());
        let (token, also) = (directory::token_hash(token), drafts::of_session(&self.form));
        let admitted = directory::admit(db, &token, self.door, self.last, now, also).await?;
        let Some((mut admission, draft)) = admitted else { return Ok(()) };
        self.caller = self.of_use(admission.principal.as_ref(), admission.rights).await?;
        self.beside = self.of_use(admission.beside.as_ref(), admission.rights).await?;
        // A role at the account above that does not reach down here is none here: the account is as if absent.
        admission.principal = admission.principal.filter(|_| self.caller.is_some());
        seen::note(self.site.gateway.db(), &admission, now).await;
        self.look_as(&mut admission).await?;
        let db = self.site.gateway.db();
        if let Some(draft) = draft.filter(|_| !self.views_as()) {
            self.draft = drafts::read(db, draft).await?;
        }
        self.below = below::of(db, &self.roots(&admission)).await?;
        self.admission = Some(admission);
        self.remember();
        Ok(())
    }

    /// Lets staff who view an account as one of its people see it so, as long as they have the right to it: behind its
    /// door they look with that person's eyes, read only, and see nothing that they may not read themselves.
    async fn look_as(&mut self, admission: &mut Admission) -> Result<(), Problem> {
        let Some(viewing) = &admission.viewing else { return Ok(()) };
        let staff = self.site.gateway.caller(&viewing.staff, Some(admission.rights)).await?;
        if staff.facts(VIEW_AS).is_nothing() {
            admission.viewing = None;
            return Ok(());
        }
        if self.door != Door::Account(viewing.account) {
            return Ok(());
        }
        let mut principal = viewing.principal.clone();
        principal.mandate = self.site.gateway.registry().looking(&staff);
        self.caller = self.of_use(Some(&principal), admission.rights).await?;
        admission.principal = self.caller.as_ref().map(|caller| caller.principal.clone());
        Ok(())
    }

    /// Whether whoever looks does it with the eyes of somebody else.
    pub(crate) fn views_as(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.principal.views_as())
    }

    /// The accounts of theirs from which the right to read reaches down: what lies below stands in the menu of
    /// accounts, which the desk has not.
    pub(crate) fn roots(&self, admission: &Admission) -> Vec<Id<Account>> {
        let Some((_, caller)) = self.stand().filter(|_| self.door != Door::Desk) else { return Vec::new() };
        let reaches = |role: &str| caller.rights.book.reaches_down(role, directory::Account::READ);
        let above = admission.places.iter().filter(|place| place.has_parts);
        let roots = above.filter(|place| place.roles.iter().any(|role| reaches(role)));
        roots.map(|place| place.account).collect()
    }

    /// A principal under the rights in force, if its roles come to anything where it acts.
    async fn of_use(&self, principal: Option<&Principal>, rights: u64) -> Result<Option<Caller>, Problem> {
        let Some(principal) = principal else { return Ok(None) };
        let caller = self.site.gateway.caller(principal, Some(rights)).await?;
        Ok(Some(caller).filter(Caller::is_of_use))
    }

    /// Where whoever looks stands, and as whom: behind the door of the address or, on a page of one's own, where they
    /// were before.
    pub(crate) fn stand(&self) -> Option<(Door, &Caller)> {
        let caller = self.beside.as_ref().or(self.caller.as_ref())?;
        let door = match caller.principal.acting {
            Acting::Account(account) => Door::Account(account),
            Acting::Desk => Door::Desk,
            Acting::Oneself | Acting::Public | Acting::System => Door::Oneself,
        };
        Some((door, caller))
    }

    /// Lets the browser keep where somebody is, for the pages of their own.
    fn remember(&self) {
        let is_own = self.caller.is_some() && !self.views_as();
        if self.door != Door::Oneself && is_own && self.last != Some(self.door) {
            self.keep(self.cookies().last(), &crate::door::address(self.door), cookies::A_YEAR);
        }
    }

    /// Whether whoever looks has any reach for an action here: only then is a way to it drawn.
    pub fn may(&self, action: &str) -> bool {
        self.caller.as_ref().is_some_and(|caller| !caller.facts(action).is_nothing())
    }

    /// The site.
    pub fn site(&self) -> &Shared {
        &self.site
    }

    /// Hands the browser a session's token, to be kept as long as the session can last. Call it with a new token
    /// whenever somebody signs in.
    pub fn keep_session(&self, token: &str) {
        self.keep(self.cookies().session(), token, Keep::Seconds(seen::ABSOLUTE.as_secs()));
    }

    /// Takes the session's token away from the browser, and where they were.
    pub fn drop_session(&self) {
        self.keep(self.cookies().session(), "", Keep::Gone);
        self.keep(self.cookies().last(), "", Keep::Gone);
    }

    /// Hands the browser the token by which it is remembered for so long.
    pub fn keep_remembered(&self, token: &str, lasts: Duration) {
        self.keep(self.cookies().remembered(), token, Keep::Seconds(lasts.as_secs()));
    }

    /// Lets the browser keep where somebody is going for as long as they may be at their company's sign-in, or no longer.
    pub fn keep_way(&self, next: Option<&str>, lasts: Duration) {
        match next {
            Some(next) => {
                self.keep(self.cookies().way(), &URL_SAFE_NO_PAD.encode(next), Keep::Seconds(lasts.as_secs()));
            }
            None if self.way.is_some() => self.keep(self.cookies().way(), "", Keep::Gone),
            None => {}
        }
    }

    /// Notes in the browser that a passkey was offered there.
    pub fn note_passkey_offered(&self) {
        self.keep(self.cookies().offered(), "yes", cookies::A_YEAR);
    }

    /// What forms are bound to: the session or, before sign-in, the browser.
    pub(crate) fn bound(&self) -> &str {
        self.session.as_deref().unwrap_or(&self.browser)
    }

    pub(crate) fn cookies(&self) -> Cookies {
        Cookies::new(self.site.settings.secure_cookies)
    }

    /// Sets a cookie with whatever is answered.
    pub(crate) fn keep(&self, name: &str, value: &str, keep: Keep) {
        self.send(self.cookies().set(name, value, keep));
    }

    pub(crate) fn send(&self, cookie: HeaderValue) {
        self.set.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    /// The cookies to be set; once.
    pub(crate) fn take_cookies(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.set.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The page a form was sent from, if that was one of ours.
    pub(crate) fn came_from(&self) -> Option<&str> {
        (self.form != self.path).then_some(self.form.as_str())
    }

    /// What a parameter of the query says.
    pub(crate) fn asked_for(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

fn read_way(kept: &str) -> Option<String> {
    let way = String::from_utf8(URL_SAFE_NO_PAD.decode(kept).ok()?).ok()?;
    path::own_path(&way).map(str::to_owned)
}

/// The looks there are; "system" follows the device.
pub(crate) fn theme(word: &str) -> &'static str {
    match word {
        "light" => "light",
        "dark" => "dark",
        _ => "system",
    }
}

/// Whether a browser, or Turbo on its behalf, fetches a page somebody may look at next.
fn is_ahead(parts: &Parts) -> bool {
    let purposes = ["sec-purpose", "x-sec-purpose"].iter().filter_map(|name| parts.headers.get(*name));
    purposes.filter_map(|purpose| purpose.to_str().ok()).any(|purpose| purpose.starts_with("prefetch"))
}
