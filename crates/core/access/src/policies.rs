use std::{
    collections::{BTreeMap, HashMap, HashSet},
    str::FromStr,
    sync::Arc,
};

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision as Verdict, Effect, Entities, Entity, EntityId, EntityTypeName,
    EntityUid, PartialEntities, PartialEntityUid, PartialRequest, Policy, PolicySet, Request, ResourceConstraint,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use uuid::Uuid;

use crate::{
    ActionSpec, Atom, Fact, FactKind, Facts, Filter, ObjectType, RowFacts, grammar,
    memory::{self, Memory},
    residual, schema,
};

/// Every policy of one generation, checked against the objects and actions of the registry.
pub struct Policies {
    schema: Schema,
    /// The kinds alone: with the actions, each question would carry an entity for every one of them, and no policy asks
    /// of an action more than which it is.
    kinds: Schema,
    /// What the schema calls its kinds, by name: to read such a name takes as long as to ask a dozen policies.
    types: BTreeMap<String, EntityTypeName>,
    objects: BTreeMap<&'static str, ObjectType>,
    actions: BTreeMap<String, BTreeMap<&'static str, Compiled>>,
    filters: Memory<Filter>,
    /// The ids of the policies that forbid an action to somebody whatever the row.
    forbidden: Memory<Vec<String>>,
}

struct Compiled {
    uid: EntityUid,
    /// Policies that forbid and ask nothing of the row: they are asked once for all rows.
    of_caller: PolicySet,
    /// The rest: what is to be asked of each row.
    of_row: PolicySet,
}

/// The answer for one row, and which policies led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done.
    pub allowed: bool,
    /// The ids of the policies that decided.
    pub because: Vec<String>,
}

/// Why a set of policies is not taken, or cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Two objects or facts clash, or a kind is no identifier.
    #[error("the objects and actions make no schema: {0}")]
    Schema(String),
    /// The text is not Cedar.
    #[error("{origin}: {reason}")]
    Syntax {
        /// The file.
        origin: String,
        /// What Cedar says.
        reason: String,
    },
    /// Only reach permits; a text may add conditions, never openings.
    #[error(
        "policy `{0}` is a permit; permissions come from roles, so write a forbid that says when they do not count"
    )]
    Permit(String),
    /// A policy names a fact, action or kind that does not exist, or reads an unknown fact without `has`.
    #[error("policy `{policy}` is not valid: {reason}")]
    Invalid {
        /// The policy's id.
        policy: String,
        /// What Cedar says.
        reason: String,
    },
    /// A condition on the row for which a list has no words.
    #[error(
        "policy `{policy}` cannot be applied to a list, because of {node}; compare one fact of the resource with a value"
    )]
    Unlistable {
        /// The policy's id.
        policy: String,
        /// The part of the condition.
        node: String,
    },
    /// The action is not registered.
    #[error("no action `{0}`")]
    UnknownAction(String),
    /// The facts do not fit the schema, or evaluation failed: deny and alarm.
    #[error("cannot decide `{action}`: {reason}")]
    Evaluation {
        /// The action.
        action: String,
        /// What Cedar says.
        reason: String,
    },
}

impl Policies {
    /// Checks and compiles policies for these objects and actions. `texts` are (origin, Cedar text).
    ///
    /// # Errors
    /// Says which policy is wrong, and what to write instead.
    pub fn build(
        objects: Vec<ObjectType>,
        actions: &[ActionSpec],
        texts: &[(&str, &str)],
    ) -> Result<Self, PolicyError> {
        let read = |text: String| match Schema::from_cedarschema_str(&text) {
            Ok((schema, _warnings)) => Ok(schema),
            Err(error) => Err(PolicyError::Schema(error.to_string())),
        };
        let schema = read(schema::cedar(&objects, actions))?;
        let without_actions = read(schema::cedar(&objects, &[]))?;
        let generic = schema::generic_permits(&objects);
        let mut all = Vec::new();
        for (origin, text) in texts {
            all.extend(parse(origin, text)?);
        }
        if let Some(permit) = all.iter().find(|policy| policy.effect() == Effect::Permit) {
            return Err(PolicyError::Permit(permit.id().to_string()));
        }
        all.extend(parse("reach", &generic)?);
        check(&schema, &all)?;
        let objects = objects.into_iter().map(|object| (object.kind, object)).collect();
        let mut compiled: BTreeMap<String, BTreeMap<&'static str, Compiled>> = BTreeMap::new();
        for action in actions {
            for kind in &action.on {
                compiled.entry(action.name.to_string()).or_default().insert(kind, compile(action, kind, &all)?);
            }
        }
        let types = schema.entity_types().map(|name| (name.to_string(), name.clone())).collect();
        Ok(Self {
            schema,
            kinds: without_actions,
            types,
            objects,
            actions: compiled,
            filters: Memory::default(),
            forbidden: Memory::default(),
        })
    }

