//! What a message asks for: its variables, and the messages it takes in.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Attribute, Expression, InlineExpression, Message, Pattern, PatternElement};

/// The names inside one message or attribute.
#[derive(Default)]
pub(super) struct Reach {
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
}

/// The message's value and attributes by id, each with what it asks for.
pub(super) fn of(message: &Message<&str>) -> Vec<(String, Reach)> {
    let id = message.id.name;
    let value = message.value.iter().map(|value| (id.to_owned(), read(value)));
    let attribute = |part: &Attribute<&str>| (format!("{id}.{}", part.id.name), read(&part.value));
    value.chain(message.attributes.iter().map(attribute)).collect()
}

/// The variables of a message and of every message it takes in.
pub(super) fn variables<'a>(all: &'a BTreeMap<String, Reach>, id: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let Some(reach) = all.get(id) else { continue };
        if seen.insert(id.to_owned()) {
            found.extend(reach.variables.iter().map(String::as_str));
            open.extend(reach.messages.iter().map(String::as_str));
        }
    }
    found
}

fn read(pattern: &Pattern<&str>) -> Reach {
    let mut reach = Reach::default();
    reach.pattern(pattern);
    reach
}

impl Reach {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute } => {
                self.messages.insert(match attribute {
                    Some(attribute) => format!("{}.{}", id.name, attribute.name),
                    None => id.name.to_owned(),
                });
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.inline(argument));
                arguments.named.iter().for_each(|argument| self.inline(&argument.value));
            }
            // A term is given its own arguments and sees none of the message's.
            InlineExpression::TermReference { arguments, .. } => {
                for argument in arguments.iter().flat_map(|arguments| &arguments.named) {
                    self.inline(&argument.value);
                }
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}
