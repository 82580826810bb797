use std::sync::Arc;

use minijinja::{
    Error, ErrorKind, State,
    value::{Object, ObjectRepr, Value},
};
use unic_langid::LanguageIdentifier;

use super::View;
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
    pub(super) fn beside(self, view: View) -> Value {
        let mut fields = view.into_fields();
        fields.insert(KEY.to_owned(), Value::from_object(self));
        Value::from_pairs(fields)
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
