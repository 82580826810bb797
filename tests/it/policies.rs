//! Policies are refused when they are loaded, not when a page opens.

use access::{Policies, PolicyError};

use crate::world::registry;

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
