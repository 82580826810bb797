//! Every operation of the registry, done by everybody to what is not theirs: without pages in between.

use std::collections::BTreeMap;

use access::{Acting, Facts};
use gateway::{Asked, FieldKind, Operation, Raw, Shape};
use kernel::Problem;
use serde_json::Value;
use uuid::Uuid;

use crate::{Cast, Leg, Row, cast::Member, leaked, tries::absent};

/// Everybody does every operation to what is not theirs, and asks every list for all it has.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let registry = cast.portal.app.gateway.registry();
    let (mut legs, mut reached) = (Vec::new(), Vec::new());
    for member in &cast.members {
        let place = member.place.map(|place| Acting::Account(cast.place(place).account));
        let mut leg = Leg::of(member.called());
        for acting in [place.unwrap_or(Acting::Desk), Acting::Oneself] {
            let mut doer = Doer::new(cast, member, acting).await;
            for operation in registry.operations() {
                match operation.shape() {
                    Shape::List => {
                        doer.list(operation).await;
                        doer.named(operation).await;
                    }
                    Shape::Show => doer.targets(operation).await,
                    Shape::Command => {
                        doer.targets(operation).await;
                        doer.fields(operation).await;
                    }
                }
            }
            leg.add(doer.leg);
            reached.append(&mut doer.reached);
        }
        legs.push(leg);
    }
    legs.push(untried(cast, &reached));
    legs
}

/// The fields that point at something and that nobody came as far as: of those nothing was proved.
fn untried(cast: &Cast, reached: &[String]) -> Leg {
    let mut leg = Leg::of("fields that point at something");
    for operation in cast.portal.app.gateway.registry().operations() {
        for field in &operation.spec().fields {
            if field.kind.link().is_none() && field.kind != FieldKind::Quote {
                continue;
            }
            leg.asked += 1;
            let named = format!("\"/{}\"", field.name);
            if reached.iter().any(|told| told.contains(&named)) {
                leg.opened += 1;
                continue;
            }
            leg.findings.push(format!(
                "nobody came as far as `{}` of {}: is there somebody in crates/guard/src/cast.rs who may do it, to \
                 something in crates/guard/src/planted.rs that allows it?",
                field.name,
                operation.spec().name
            ));
        }
    }
    leg
}

/// Somebody in one capacity.
struct Doer<'c> {
    cast: &'c Cast,
    member: &'c Member,
    asked: Asked,
    facts: BTreeMap<String, Facts>,
    withheld: Vec<String>,
    /// The fields that were looked at before the refusal.
    reached: Vec<String>,
    leg: Leg,
}

impl<'c> Doer<'c> {
    async fn new(cast: &'c Cast, member: &'c Member, acting: Acting) -> Self {
        let asked = cast.acting(member, acting).await;
        let facts = cast.all_facts(&asked);
        let withheld = cast.withheld(member).await;
        Self { cast, member, asked, facts, withheld, reached: Vec::new(), leg: Leg::of(member.called()) }
    }

    async fn does(&mut self, operation: &Operation, targets: &[String], told: Value) -> Result<String, String> {
        let targets: Vec<Uuid> = targets.iter().map(|id| Uuid::try_parse(id).expect("an id")).collect();
        let outcome = operation.run(&self.cast.portal.app.gateway, &self.asked, &targets, &Raw::Json(told)).await;
        self.leg.asked += 1;
        self.leg.opened += usize::from(outcome.is_ok());
        outcome.map(|done| format!("{done:?}")).map_err(|problem| shown(&problem))
    }

    fn fault(&mut self, operation: &Operation, what: &str) {
        self.leg.findings.push(format!("{} does {}: {what}", self.member.called(), operation.spec().name));
    }

    /// Tries this id and an absent one, which must be refused alike.
    async fn compare(
        &mut self,
        operation: &Operation,
        row: &Row,
        known: bool,
        with: impl Fn(&str) -> (Vec<String>, Value),
    ) {
        let nothing = absent(row.kind);
        let (targets, told) = with(&row.id);
        let foreign = self.does(operation, &targets, told).await.map_err(|told| told.replace(&row.id, "ID"));
        let (targets, told) = with(&nothing);
        let nowhere = self.does(operation, &targets, told).await.map_err(|told| told.replace(&nothing, "ID"));
        if let Some(word) = leaked(&format!("{foreign:?}"), &self.withheld) {
            self.fault(operation, &format!("the answer holds `{word}`"));
        }
        let refused = known && foreign.as_ref().is_err_and(|told| told.starts_with("forbidden"));
        if foreign != nowhere && !refused {
            self.fault(operation, &format!("{} differs from an absent one: {foreign:?}, {nowhere:?}", row.kind));
        } else if foreign.is_ok() {
            self.fault(operation, &format!("it was done with {} of {:?}", row.kind, row.place));
        }
        if let Err(told) = foreign {
            self.reached.push(told);
        }
    }

