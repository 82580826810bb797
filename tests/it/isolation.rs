//! Generated from the registry: whatever id a command takes, a foreign one answers exactly as an absent one.

use std::collections::BTreeMap;

use gateway::{FieldKind, Operation, Raw, Shape};
use guard::tries::sample;
use kernel::Problem;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::world::World;

/// One object of each kind, of the asking account and of a foreign one.
async fn objects(world: &World) -> BTreeMap<&'static str, (Uuid, Uuid)> {
    let cast = &world.cast;
    let jobs = (world.job(cast.northgate, None, |_| {}).await, world.job(cast.meridian, None, |_| {}).await);
    let tools = (world.tool(cast.northgate).await, world.tool(cast.meridian).await);
    let vouchers = (world.voucher(cast.northgate).await, world.voucher(cast.meridian).await);
    BTreeMap::from([
        ("job", (jobs.0.id.uuid(), jobs.1.id.uuid())),
        ("tool", (tools.0.id.uuid(), tools.1.id.uuid())),
        ("voucher", (vouchers.0.id.uuid(), vouchers.1.id.uuid())),
        ("account", (cast.northgate.uuid(), cast.meridian.uuid())),
        ("membership", (cast.eve.membership.uuid(), cast.dana.membership.uuid())),
    ])
}

/// A legal value of each field, with this id for links of `kind`.
fn told(operation: &Operation, ids: &BTreeMap<&str, Uuid>) -> Raw {
    let value = |kind: &FieldKind| match kind {
        FieldKind::Quote => json!(format!("job:{}", ids["job"])),
        other => sample(other, ids),
    };
    let fields = operation.spec().fields.iter().map(|field| (field.name.to_string(), value(&field.kind)));
    Raw::Json(Value::Object(fields.collect::<Map<_, _>>()))
}

fn shown(problem: &Problem) -> String {
    format!("{} {:?} {:?}", problem.kind().slug, problem.says(), problem.fields())
}

async fn refusal(world: &World, operation: &Operation, targets: &[Uuid], raw: &Raw) -> String {
    let amelia = world.signed_in(world.as_member(world.cast.amelia)).await;
    match operation.run(&world.gateway, &amelia, targets, raw).await {
        Ok(done) => panic!("{} was done: {done:?}", operation.spec().name),
        Err(problem) => shown(&problem),
    }
}

#[tokio::test]
async fn a_foreign_target_answers_as_an_absent_one() {
    let world = World::new().await;
    let objects = objects(&world).await;
    let own: BTreeMap<&str, Uuid> = objects.iter().map(|(kind, (own, _))| (*kind, *own)).collect();
    let mut tried = 0;
    for operation in world.gateway.registry().operations().filter(|operation| operation.shape() != Shape::List) {
        let spec = operation.spec();
        let raw = told(operation, &own);
        for place in 0..spec.on.len() {
            let targets = |id: Uuid| {
                let mut targets: Vec<Uuid> = spec.on.iter().map(|kind| own[kind]).collect();
                targets[place] = id;
                targets
            };
            let foreign = refusal(&world, operation, &targets(objects[spec.on[place]].1), &raw).await;
            let absent = refusal(&world, operation, &targets(Uuid::now_v7()), &raw).await;
            assert_eq!(foreign, absent, "{} at place {place}", spec.name);
            assert!(foreign.starts_with("not-found"), "{}: {foreign}", spec.name);
            tried += 1;
        }
    }
    assert!(tried >= 10, "only {tried} places were tried");
}

#[tokio::test]
async fn a_foreign_id_in_any_field_answers_as_an_absent_one() {
    let world = World::new().await;
    let objects = objects(&world).await;
    let own: BTreeMap<&str, Uuid> = objects.iter().map(|(kind, (own, _))| (*kind, *own)).collect();
    let mut tried = 0;
    for operation in world.gateway.registry().operations() {
        let spec = operation.spec();
        let targets: Vec<Uuid> = spec.on.iter().map(|kind| own[kind]).collect();
        for field in &spec.fields {
            let Some((kind, _)) = field.kind.link() else { continue };
            let with = |id: Uuid| {
                let mut ids = own.clone();
                ids.insert(kind, id);
                told(operation, &ids)
            };
            let foreign = refusal(&world, operation, &targets, &with(objects[kind].1)).await;
            let absent = refusal(&world, operation, &targets, &with(Uuid::now_v7())).await;
            assert_eq!(foreign, absent, "{} in {}", spec.name, field.name);
            assert!(foreign.contains(&format!("/{}", field.name)), "{foreign}");
            tried += 1;
        }
    }
    assert!(tried >= 2, "only {tried} fields were tried");
}

#[tokio::test]
async fn a_foreign_record_is_quoted_no_more_than_an_absent_one() {
    let world = World::new().await;
    let objects = objects(&world).await;
    let own: BTreeMap<&str, Uuid> = objects.iter().map(|(kind, (own, _))| (*kind, *own)).collect();
    let mut tried = 0;
    for operation in world.gateway.registry().operations() {
        let spec = operation.spec();
        let targets: Vec<Uuid> = spec.on.iter().map(|kind| own[kind]).collect();
        for field in spec.fields.iter().filter(|field| field.kind == FieldKind::Quote) {
            let told = |quote: String| {
                let Raw::Json(mut body) = told(operation, &own) else { unreachable!("a JSON body") };
                body[&*field.name] = json!(quote);
                Raw::Json(body)
            };
            for kind in world.gateway.registry().quotable_kinds() {
                let absent = refusal(&world, operation, &targets, &told(format!("{kind}:{}", Uuid::now_v7()))).await;
                assert!(absent.contains(&format!("/{}", field.name)), "{absent}");
                let (mine, theirs) = objects[kind];
                let part = Uuid::now_v7();
                for odd in [format!("{kind}:{theirs}"), format!("{kind}:{mine}:{part}"), format!("planet:{mine}")] {
                    assert_eq!(refusal(&world, operation, &targets, &told(odd.clone())).await, absent, "{odd}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried >= 1, "nothing that quotes was tried");
}

#[tokio::test]
async fn every_field_that_holds_an_id_is_a_link() {
    // A bare id does not compile as a field (gateway/tests/cases); this says it of fields that come from configuration.
    let world = World::new().await;
    for operation in world.gateway.registry().operations() {
        for field in &operation.spec().fields {
            let named_like_an_id = field.name.ends_with("_id") || field.name == "id";
            assert!(
                !named_like_an_id || field.kind.link().is_some(),
                "{} takes a bare {}",
                operation.spec().name,
                field.name
            );
        }
    }
}
