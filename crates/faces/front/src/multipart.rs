//! Forms with files: each file becomes its field's value, as a `data:` URL.

use std::convert::Infallible;

use axum::{body::Bytes, http::HeaderMap, http::header};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::stream;
use gateway::Raw;
use multer::Multipart;

/// The most letters that are kept of a file's name.
const LONGEST: usize = 100;

/// What divides the parts, if the body is a form with files.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<String> {
    multer::parse_boundary(headers.get(header::CONTENT_TYPE)?.to_str().ok()?).ok()
}

/// Reads the parts of a body that is all there; beside a file stands what it is called. One that was not chosen is an
/// empty value, as a box left empty is.
pub(crate) async fn read(body: Bytes, boundary: String) -> Result<Raw, multer::Error> {
    let whole = stream::once(std::future::ready(Ok::<_, Infallible>(body)));
    let mut parts = Multipart::new(whole, boundary);
    let mut pairs = Vec::new();
    while let Some(part) = parts.next_field().await? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        let file_name = part.file_name().map(plain);
        let kind = part.content_type().map_or("application/octet-stream", |kind| kind.essence_str()).to_owned();
        let bytes = part.bytes().await?;
        match file_name {
            Some(_) if bytes.is_empty() => pairs.push((name, String::new())),
            Some(file_name) => {
                pairs.push((called(&name), file_name));
                pairs.push((name, format!("data:{kind};base64,{}", STANDARD.encode(&bytes))));
            }
            None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(Raw::Form(pairs))
}

/// The field beside one with a file, in which stands what the file is called.
pub(crate) fn called(field: &str) -> String {
    format!("_{field}_name")
}

/// The last part of a path, whichever way it is written, and not too long.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect()
}

/// Whether a value is a file. Those are not shown again; a draft keeps them beside its fields.
pub(crate) fn is_file(value: &str) -> bool {
    value.strip_prefix("data:").and_then(|rest| rest.split_once(',')).is_some_and(|(kind, _)| kind.ends_with(";base64"))
}

/// What a file that was sent holds, from its field's value; nothing when the value is no file.
pub fn sent_file(value: &str) -> Option<Vec<u8>> {
    let (_, text) = value.split_once(',').filter(|_| is_file(value))?;
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use gateway::Raw;

    use super::{boundary, is_file, read, sent_file};

    const BODY: &str = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nc5rf\r\n\
        --x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nHarrow \u{e9}\r\n\
        --x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u{1}\u{2}\r\n\
        --x\r\nContent-Disposition: form-data; name=\"stamp\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n\
        --x--\r\n";

    #[tokio::test]
    async fn a_file_is_a_value_and_one_not_chosen_an_empty_one() {
        let raw = read(BODY.into(), "x".to_owned()).await.unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let logo = pair("logo", "data:image/png;base64,AQI=");
        assert_eq!(
            raw,
            Raw::Form(vec![
                pair("csrf", "c5rf"),
                pair("name", "Harrow é"),
                pair("_logo_name", "a.png"),
                logo.clone(),
                pair("stamp", "")
            ])
        );
        assert!(is_file(&logo.1));
        assert!(!is_file("data: we lost some; see base64, page 2") && !is_file(""));
        assert_eq!(sent_file(&logo.1), Some(vec![1, 2]));
        assert_eq!((sent_file("data: we lost some; see base64, page 2"), sent_file("")), (None, None));
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_no_form() {
        assert!(read(BODY[..BODY.len() - 20].to_owned().into(), "x".to_owned()).await.is_err());
        assert!(read("".into(), "x".to_owned()).await.is_err());
        assert!(read(BODY.into(), "y".to_owned()).await.is_err());
    }

    #[test]
    fn only_forms_with_files_have_parts() {
        let said = |kind: &'static str| {
            boundary(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]))
        };
        assert_eq!(said("multipart/form-data; boundary=x").as_deref(), Some("x"));
        assert_eq!(said("multipart/form-data"), None);
        assert_eq!(said("multipart/mixed; boundary=x"), None);
        assert_eq!(said("text/plain"), None);
        assert_eq!(boundary(&HeaderMap::new()), None);
    }
}
