//! Links to one record as one more caller: over every operation, and in a browser, they open their record and nothing
//! else.

use std::collections::BTreeSet;

use axum::http::header;
use directory::{RecordLink, token_hash};
use gateway::{Asked, Linkable, Operation, Raw, Shape};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Browser, Cast, Leg, Row,
    browser::Answer,
    cast::{DESK, Member, Place},
    leaked, paper,
    seeds::asked,
};

impl Cast {
    /// The link to a record of this kind in Northgate, and the record's row.
    pub async fn link_to(&self, kind: &str) -> (RecordLink, &Row) {
        let raw = self.portal.app.db.unguarded();
        let links = raw.find(RecordLink::ACCOUNT_ID.is(&self.place("northgate").account)).await.expect("links");
        let link = links.into_iter().find(|link| link.target.kind == kind).expect("a link to such a record");
        let id = link.target.id.simple().to_string();
        let row = self.of_kind(kind).into_iter().find(|row| row.id == id).expect("its record");
        (link, row)
    }
}

/// A link to one record of each kind, on which everything is tried.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let registry = cast.portal.app.gateway.registry();
    let kinds: BTreeSet<&str> =
        cast.rows.iter().map(|row| row.kind).filter(|kind| registry.linkable(kind).is_some()).collect();
    let mut legs = Vec::new();
    for kind in kinds {
        let Some(linkable) = registry.linkable(kind) else { continue };
        let (link, own) = cast.link_to(kind).await;
        let opener = Opener {
            cast,
            kind,
            linkable,
            own,
            asked: asked(link.principal(linkable.actions(true))),
            withheld: withheld(cast),
        };
        let mut leg = opener.all().await;
        opener.pages(link, &mut leg).await;
        legs.push(leg);
    }
    if legs.is_empty() {
        legs.push(Leg::seen("links", 0, "there is no link to any record, so nothing was tried"));
    }
    legs
}

/// The words that no link of Northgate's shows.
fn withheld(cast: &Cast) -> Vec<String> {
    let others = cast.places.iter().filter(|place| place.name != "northgate").map(Place::word);
    others.chain([DESK.to_owned()]).collect()
}

/// Whoever opened a link and confirmed the address.
struct Opener<'c> {
    cast: &'c Cast,
    kind: &'c str,
    linkable: Linkable,
    own: &'c Row,
    asked: Asked,
    withheld: Vec<String>,
}

