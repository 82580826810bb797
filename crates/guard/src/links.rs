//! Links to one record as one more caller: over every operation they open their record and nothing else.

use std::collections::BTreeSet;

use directory::RecordLink;
use gateway::{Asked, Linkable, Operation, Raw, Shape};
use serde_json::Value;
use uuid::Uuid;

use crate::{Cast, Leg, Row, cast::Member, seeds::asked};

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
        let opener = Opener { cast, kind, linkable, own, asked: asked(link.principal(linkable.actions(true))) };
        legs.push(opener.all().await);
    }
    if legs.is_empty() {
        legs.push(Leg::seen("links", 0, "there is no link to any record, so nothing was tried"));
    }
    legs
}

/// Whoever opened a link and confirmed the address.
struct Opener<'c> {
    cast: &'c Cast,
    kind: &'c str,
    linkable: Linkable,
    own: &'c Row,
    asked: Asked,
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
}
