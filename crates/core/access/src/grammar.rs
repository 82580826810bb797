//! Which conditions can be put into a list's SQL.
//!
//! A policy is refused when it is loaded, not when a page opens: every node that depends on the row must be one the
//! filter has words for. What does not depend on the row is a plain value by the time a list is asked for.

use serde_json::Value;

/// Names the first node of a policy that no list could apply.
pub(crate) fn untranslatable(policy: &Value) -> Option<String> {
    let clauses = policy["conditions"].as_array()?;
    clauses.iter().find_map(|clause| check(&clause["body"]))
}

/// Whether a policy's conditions ask anything of the row.
pub(crate) fn asks_of_row(policy: &Value) -> bool {
    mentions_resource(&policy["conditions"])
}

fn check(node: &Value) -> Option<String> {
    if !mentions_resource(node) {
        return None;
    }
    let (operator, operand) = node.as_object()?.iter().next()?;
    let (left, right) = (&operand["left"], &operand["right"]);
    match operator.as_str() {
        "&&" | "||" => check(left).or_else(|| check(right)),
        "!" => check(&operand["arg"]),
        "==" | "!=" | "<" | "<=" | ">" | ">=" => {
            one_fact(left, right).then_some(()).map_or_else(|| refuse(node), |()| None)
        }
        "contains" if !mentions_resource(left) && is_fact(right) => None,
        "has" if left["Var"] == "resource" => None,
        "." if is_fact(node) => None,
        "is" => None,
        _ => refuse(node),
    }
}

fn one_fact(left: &Value, right: &Value) -> bool {
    (is_fact(left) && !mentions_resource(right)) || (is_fact(right) && !mentions_resource(left))
}

fn is_fact(node: &Value) -> bool {
    node["."]["left"]["Var"] == "resource"
}

fn mentions_resource(node: &Value) -> bool {
    match node {
        Value::Object(object) => {
            object.get("Var").is_some_and(|name| name == "resource") || object.values().any(mentions_resource)
        }
        Value::Array(items) => items.iter().any(mentions_resource),
        _ => false,
    }
}

fn refuse(node: &Value) -> Option<String> {
    Some(node.to_string())
}