    /// Whether somebody with these facts may do `action` to this row.
    ///
    /// # Errors
    /// [`PolicyError::UnknownAction`], or [`PolicyError::Evaluation`] when the row's facts do not fit its kind.
    pub fn decide(
        &self,
        action: &str,
        kind: &'static str,
        facts: &Facts,
        id: Uuid,
        row: &RowFacts,
    ) -> Result<Decision, PolicyError> {
        if facts.is_nothing() {
            return Ok(Decision { allowed: false, because: Vec::new() });
        }
        if facts.only.as_ref().is_some_and(|only| only.kind != kind || only.id != id) {
            return Ok(Decision { allowed: false, because: Vec::new() });
        }
        let compiled = self.compiled(action, kind)?;
        let fault = |reason: String| PolicyError::Evaluation { action: action.to_owned(), reason };
        let principal = self.principal_entity(facts);
        let resource = self.resource_entity(kind, id, row).map_err(fault)?;
        let request =
            Request::new(principal.uid(), compiled.uid.clone(), resource.uid(), Context::empty(), Some(&self.schema))
                .map_err(|error| fault(error.to_string()))?;
        let entities = Entities::from_entities([principal, resource], Some(&self.kinds))
            .map_err(|error| fault(error.to_string()))?;
        let mut decision = answered(&compiled.of_row, &request, &entities).map_err(fault)?;
        let forbidden = self.forbidden(action, kind, facts)?;
        if !forbidden.is_empty() {
            // What permits it all the same is no reason.
            let because = if decision.allowed { Vec::new() } else { decision.because };
            decision =
                Decision { allowed: false, because: because.into_iter().chain(forbidden.iter().cloned()).collect() };
        }
        Ok(decision)
    }

    /// Which rows somebody with these facts may do `action` to. Remembered by facts and action.
    ///
    /// # Errors
    /// [`PolicyError::UnknownAction`], or [`PolicyError::Evaluation`] if a residual could not be read; deny then.
    pub fn filter(&self, action: &str, kind: &'static str, facts: &Facts) -> Result<Arc<Filter>, PolicyError> {
        if facts.is_nothing() {
            return Ok(Arc::new(Filter::None));
        }
        if let Some(only) = &facts.only {
            if only.kind != kind {
                return Ok(Arc::new(Filter::None));
            }
            let all = self.filter(action, kind, &Facts { only: None, ..facts.clone() })?;
            let one = Filter::Eq("id".to_owned(), Atom::Id(only.id));
            return Ok(Arc::new(Filter::and([one, Filter::clone(&all)])));
        }
        self.filters.recall(memory::question(facts, action, kind), |(facts, ..)| self.evaluate(action, kind, facts))
    }

    fn evaluate(&self, action: &str, kind: &'static str, facts: &Facts) -> Result<Filter, PolicyError> {
        let compiled = self.compiled(action, kind)?;
        let fault = |reason: String| PolicyError::Evaluation { action: action.to_owned(), reason };
        let principal = self.principal_entity(facts);
        if !self.forbidden(action, kind, facts)?.is_empty() {
            return Ok(Filter::None);
        }
        let request = PartialRequest::new(
            PartialEntityUid::from_concrete(principal.uid()),
            compiled.uid.clone(),
            PartialEntityUid::new(self.type_name(kind), None),
            Some(Context::empty()),
            &self.schema,
        )
        .map_err(|error| fault(error.to_string()))?;
        let entities =
            Entities::from_entities([principal], Some(&self.kinds)).map_err(|error| fault(error.to_string()))?;
        let entities =
            PartialEntities::from_concrete(entities, &self.kinds).map_err(|error| fault(error.to_string()))?;
        let response =
            compiled.of_row.tpe(&request, &entities, &self.schema).map_err(|error| fault(error.to_string()))?;
        match response.decision() {
            Some(Verdict::Allow) => return Ok(Filter::All),
            Some(Verdict::Deny) => return Ok(Filter::None),
            None => {}
        }
        // A permit that is already satisfied is no residual, so look at those first.
        let mut permits = if response.true_permits().next().is_some() { vec![Filter::All] } else { Vec::new() };
        let mut forbids = Vec::new();
        for policy in response.residual_policies() {
            match residual::condition(&policy).map_err(fault)? {
                (Effect::Permit, filter) => permits.push(filter),
                (Effect::Forbid, filter) => forbids.push(filter),
            }
        }
        Ok(Filter::and([Filter::or(permits), Filter::or(forbids).negate()]))
    }

