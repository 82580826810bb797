use kernel::Message;
use words::LanguageIdentifier;

use crate::{Site, Visit};

impl Site {
    /// What a role is called. One that nobody has put into words is called by its name.
    pub fn role(&self, locale: &LanguageIdentifier, name: &str) -> String {
        let id = format!("role-{name}");
        if self.catalogue.knows(&id) { self.catalogue.say(locale, &id, &[]) } else { name.to_owned() }
    }
}

impl Visit {
    /// What a role is called, in the visitor's language.
    pub fn role(&self, name: &str) -> String {
        self.site.role(&self.locale, name)
    }

    /// What a role may do, on one line; nothing for one that nobody has put into words.
    pub fn role_line(&self, name: &str) -> Option<String> {
        let id = format!("role-{name}-line");
        self.site.catalogue.knows(&id).then(|| self.say(&Message { id: id.into(), args: Vec::new() }))
    }
}
