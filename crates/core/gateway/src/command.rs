use std::marker::PhantomData;

use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use store::Target;
use words::Formats;

use crate::{Effect, Input, LinkTo, Path, Raw, Reader, Spec, Tx, Viewed};

/// Proof that this command may be done to its target, now.
pub type Granted<'t, C> = store::Granted<'t, C, <C as Command>::On>;

/// One thing that can be done, defined once for every face.
///
/// The struct's fields are what it is told: the web form, the REST body and the agent tool's input.
pub trait Command: Input {
    /// The policy action, the audit verb, the operation id and the tool name.
    const NAME: &'static str;
    /// Where pages and REST find it.
    const PATH: Path;
    /// What it comes down to for whoever presses the button.
    const EFFECT: Effect;
    /// What it is done to: an object, or several.
    type On: Target;
    /// The tables it may write; any other does not compile.
    type Writes: 'static;
    /// What it answers.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// How it may refuse.
    type Error: Into<Problem> + Send;

    /// Does what must not hold a transaction: hashing, reading streams. No writes.
    fn prepare(self) -> impl Future<Output = Result<Self, Self::Error>> + Send {
        std::future::ready(Ok(self))
    }

    /// Does it, in the transaction that also holds the journal's entry.
    fn run<'t>(
        self,
        on: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// A command as the gateway runs it. Typed commands are one producer ([`Typed`]); configuration is another, whose
/// name and fields are only known when the portal runs.
pub trait Verb: Send + Sync + 'static {
    /// Marks the proof.
    type Of: Send + 'static;
    /// What it is done to.
    type On: Target;
    /// The tables it may write.
    type Writes: 'static;
    /// What it is told, read and legal.
    type Told: Send + 'static;
    /// What it answers.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;

    /// Its name, path, effect, fields.
    fn spec(&self) -> &Spec;
    /// Reads what came in; every error is kept.
    ///
    /// # Errors
    /// The fields that need attention.
    fn read(&self, raw: &Raw, formats: &Formats) -> Result<Self::Told, Vec<FieldError>>;
    /// The objects it points at, by field.
    fn links(&self, told: &Self::Told) -> Vec<(&'static str, LinkTo)>;
    /// Does what must not hold a transaction.
    fn prepare(&self, told: Self::Told) -> impl Future<Output = Result<Self::Told, Problem>> + Send;
    /// Does it.
    fn run<'t>(
        &self,
        told: Self::Told,
        on: store::Granted<'t, Self::Of, Self::On>,
        tx: &Tx<'t, Self::Writes>,
    ) -> impl Future<Output = Result<Self::Output, Problem>> + Send;
}

/// A typed command as a value.
pub struct Typed<C> {
    spec: Spec,
    of: PhantomData<fn() -> C>,
}

impl<C: Command> Typed<C> {
    /// The command `C` as a value.
    pub fn new() -> Self {
        let spec = Spec {
            name: C::NAME.into(),
            about: C::ABOUT.into(),
            path: C::PATH,
            effect: C::EFFECT,
            on: C::On::KINDS.iter().map(|(kind, _)| *kind).collect(),
            fields: C::fields(),
            viewed: Viewed::Silent,
        };
        Self { spec, of: PhantomData }
    }
}

impl<C: Command> Default for Typed<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Command> Verb for Typed<C> {
    type Of = C;
    type On = C::On;
    type Writes = C::Writes;
    type Told = C;
    type Output = C::Output;

    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn read(&self, raw: &Raw, formats: &Formats) -> Result<C, Vec<FieldError>> {
        let mut reader = Reader::new(raw, formats);
        let told = C::read(&mut reader);
        let errors = reader.finish();
        match told {
            Some(told) if errors.is_empty() => Ok(told),
            _ => Err(errors),
        }
    }

    fn links(&self, told: &C) -> Vec<(&'static str, LinkTo)> {
        told.links()
    }

    async fn prepare(&self, told: C) -> Result<C, Problem> {
        told.prepare().await.map_err(Into::into)
    }

    async fn run<'t>(&self, told: C, on: Granted<'t, C>, tx: &Tx<'t, C::Writes>) -> Result<C::Output, Problem> {
        told.run(on, tx).await.map_err(Into::into)
    }
}
