use std::sync::Arc;

use minijinja::{
    Error, ErrorKind, State,
    value::{Object, ObjectRepr, Value, merge_maps},
};
use unic_langid::LanguageIdentifier;

use crate::{Catalogue, Formats};

/// Whom a render is for.
///
/// It lies in the root of the context, which a macro shares with the page that imports it.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) words: Arc<Catalogue>,
    pub(super) locale: LanguageIdentifier,
    pub(super) formats: Formats,
}

/// No variable of a template can have this name.
const KEY: &str = "words:reader";

impl Reader {
    /// The fields of a page and, unseen, its reader.
    pub(super) fn beside(self, fields: Value) -> Value {
        merge_maps([fields, Value::from_pairs([(KEY, Value::from_object(self))])])
    }

    /// The reader of the page being rendered.
    pub(super) fn of(state: &State<'_, '_>) -> Result<Arc<Self>, Error> {
        state
            .lookup(KEY)
            .and_then(|reader| reader.downcast_object())
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "nobody reads this render"))
    }
}

impl Object for Reader {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}
