//! Turns what type-aware partial evaluation leaves over into a [`Filter`].
//!
//! Only the grammar of [`crate::grammar`] can be left over; anything else is a fault and denies.

use cedar_policy::{
    Effect, Policy,
    pst::{BinaryOp, Clause, Expr, Literal, UnaryOp, Var},
};
use uuid::Uuid;

use crate::{Atom, Filter};

/// The filter of one residual policy: its condition, before permit or forbid is applied.
pub(crate) fn condition(policy: &Policy) -> Result<(Effect, Filter), String> {
    let tree = policy.to_pst().map_err(|error| error.to_string())?;
    let clauses = tree.body().clauses().iter().map(|clause| match clause {
        Clause::When(body) => expression(body),
        Clause::Unless(body) => Ok(expression(body)?.negate()),
    });
    let clauses = clauses.collect::<Result<Vec<_>, String>>()?;
    Ok((policy.effect(), Filter::and(clauses)))
}

fn expression(node: &Expr) -> Result<Filter, String> {
    match node {
        Expr::Literal(Literal::Bool(true)) | Expr::Is { in_expr: None, .. } => Ok(Filter::All),
        Expr::Literal(Literal::Bool(false)) => Ok(Filter::None),
        Expr::UnaryOp { op: UnaryOp::Not, expr } => Ok(expression(expr)?.negate()),
        Expr::BinaryOp { op, left, right } => match op {
            BinaryOp::And => Ok(Filter::and([expression(left)?, expression(right)?])),
            BinaryOp::Or => Ok(Filter::or([expression(left)?, expression(right)?])),
            BinaryOp::Eq => equal(left, right),
            BinaryOp::NotEq => Ok(equal(left, right)?.negate()),
            BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq => order(*op, left, right),
            BinaryOp::Contains => member(left, right),
            _ => Err(format!("{op} cannot be put into a list: {node}")),
        },
        Expr::HasAttr { expr, attrs } if attrs.tail.is_empty() && is_resource(expr) => {
            Ok(Filter::Has(attrs.head.to_string()))
        }
        Expr::GetAttr { .. } => {
            let name = fact(node).ok_or_else(|| format!("not a fact of the row: {node}"))?;
            Ok(match name.strip_prefix("linked_") {
                Some(kind) => Filter::Linked(kind.to_owned()),
                None => Filter::Eq(name, Atom::Bool(true)),
            })
        }
        _ => Err(format!("this cannot be put into a list: {node}")),
    }
}

fn equal(left: &Expr, right: &Expr) -> Result<Filter, String> {
    match (fact(left), fact(right)) {
        (Some(name), None) => Ok(Filter::Eq(name, atom(right)?)),
        (None, Some(name)) => Ok(Filter::Eq(name, atom(left)?)),
        _ => Err(format!("cannot compare {left} with {right}")),
    }
}

fn order(operator: BinaryOp, left: &Expr, right: &Expr) -> Result<Filter, String> {
    let number = |node: &Expr| match node {
        Expr::Literal(Literal::Long(number)) => Ok(*number),
        _ => Err(format!("not a number: {node}")),
    };
    let (name, bound, flipped) = match (fact(left), fact(right)) {
        (Some(name), None) => (name, number(right)?, false),
        (None, Some(name)) => (name, number(left)?, true),
        _ => return Err(format!("cannot order {left} and {right}")),
    };
    let less = |inclusive| Filter::Less(name.clone(), bound, inclusive);
    // `fact > n` is "known, and not at most n"; the validator has made sure that it is known.
    Ok(match (operator, flipped) {
        (BinaryOp::Less, false) | (BinaryOp::Greater, true) => less(false),
        (BinaryOp::LessEq, false) | (BinaryOp::GreaterEq, true) => less(true),
        (BinaryOp::Greater, false) | (BinaryOp::Less, true) => less(true).negate(),
        _ => less(false).negate(),
    })
}

fn member(set: &Expr, element: &Expr) -> Result<Filter, String> {
    let name = fact(element).ok_or_else(|| format!("contains what: {element}"))?;
    let Expr::Set(items) = set else { return Err(format!("no set: {set}")) };
    let items = items.iter().map(|item| atom(item)).collect::<Result<Vec<_>, _>>()?;
    Ok(if items.is_empty() { Filter::None } else { Filter::In(name, items) })
}

fn is_resource(node: &Expr) -> bool {
    matches!(node, Expr::Var(Var::Resource) | Expr::Unknown { .. })
}

fn fact(node: &Expr) -> Option<String> {
    let Expr::GetAttr { expr, attr } = node else { return None };
    is_resource(expr).then(|| attr.to_string())
}

fn atom(node: &Expr) -> Result<Atom, String> {
    match node {
        Expr::Literal(Literal::Bool(truth)) => Ok(Atom::Bool(*truth)),
        Expr::Literal(Literal::Long(number)) => Ok(Atom::Int(*number)),
        Expr::Literal(Literal::String(text)) => Ok(Atom::Text(text.to_string())),
        Expr::Literal(Literal::EntityUID(uid)) => {
            Uuid::try_parse(&uid.eid).map(Atom::Id).map_err(|_| format!("not an id: {node}"))
        }
        _ => Err(format!("not a value: {node}")),
    }
}