    /// Everything a list shows, asked for without narrowing it.
    async fn list(&mut self, operation: &Operation) {
        let told = Value::Object(self.cast.told_to_read(self.member, operation));
        let shown = self.does(operation, &[], told).await;
        if let Some(word) = leaked(&format!("{shown:?}"), &self.withheld) {
            self.fault(operation, &format!("the list holds `{word}`"));
        }
    }

    /// Everything a list shows that is told the ids of what is another account's.
    async fn named(&mut self, operation: &Operation) {
        let cast = self.cast;
        for field in &operation.spec().fields {
            let Some(noun) = narrowed_by(&field.kind) else { continue };
            let noun = plain(noun);
            let of_it = cast.rows.iter().filter(|row| plain(row.kind) == noun);
            let foreign =
                of_it.filter(|row| row.place.is_some_and(|place| self.withheld.contains(&cast.place(place).word())));
            let ids: Vec<String> = foreign.map(|row| Uuid::try_parse(&row.id).expect("an id").to_string()).collect();
            let several = matches!(field.kind, FieldKind::Many(_));
            let tries = if several && !ids.is_empty() {
                vec![Value::from(ids.clone())]
            } else {
                ids.iter().map(|id| Value::from(id.as_str())).collect()
            };
            for told_of in tries {
                let mut told = cast.told_to_read(self.member, operation);
                told.insert(field.name.to_string(), told_of);
                let Ok(shown) = self.does(operation, &[], Value::Object(told)).await else { continue };
                let word = leaked(&shown, &self.withheld).or_else(|| leaked(&shown, &ids)).cloned();
                if let Some(word) = word {
                    self.fault(operation, &format!("told of what is foreign by `{}`, it holds `{word}`", field.name));
                }
            }
        }
    }

    /// Every target in turn.
    async fn targets(&mut self, operation: &Operation) {
        let spec = operation.spec();
        let facts = self.facts[&*spec.name].clone();
        let near: Vec<String> = spec.on.iter().map(|kind| self.cast.nearest(self.member, kind).id.clone()).collect();
        let told = Value::Object(self.cast.told(self.member, operation, None));
        for (place, kind) in spec.on.iter().enumerate() {
            for (_, row) in self.cast.candidates(self.member, kind) {
                if self.cast.reaches(&facts, row) {
                    continue;
                }
                let known = self.cast.knows(&self.facts, row);
                let (near, told) = (&near, &told);
                self.compare(operation, row, known, |id| {
                    let mut targets = near.clone();
                    id.clone_into(&mut targets[place]);
                    (targets, told.clone())
                })
                .await;
            }
        }
    }

    /// Every field that points at an object, or is named like something that is planted.
    async fn fields(&mut self, operation: &Operation) {
        let spec = operation.spec();
        let near: Vec<String> = spec.on.iter().map(|kind| self.cast.nearest(self.member, kind).id.clone()).collect();
        for field in spec.fields.iter().filter(|field| field.kind == FieldKind::Quote) {
            for kind in self.cast.portal.app.gateway.registry().quotable_kinds() {
                for (_, row) in self.cast.candidates(self.member, kind) {
                    if self.cast.knows(&self.facts, row) {
                        continue;
                    }
                    let (cast, member, near) = (self.cast, self.member, &near);
                    self.compare(operation, row, false, |id| {
                        let quote = format!("{kind}:{id}");
                        (near.clone(), Value::Object(cast.told(member, operation, Some((&field.name, &quote)))))
                    })
                    .await;
                }
            }
        }
        for field in &spec.fields {
            let named = self.cast.rows.iter().find(|row| row.kind == field.name).map(|row| (row.kind, ""));
            let Some((kind, action)) = field.kind.link().or(named) else { continue };
            for (_, row) in self.cast.candidates(self.member, kind) {
                let reached = match self.facts.get(action) {
                    Some(facts) => self.cast.reaches(facts, row),
                    None => row.owner == Some(self.member.person),
                };
                if reached {
                    continue;
                }
                let (cast, member, near) = (self.cast, self.member, &near);
                self.compare(operation, row, false, |id| {
                    (near.clone(), Value::Object(cast.told(member, operation, Some((&field.name, id)))))
                })
                .await;
            }
        }
    }
}

/// What the ids are of by which a field narrows a list, if it does.
fn narrowed_by(kind: &FieldKind) -> Option<&'static str> {
    if let FieldKind::Many(inner) = kind {
        return narrowed_by(inner);
    }
    if let FieldKind::Id { noun } = kind { Some(*noun) } else { None }
}

/// A noun and a kind are written the same but for capitals and what divides their words.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

fn shown(problem: &Problem) -> String {
    format!("{} {:?} {:?}", problem.kind().slug, problem.says(), problem.fields())
}
