use axum::{
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use futures::future::BoxFuture;
use gateway::Raw;
use uuid::Uuid;

use crate::{Failure, Reader, Shared, Visit, Visitor, language::weighed};

/// A file on its way, or why there is none.
pub type WrittenFile = BoxFuture<'static, Result<Response, Failure>>;

/// A file that an operation answers a program with, where its `Accept` prefers that to JSON: what the page of the same
/// operation offers to keep.
#[derive(Clone, Copy)]
pub struct FileAnswer {
    /// The operation.
    pub operation: &'static str,
    /// The file's media type, such as `text/csv`.
    pub kind: &'static str,
    /// Writes it, from what the operation answers to the program itself: its targets, and what it was told.
    pub write: fn(Reader, Vec<Uuid>, Raw) -> WrittenFile,
}

impl FileAnswer {
    /// The file that is preferred to JSON, if one is (RFC 9110, section 12.5.1).
    pub fn wanted(files: &[Self], operation: &str, headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
        let wanted: Vec<(&str, f32)> = lines.flat_map(|line| line.split(',')).map(weighed).collect();
        let weight = |kind: &str| {
            let named = wanted.iter().filter(|(known, _)| *known == kind).map(|(_, weight)| *weight);
            named.fold(0.0_f32, f32::max)
        };
        let json = weight("application/json");
        let of_it = files.iter().filter(|file| file.operation == operation);
        let weighed = of_it.map(|file| (weight(file.kind), *file));
        let preferred = weighed.filter(|(weight, _)| *weight > json);
        preferred.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, file)| file)
    }
}

impl Reader {
    /// A program in the place of whoever reads pages: what it asks, it asks by itself.
    ///
    /// # Errors
    /// Nobody stands behind it.
    pub fn program(site: &Shared, asked: &Parts, caller: &access::Caller) -> Result<Self, Failure> {
        let mut visit = Visit::begin(site, asked);
        visit.caller = Some(caller.clone());
        Self::of_program(Visitor::of(visit), &caller.principal)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use kernel::Problem;

    use super::FileAnswer;

    fn file(kind: &'static str) -> FileAnswer {
        FileAnswer {
            operation: "cases.list",
            kind,
            write: |_, _, _| Box::pin(std::future::ready(Err(Problem::not_found().into()))),
        }
    }

    #[test]
    fn a_file_is_given_where_it_is_preferred_to_json() {
        let files = [file("text/csv"), file("application/pdf")];
        let wanted = |accept: &'static str, operation: &str| {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            FileAnswer::wanted(&files, operation, &headers).map(|file| file.kind)
        };
        assert_eq!(wanted("text/csv", "cases.list"), Some("text/csv"));
        assert_eq!(wanted("text/csv;q=0.4, application/pdf", "cases.list"), Some("application/pdf"));
        assert_eq!(wanted("application/json, text/csv", "cases.list"), None);
        assert_eq!(wanted("*/*", "cases.list"), None);
        assert_eq!(wanted("text/csv;q=0", "cases.list"), None);
        assert_eq!(wanted("text/csv", "cases.read"), None);
    }
}