    /// Which policies that ask nothing of the row forbid it. Remembered by facts and action.
    fn forbidden(&self, action: &str, kind: &'static str, facts: &Facts) -> Result<Arc<Vec<String>>, PolicyError> {
        let compiled = self.compiled(action, kind)?;
        if compiled.of_caller.is_empty() {
            return Ok(Arc::default());
        }
        self.forbidden.recall(memory::question(facts, action, kind), |(facts, ..)| {
            let fault = |reason: String| PolicyError::Evaluation { action: action.to_owned(), reason };
            let (principal, any) = (self.principal_entity(facts), self.uid(kind, "any"));
            let request =
                Request::new(principal.uid(), compiled.uid.clone(), any, Context::empty(), Some(&self.schema))
                    .map_err(|error| fault(error.to_string()))?;
            let entities =
                Entities::from_entities([principal], Some(&self.kinds)).map_err(|error| fault(error.to_string()))?;
            Ok(answered(&compiled.of_caller, &request, &entities).map_err(fault)?.because)
        })
    }

    /// What policies may know of a kind.
    pub fn object(&self, kind: &str) -> Option<&ObjectType> {
        self.objects.get(kind)
    }

    fn compiled(&self, action: &str, kind: &str) -> Result<&Compiled, PolicyError> {
        let kinds = self.actions.get(action).ok_or_else(|| PolicyError::UnknownAction(action.to_owned()))?;
        kinds.get(kind).ok_or_else(|| PolicyError::UnknownAction(format!("{action} on {kind}")))
    }

    fn resource_entity(&self, kind: &'static str, id: Uuid, row: &RowFacts) -> Result<Entity, String> {
        let object = self.objects.get(kind).ok_or_else(|| format!("no kind `{kind}`"))?;
        let mut attributes = HashMap::new();
        for fact in &object.facts {
            if let Some(Some(atom)) = row.get(fact.name) {
                attributes.insert(fact.name.to_owned(), self.attribute(fact, atom));
            }
        }
        for relation in &object.relations {
            let bound = matches!(row.get(relation), Some(Some(Atom::Bool(true))));
            attributes.insert(format!("linked_{relation}"), RestrictedExpression::new_bool(bound));
        }
        Entity::new(self.uid(kind, &id.simple().to_string()), attributes, HashSet::new())
            .map_err(|error| error.to_string())
    }

    fn principal_entity(&self, facts: &Facts) -> Entity {
        let mut attributes = HashMap::from([
            ("all".to_owned(), RestrictedExpression::new_bool(facts.all)),
            ("whole".to_owned(), RestrictedExpression::new_bool(facts.whole)),
            ("own".to_owned(), RestrictedExpression::new_bool(facts.own)),
            ("fresh".to_owned(), RestrictedExpression::new_bool(facts.fresh)),
            (
                "linked".to_owned(),
                RestrictedExpression::new_set(facts.linked.iter().cloned().map(RestrictedExpression::new_string)),
            ),
        ]);
        let known = [
            ("person", "Person", facts.person.map(kernel::Id::uuid)),
            ("account", "Account", facts.account.map(kernel::Id::uuid)),
            ("brand", "Brand", facts.brand.map(kernel::Id::uuid)),
        ];
        for (name, kind, id) in known {
            if let Some(id) = id {
                attributes.insert(name.to_owned(), self.object_expression(kind, id));
            }
        }
        let id = facts.person.map_or_else(|| "nobody".to_owned(), |person| person.to_string());
        Entity::new(self.uid(facts.side.entity(), &id), attributes, HashSet::new()).expect("attributes are literals")
    }

    fn attribute(&self, fact: &Fact, atom: &Atom) -> RestrictedExpression {
        match atom {
            Atom::Text(text) => RestrictedExpression::new_string(text.clone()),
            Atom::Int(number) => RestrictedExpression::new_long(*number),
            Atom::Bool(truth) => RestrictedExpression::new_bool(*truth),
            Atom::Id(id) => match fact.kind {
                FactKind::Object(kind) => self.object_expression(kind, *id),
                FactKind::Text | FactKind::Int | FactKind::Bool => {
                    RestrictedExpression::new_string(id.simple().to_string())
                }
            },
        }
    }

    fn object_expression(&self, kind: &str, id: Uuid) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(self.uid(kind, &id.simple().to_string()))
    }

    fn uid(&self, kind: &str, id: &str) -> EntityUid {
        EntityUid::from_type_name_and_id(self.type_name(kind), EntityId::new(id))
    }

    fn type_name(&self, kind: &str) -> EntityTypeName {
        self.types.get(kind).expect("the schema has every kind").clone()
    }
}

