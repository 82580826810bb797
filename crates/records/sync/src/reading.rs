//! Reads the files: unpacked, decoded, line by line, in bounded memory whatever they hold.

mod decoded;
#[cfg(test)]
mod hostile;
mod leash;
mod packed;
mod table;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub(crate) use packed::{Meter, facts};
pub(crate) use table::{Header, Row, Table};

use crate::{
    FileFacts, Mapping, ReadError,
    mapping::{Lookup, Lookups},
};

/// The files of an import, opened once to see that they fit the mapping.
pub(crate) struct Sources {
    /// The documents' files, in the mapping's order.
    pub paths: Vec<PathBuf>,
    /// What they are.
    pub facts: Vec<FileFacts>,
    /// Their columns.
    pub headers: Vec<Header>,
    /// The tables beside them.
    pub lookups: Lookups,
}

/// The most lines a table beside the documents may have; it is kept in memory.
const MOST: usize = 200_000;

impl Sources {
    /// Finds each file of the mapping among those given: by its place, and tables beside the documents by their names.
    /// Every column the mapping reads is looked for before anything else is done.
    pub fn open(mapping: &Mapping, given: &[PathBuf]) -> Result<Self, ReadError> {
        let wanted = mapping.file.len();
        let tables: Vec<&str> = mapping.lookup.values().filter_map(|lookup| lookup.file.as_deref()).collect();
        let (beside, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
            given.iter().partition(|path| tables.contains(&name(path).as_str()));
        if paths.len() != wanted || tables.iter().any(|table| beside.iter().all(|path| name(path) != *table)) {
            let files = mapping.file.iter().map(|file| file.name.as_str()).chain(tables);
            return Err(ReadError::Files { wanted: files.collect::<Vec<_>>().join(", "), given: given.len() });
        }
        let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
        let mut headers = Vec::with_capacity(wanted);
        for path in &paths {
            headers.push(Table::open(path, &mapping.format, Meter::default())?.header().clone());
        }
        mapping.fits(&headers, &paths.iter().map(|path| name(path)).collect::<Vec<_>>())?;
        let mut lookups = Lookups::default();
        for (table, lookup) in &mapping.lookup {
            let path = beside.iter().find(|path| lookup.file.as_ref() == Some(&name(path)));
            let rows = match path {
                Some(path) => read_lookup(mapping, lookup, path)?,
                None => lookup.rows.clone(),
            };
            lookups.insert(table.clone(), rows);
        }
        let facts = paths.iter().map(|path| facts(path)).collect::<Result<_, _>>()?;
        Ok(Self { paths, facts, headers, lookups })
    }
}

fn read_lookup(mapping: &Mapping, lookup: &Lookup, path: &Path) -> Result<BTreeMap<String, String>, ReadError> {
    let mut table = Table::open(path, &mapping.format, Meter::default())?;
    let file = name(path);
    let (key, value) = lookup.columns();
    let wanted = [key.to_owned(), value.to_owned()];
    let missing: Vec<String> = wanted.iter().filter(|column| table.header().place(column).is_none()).cloned().collect();
    let (Some(key), Some(value)) = (table.header().place(key), table.header().place(value)) else {
        return Err(ReadError::Columns { file, missing, found: table.header().columns().to_vec() });
    };
    let mut rows = lookup.rows.clone();
    let mut row = Row::default();
    while table.read(&mut row)? {
        if let (Some(key), Some(value)) = (row.field(key), row.field(value)) {
            rows.insert(key.trim().to_owned(), value.trim().to_owned());
        }
        if rows.len() > MOST {
            return Err(ReadError::Table { file, most: MOST });
        }
    }
    Ok(rows)
}

/// A file's name without its folder.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
