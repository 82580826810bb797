use std::error::Error as _;

use fluent_syntax::parser::ParserError;

/// What can be wrong with messages, templates, or with what a person typed.
///
/// The last four carry nothing of the input: it may be personal.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// A catalogue was added for something that is no language.
    #[error("{origin} is written in `{locale}`, which is not a language identifier")]
    Locale {
        /// Where the messages come from.
        origin: &'static str,
        /// The language as given.
        locale: String,
    },
    /// A catalogue breaks Fluent's syntax.
    #[error("could not read the messages in {origin}, line {line}")]
    Syntax {
        /// Where the messages come from.
        origin: &'static str,
        /// The line, from 1.
        line: usize,
        /// What the parser expected.
        source: ParserError,
    },
    /// Two messages of one language share an id.
    #[error("{origin}, line {line}: the message `{id}` is already in {first}")]
    DuplicateMessage {
        /// Where the second one is.
        origin: &'static str,
        /// Its line, from 1.
        line: usize,
        /// The id both have.
        id: String,
        /// Where the first one is.
        first: &'static str,
    },
    /// Two templates share a name.
    #[error("the template {template} is added twice")]
    DuplicateTemplate {
        /// The name both have.
        template: &'static str,
    },
    /// There is no such template.
    #[error("there is no template {template}")]
    NoTemplate {
        /// The name asked for.
        template: String,
    },
    /// A template does not compile or could not be rendered.
    #[error("template {template} failed at line {line}")]
    Template {
        /// The file with the fault, which may be one the page includes.
        template: String,
        /// The line, from 1; 0 when the engine does not know it.
        line: usize,
        /// What the engine says.
        source: minijinja::Error,
    },
    /// What a template was to show does not serialise, or has no named fields.
    #[error("could not hand a template its values: {reason}")]
    View {
        /// What is wrong with them.
        reason: String,
    },
    /// The text is not a number as the person's language writes it.
    #[error("not a number")]
    NotANumber,
    /// The text has more decimals than the currency, or any in a whole number.
    #[error("more than {decimals} decimals")]
    TooPrecise {
        /// How many are allowed.
        decimals: u8,
    },
    /// The number does not fit 64 bits.
    #[error("the number is too large")]
    TooLarge,
    /// The text is not a date as the person's language writes it, or the calendar lacks it.
    #[error("not a date")]
    NotADate,
}

impl WordsError {
    /// The engine's error with the place where it began, which an include or import hides.
    pub(crate) fn in_template(asked: &str, source: minijinja::Error) -> Self {
        let unplaced = source.name().is_none();
        if unplaced && source.kind() == minijinja::ErrorKind::TemplateNotFound {
            return Self::NoTemplate { template: asked.to_owned() };
        }
        let mut template = source.name().unwrap_or(asked).to_owned();
        let mut line = source.line().unwrap_or(0);
        let mut cause = source.source();
        while let Some(error) = cause {
            if let Some(inner) = error.downcast_ref::<minijinja::Error>()
                && let (Some(name), Some(at)) = (inner.name(), inner.line())
            {
                name.clone_into(&mut template);
                line = at;
            }
            cause = error.source();
        }
        Self::Template { template, line, source }
    }
}
