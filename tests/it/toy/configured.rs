//! An operation that nobody compiled: its name, path and field come from configuration.

use gateway::{Effect, FieldKind, FieldSpec, LinkTo, Raw, Reader, Spec, Tx, Verb, Viewed, post};
use kernel::{FieldError, Message, Problem};
use serde::Deserialize;
use words::Formats;

use super::rows::Job;

#[derive(Deserialize)]
pub struct Definition {
    pub name: String,
    pub field: String,
    pub longest: usize,
}

pub struct SetLabel {
    spec: Spec,
    definition: Definition,
}

/// Marks proofs for operations from configuration.
pub struct Configured;

impl SetLabel {
    pub fn from_json(text: &str) -> Self {
        let definition: Definition = serde_json::from_str(text).expect("the test's own configuration");
        let kind = FieldKind::Text { max: definition.longest, lines: false };
        let spec = Spec {
            name: definition.name.clone().into(),
            about: "Sets a label.".into(),
            path: gateway::Path { pattern: format!("/jobs/{{job}}/{}", definition.field).into(), ..post("") },
            effect: Effect::Changes,
            on: vec!["job"],
            fields: vec![FieldSpec { name: definition.field.clone().into(), kind, optional: false, about: "".into() }],
            viewed: Viewed::Silent,
        };
        Self { spec, definition }
    }
}

impl Verb for SetLabel {
    type Of = Configured;
    type On = Job;
    type Writes = (Job,);
    type Told = String;
    type Output = String;

    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn read(&self, raw: &Raw, formats: &Formats) -> Result<String, Vec<FieldError>> {
        let mut reader = Reader::new(raw, formats);
        let label = reader.field::<gateway::Line<200>>(&self.definition.field);
        if label.as_ref().is_some_and(|label| label.as_str().chars().count() > self.definition.longest) {
            reader.wrong(&self.definition.field, Message::new("input-too-long"));
        }
        let errors = reader.finish();
        label.filter(|_| errors.is_empty()).map(|label| label.as_str().to_owned()).ok_or(errors)
    }

    fn links(&self, _: &String) -> Vec<(&'static str, LinkTo)> {
        Vec::new()
    }

    async fn prepare(&self, told: String) -> Result<String, Problem> {
        Ok(told)
    }

    async fn run<'t>(
        &self,
        label: String,
        job: store::Granted<'t, Configured, Job>,
        tx: &Tx<'t, (Job,)>,
    ) -> Result<String, Problem> {
        tx.update(&job, |job| job.label = Some(label.clone())).await?;
        Ok(label)
    }
}