/// What policies answer. Where nothing permits, those that forbid are the reasons.
fn answered(policies: &PolicySet, request: &Request, entities: &Entities) -> Result<Decision, String> {
    let answer = Authorizer::new().is_authorized(request, policies, entities);
    if let Some(error) = answer.diagnostics().errors().next() {
        return Err(error.to_string());
    }
    let because = answer.diagnostics().reason().map(ToString::to_string).collect();
    Ok(Decision { allowed: answer.decision() == Verdict::Allow, because })
}

fn parse(origin: &str, text: &str) -> Result<Vec<Policy>, PolicyError> {
    let set = PolicySet::from_str(text)
        .map_err(|error| PolicyError::Syntax { origin: origin.to_owned(), reason: error.to_string() })?;
    if let Some(template) = set.templates().next() {
        let reason = format!("`{}` is a template, and nothing fills it; write a policy", template.id());
        return Err(PolicyError::Syntax { origin: origin.to_owned(), reason });
    }
    let named = set.policies().map(|policy| {
        let id = policy.annotation("id").map_or_else(|| format!("{origin}#{}", policy.id()), str::to_owned);
        policy.new_id(cedar_policy::PolicyId::new(id))
    });
    Ok(named.collect())
}

fn check(schema: &Schema, policies: &[Policy]) -> Result<(), PolicyError> {
    let set = PolicySet::from_policies(policies.iter().cloned())
        .map_err(|error| PolicyError::Schema(format!("two policies share an id: {error}")))?;
    let outcome = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
    if let Some(error) = outcome.validation_errors().next() {
        return Err(PolicyError::Invalid { policy: error.policy_id().to_string(), reason: error.to_string() });
    }
    for policy in policies {
        if !matches!(policy.resource_constraint(), ResourceConstraint::Any | ResourceConstraint::Is(_)) {
            let node = "its resource; name a kind (`resource is …`) and put the rest into `when`".to_owned();
            return Err(PolicyError::Unlistable { policy: policy.id().to_string(), node });
        }
        let json = policy
            .to_json()
            .map_err(|error| PolicyError::Invalid { policy: policy.id().to_string(), reason: error.to_string() })?;
        if let Some(node) = grammar::untranslatable(&json) {
            return Err(PolicyError::Unlistable { policy: policy.id().to_string(), node });
        }
    }
    Ok(())
}

/// A policy that names no action and no kind: among those compiled for one of each, both hold.
fn without_scope(policy: &Policy) -> Result<Policy, PolicyError> {
    let fault = |reason: String| PolicyError::Invalid { policy: policy.id().to_string(), reason };
    let mut json = policy.to_json().map_err(|error| fault(error.to_string()))?;
    for part in ["action", "resource"] {
        json[part] = serde_json::json!({ "op": "All" });
    }
    Policy::from_json(Some(policy.id().clone()), json).map_err(|error| fault(error.to_string()))
}

/// Only the policies that could say anything about an action; the rest would cost time at each question.
fn compile(action: &ActionSpec, kind: &str, all: &[Policy]) -> Result<Compiled, PolicyError> {
    let read = |name: &str| EntityTypeName::from_str(name).expect("kinds were accepted by the schema");
    let target = EntityUid::from_type_name_and_id(read("Action"), EntityId::new(&*action.name));
    let of_kind = read(kind);
    let relevant = all.iter().filter(|policy| {
        let named = match policy.action_constraint() {
            ActionConstraint::Any => true,
            ActionConstraint::Eq(named) => named == target,
            ActionConstraint::In(named) => named.contains(&target),
        };
        let kind = match policy.resource_constraint() {
            ResourceConstraint::Is(kind) | ResourceConstraint::IsIn(kind, _) => kind == of_kind,
            ResourceConstraint::Any | ResourceConstraint::In(_) | ResourceConstraint::Eq(_) => true,
        };
        named && kind
    });
    let set = |policies: Vec<&Policy>| {
        PolicySet::from_policies(policies.into_iter().cloned()).map_err(|error| PolicyError::Schema(error.to_string()))
    };
    let relevant = relevant.map(without_scope).collect::<Result<Vec<_>, _>>()?;
    let (of_caller, of_row) = relevant.iter().partition(|policy| {
        let json = policy.to_json();
        policy.effect() == Effect::Forbid && json.is_ok_and(|json| !grammar::asks_of_row(&json))
    });
    Ok(Compiled { uid: target, of_caller: set(of_caller)?, of_row: set(of_row)? })
}
