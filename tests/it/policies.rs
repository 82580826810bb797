//! Policies are refused when they are loaded, not when a page opens.

use access::{Facts, Filter, Policies, PolicyError, Side};
use store::Object as _;

use crate::{
    toy::rows::Tool,
    world::{fresh, registry},
};

fn build(policy: &str) -> Result<Policies, PolicyError> {
    let registry = registry();
    let actions: Vec<_> = registry.actions().cloned().collect();
    Policies::build(registry.objects().to_vec(), &actions, &[("extra.cedar", policy)])
}

#[test]
fn a_condition_a_list_has_words_for_is_taken() {
    for policy in [
        r#"forbid (principal, action, resource is job) when { resource.state == "closed" };"#,
        r#"forbid (principal, action, resource is job) when { resource has grade && resource.grade > 3 };"#,
        r#"forbid (principal, action, resource is job) when { !["open", "closed"].contains(resource.state) };"#,
        r#"forbid (principal, action, resource is job) unless { principal.fresh || resource.linked_watcher };"#,
        r#"forbid (principal is Staff, action == Action::"jobs.note", resource is job);"#,
    ] {
        build(policy).map(|_| ()).unwrap_or_else(|error| panic!("{policy}: {error}"));
    }
}

#[test]
fn a_condition_no_list_could_apply_is_refused_with_its_name() {
    let policy = r#"@id("odd") forbid (principal, action, resource is job) when { resource.state like "c*" };"#;
    let error = build(policy).err().unwrap();
    assert!(matches!(&error, PolicyError::Unlistable { policy, .. } if policy == "odd"), "{error}");
}

#[test]
fn a_misspelt_fact_is_refused() {
    let error = build(r#"forbid (principal, action, resource is job) when { resource.secrt };"#).err().unwrap();
    assert!(matches!(error, PolicyError::Invalid { .. }), "{error}");
}

#[test]
fn an_unknown_fact_has_to_be_tested_first() {
    let error = build(r#"forbid (principal, action, resource is job) when { resource.grade > 3 };"#).err().unwrap();
    assert!(matches!(error, PolicyError::Invalid { .. }), "{error}");
}

#[test]
fn a_text_can_close_doors_but_not_open_them() {
    let error = build(r#"@id("open") permit (principal, action, resource is job);"#).err().unwrap();
    assert!(matches!(&error, PolicyError::Permit(policy) if policy == "open"), "{error}");
}

#[test]
fn a_policy_about_one_object_or_with_a_slot_is_refused() {
    let one = r#"forbid (principal, action, resource == job::"0198");"#;
    let template = r#"forbid (principal == ?principal, action, resource is job);"#;
    for policy in [one, template] {
        assert!(build(policy).is_err(), "{policy}");
    }
}

#[test]
fn what_asks_nothing_of_the_row_is_named_beside_what_does_and_empties_the_list() {
    let tool = Tool { id: fresh(), account_id: fresh(), name: "wrench".to_owned() };
    let other = Tool { account_id: fresh(), ..tool.clone() };
    let policies = build(&format!(
        r#"@id("stale") forbid (principal, action, resource is tool) unless {{ principal.fresh }};
           @id("away") forbid (principal, action, resource is tool) when {{ resource.account == Account::"{}" }};"#,
        tool.account_id
    ))
    .unwrap();
    let of = |fresh| Facts { all: true, fresh, ..Facts::none(Side::Staff) };
    // What is remembered answers as what is found.
    for _ in 0..2 {
        for (fresh, tool, allowed, because) in [
            (true, &other, true, "reach.tool"),
            (true, &tool, false, "away"),
            (false, &other, false, "stale"),
            (false, &tool, false, "away stale"),
        ] {
            let mut decision =
                policies.decide(Tool::READ, Tool::KIND, &of(fresh), tool.id.uuid(), &tool.facts()).unwrap();
            decision.because.sort();
            assert_eq!((decision.allowed, decision.because.join(" ").as_str()), (allowed, because));
        }
        assert_eq!(*policies.filter(Tool::READ, Tool::KIND, &of(false)).unwrap(), Filter::None);
        assert_ne!(*policies.filter(Tool::READ, Tool::KIND, &of(true)).unwrap(), Filter::None);
    }
}
