//! Turns what type-aware partial evaluation leaves over into a [`Filter`].
//!
//! Only the grammar of [`crate::grammar`] can be left over; anything else is a fault and denies.

use cedar_policy::{Effect, Policy};
use serde_json::Value;

use crate::{Atom, Filter};

/// The filter of one residual policy: its condition, before permit or forbid is applied.
pub(crate) fn condition(policy: &Policy) -> Result<(Effect, Filter), String> {
    let json = policy.to_json().map_err(|error| error.to_string())?;
    let clauses = json["conditions"].as_array().into_iter().flatten().map(|clause| {
        let filter = expression(&clause["body"])?;
        Ok(if clause["kind"] == "unless" { filter.negate() } else { filter })
    });
    let clauses = clauses.collect::<Result<Vec<_>, String>>()?;
    Ok((policy.effect(), Filter::and(clauses)))
}

fn expression(node: &Value) -> Result<Filter, String> {
    if let Some(truth) = node["Value"].as_bool() {
        return Ok(if truth { Filter::All } else { Filter::None });
    }
    let (operator, operand) =
        node.as_object().and_then(|object| object.iter().next()).ok_or_else(|| format!("not an expression: {node}"))?;
    let (left, right) = (&operand["left"], &operand["right"]);
    match operator.as_str() {
        "&&" => Ok(Filter::and([expression(left)?, expression(right)?])),
        "||" => Ok(Filter::or([expression(left)?, expression(right)?])),
        "!" => Ok(expression(&operand["arg"])?.negate()),
        "==" => equal(left, right),
        "!=" => Ok(equal(left, right)?.negate()),
        "<" | "<=" | ">" | ">=" => order(operator, left, right),
        "contains" => member(left, right),
        "has" => {
            let name = operand["attr"].as_str().ok_or_else(|| format!("has what: {node}"))?;
            is_resource(left).then(|| Filter::Has(name.to_owned())).ok_or_else(|| format!("has of another: {node}"))
        }
        "." => {
            let name = fact(node).ok_or_else(|| format!("not a fact of the row: {node}"))?;
            Ok(match name.strip_prefix("linked_") {
                Some(kind) => Filter::Linked(kind.to_owned()),
                None => Filter::Eq(name, Atom::Bool(true)),
            })
        }
        "is" => Ok(Filter::All),
        _ => Err(format!("{operator} cannot be put into a list: {node}")),
    }
}

fn equal(left: &Value, right: &Value) -> Result<Filter, String> {
    match (fact(left), fact(right)) {
        (Some(name), None) => Ok(Filter::Eq(name, atom(right)?)),
        (None, Some(name)) => Ok(Filter::Eq(name, atom(left)?)),
        _ => Err(format!("cannot compare {left} with {right}")),
    }
}

fn order(operator: &str, left: &Value, right: &Value) -> Result<Filter, String> {
    let number = |node: &Value| node["Value"].as_i64().ok_or_else(|| format!("not a number: {node}"));
    let (name, bound, flipped) = match (fact(left), fact(right)) {
        (Some(name), None) => (name, number(right)?, false),
        (None, Some(name)) => (name, number(left)?, true),
        _ => return Err(format!("cannot order {left} and {right}")),
    };
    let less = |inclusive| Filter::Less(name.clone(), bound, inclusive);
    // `fact > n` is "known, and not at most n"; the validator has made sure that it is known.
    Ok(match (operator, flipped) {
        ("<", false) | (">", true) => less(false),
        ("<=", false) | (">=", true) => less(true),
        (">", false) | ("<", true) => less(true).negate(),
        _ => less(false).negate(),
    })
}

fn member(set: &Value, element: &Value) -> Result<Filter, String> {
    let name = fact(element).ok_or_else(|| format!("contains what: {element}"))?;
    let items = set["Set"].as_array().or_else(|| set["Value"].as_array()).ok_or_else(|| format!("no set: {set}"))?;
    let items = items.iter().map(atom).collect::<Result<Vec<_>, _>>()?;
    Ok(if items.is_empty() { Filter::None } else { Filter::In(name, items) })
}

fn is_resource(node: &Value) -> bool {
    node["Var"] == "resource" || node.get("unknown").is_some()
}

fn fact(node: &Value) -> Option<String> {
    let access = node.get(".")?;
    is_resource(&access["left"]).then(|| access["attr"].as_str().map(str::to_owned)).flatten()
}

fn atom(node: &Value) -> Result<Atom, String> {
    let value = node.get("Value").unwrap_or(node);
    if let Some(truth) = value.as_bool() {
        return Ok(Atom::Bool(truth));
    }
    if let Some(number) = value.as_i64() {
        return Ok(Atom::Int(number));
    }
    if let Some(text) = value.as_str() {
        return Ok(Atom::Text(text.to_owned()));
    }
    let entity = value.get("__entity").unwrap_or(value);
    let id = entity["id"].as_str().ok_or_else(|| format!("not a value: {node}"))?;
    uuid::Uuid::try_parse(id).map(Atom::Id).map_err(|_| format!("not an id: {node}"))
}