impl Opener<'_> {
    async fn all(&self) -> Leg {
        let mut leg = Leg::of(format!("a link to an {}", self.kind));
        let agent = self.cast.members.iter().find(|member| member.role == "agent").expect("an agent");
        for operation in self.cast.portal.app.gateway.registry().operations() {
            match operation.shape() {
                Shape::List => self.list(operation, agent, &mut leg).await,
                Shape::Show | Shape::Command => self.rows(operation, agent, &mut leg).await,
            }
        }
        leg
    }

    async fn list(&self, operation: &Operation, agent: &Member, leg: &mut Leg) {
        let told = Raw::Json(Value::Object(self.cast.told(agent, operation, None)));
        let answer = operation.run(&self.cast.portal.app.gateway, &self.asked, &[], &told).await;
        let answer = answer.map_or_else(|_| String::new(), |done| done.output.to_string().to_lowercase());
        leg.asked += 1;
        if answer.contains("zq") {
            leg.findings.push(format!("a link to an {} lists by {}: {answer}", self.kind, operation.spec().name));
        }
    }

    async fn rows(&self, operation: &Operation, agent: &Member, leg: &mut Leg) {
        let spec = operation.spec();
        let [on] = spec.on.as_slice() else { return };
        let told = Raw::Json(Value::Object(self.cast.told(agent, operation, None)));
        let allowed = self.linkable.reads.iter().chain(self.linkable.acts).any(|action| *action == spec.name);
        for row in self.cast.of_kind(on) {
            if allowed && row.id == self.own.id {
                if operation.shape() == Shape::Show {
                    self.opens_own(operation, agent, leg).await;
                }
                continue;
            }
            let id = Uuid::try_parse(&row.id).expect("an id");
            leg.asked += 1;
            if operation.run(&self.cast.portal.app.gateway, &self.asked, &[id], &told).await.is_ok() {
                let what = format!("a link to an {} does {} to a {on} of {:?}", self.kind, spec.name, row.place);
                leg.findings.push(what);
            }
        }
    }

    /// Its own record opens, and shows no word of another account.
    async fn opens_own(&self, operation: &Operation, agent: &Member, leg: &mut Leg) {
        let (name, id) = (&operation.spec().name, Uuid::try_parse(&self.own.id).expect("an id"));
        let told = Raw::Json(Value::Object(self.cast.told_to_read(agent, operation)));
        leg.asked += 1;
        match operation.run(&self.cast.portal.app.gateway, &self.asked, &[id], &told).await {
            Ok(done) => {
                leg.opened += 1;
                self.look(name, &done.output.to_string(), leg);
            }
            Err(problem) => leg.findings.push(format!("a link to an {} opens nothing by {name}: {problem}", self.kind)),
        }
    }

    fn look(&self, by: &str, told: &str, leg: &mut Leg) {
        if let Some(word) = leaked(told, &self.withheld) {
            leg.findings.push(format!("a link to an {} shows `{word}` by {by}", self.kind));
        }
    }

    /// The link is opened in a browser, and each page and file below the addresses of links is asked for: of this link,
    /// and of another company's.
    async fn pages(&self, link: RecordLink, leg: &mut Leg) {
        let raw = self.cast.portal.app.db.unguarded();
        let meridian = self.cast.of_kind("record_link").into_iter().find(|row| row.place == Some("meridian"));
        let (own, foreign) = (link.id.to_string(), &meridian.expect("a link of another company's").id);
        let token = front::new_token();
        raw.update(&RecordLink { token_hash: Some(token_hash(&token)), ..link }).await.expect("a token");
        let stranger = self.cast.portal.stranger();
        let opened = stranger.post_as_it_comes(&format!("/l/{token}"), &[]).await;
        let Some(cookie) = cookie(&opened) else {
            leg.findings.push(format!("a link to an {} is not opened: {}", self.kind, opened.status));
            return;
        };
        let browser = stranger.keeping(&cookie);
        let routes = self.cast.portal.app.site.routes.iter().filter(|route| route.method == "GET");
        let below: Vec<&str> = routes.filter_map(|route| route.path.strip_prefix("/l/{link}/")).collect();
        let page = self.linkable.page.trim_start_matches('/');
        for path in below {
            let answer = self.page(&browser, &format!("/l/{own}/{path}"), leg).await;
            if path == page && !answer.status.is_success() {
                leg.findings.push(format!("a link to an {} does not open its page: {}", self.kind, answer.status));
            }
            let answer = self.page(&browser, &format!("/l/{foreign}/{path}"), leg).await;
            if answer.status.is_success() {
                leg.findings.push(format!("a link to an {} opens {path} of another company's", self.kind));
            }
        }
    }

    async fn page(&self, browser: &Browser<'_>, path: &str, leg: &mut Leg) -> Answer {
        let answer = browser.get_as_it_comes(path).await;
        leg.asked += 1;
        leg.opened += usize::from(answer.status.is_success());
        let is_paper = answer.header("content-type") == "application/pdf";
        let told = if is_paper { paper::words(&answer.bytes) } else { answer.text() };
        self.look(path, &told, leg);
        let kept = answer.header("cache-control");
        if answer.status.is_server_error() || kept != "private, no-store" {
            leg.findings.push(format!("{path} answers {} and may be kept by others: {kept}", answer.status));
        }
        answer
    }
}

/// What the browser keeps of a link that it opened.
fn cookie(opened: &Answer) -> Option<String> {
    let set = opened.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut kept = set.filter_map(|cookie| cookie.split(';').next());
    kept.find(|cookie| cookie.starts_with("portico-link=")).map(str::to_owned)
}
