use sea_orm::{DbBackend, Statement, Value};

/// A statement being written: text, and values in their order, which become the database's placeholders.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Bind(Value),
}

impl Sql {
    /// A statement that begins with `text`.
    pub fn new(text: &str) -> Self {
        Self { pieces: vec![Piece::Text(text.to_owned())] }
    }

    /// Adds text as it is. Never anything a person typed.
    pub fn push(&mut self, text: &str) -> &mut Self {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
        self
    }

    /// Adds a value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.pieces.push(Piece::Bind(value.into()));
        self
    }

    /// Adds another piece of SQL with its values.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Adds pieces with `separator` between them.
    pub fn join<T>(
        &mut self,
        separator: &str,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.push(separator);
            }
            each(self, item);
        }
        self
    }

    pub(crate) fn statement(self, backend: DbBackend) -> Statement {
        let mut text = String::new();
        let mut values = Vec::new();
        for piece in self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(&piece),
                Piece::Bind(value) => {
                    values.push(value);
                    // SQLite looks up every placeholder that has a name, at each value, among all of them.
                    match backend {
                        DbBackend::Sqlite => text.push('?'),
                        _ => text.push_str(&format!("${}", values.len())),
                    }
                }
            }
        }
        Statement::from_sql_and_values(backend, text, values)
    }
}
