use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

/// The files Vite built: in the program itself or, in a debug build, on the disk.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../../web/dist"]
struct Files;

/// The addresses of the style sheet and the script every page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    css: String,
    js: String,
}

/// The list of built files cannot be used: `make web` writes it.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// It is not there.
    #[error("web/dist/manifest.json is missing; run `make web`")]
    Missing,
    /// It is not what Vite writes.
    #[error("could not read web/dist/manifest.json")]
    Unreadable(#[source] serde_json::Error),
    /// It lacks an entry that pages need.
    #[error("web/dist/manifest.json has no entry {0}; run `make web`")]
    NoEntry(&'static str),
}

#[derive(Deserialize)]
struct Built {
    file: String,
}

/// Names carry a hash of the content, so what was fetched once is never asked for again.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";

impl Assets {
    /// Reads the list that Vite wrote.
    ///
    /// # Errors
    /// [`AssetsError`].
    pub fn load() -> Result<Self, AssetsError> {
        let manifest = Files::get("manifest.json").ok_or(AssetsError::Missing)?;
        let built: BTreeMap<String, Built> = serde_json::from_slice(&manifest.data).map_err(AssetsError::Unreadable)?;
        let address = |entry: &'static str| -> Result<String, AssetsError> {
            let built = built.get(entry).ok_or(AssetsError::NoEntry(entry))?;
            Ok(format!("/assets/{}", built.file))
        };
        Ok(Self { css: address("src/app.css")?, js: address("src/app.ts")? })
    }

    /// As they are now: in a debug build they may have been built again since.
    pub(crate) fn current(&self) -> Self {
        if cfg!(debug_assertions) { Self::load().unwrap_or_else(|_| self.clone()) } else { self.clone() }
    }

    /// The style sheet's address.
    pub fn css(&self) -> &str {
        &self.css
    }

    /// The script's address.
    pub fn js(&self) -> &str {
        &self.js
    }
}

/// The addresses of the built files, for pages that are shown where there is no portal yet.
pub fn asset_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

/// `GET /assets/{file}`.
pub(crate) async fn serve(Path(file): Path<String>) -> Response {
    let plain = !file.contains(['/', '\\']) && !file.starts_with('.');
    match plain.then(|| Files::get(&file)).flatten() {
        Some(found) => {
            let headers = [(header::CONTENT_TYPE, kind(&file)), (header::CACHE_CONTROL, FOREVER)];
            (headers, Body::from(found.data)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::{extract::Path, http::header};

    use super::{Assets, serve};

    #[tokio::test]
    async fn what_pages_ask_for_is_there_and_kept_for_good() {
        let assets = Assets::load().unwrap();
        for (address, kind) in
            [(assets.css(), "text/css; charset=utf-8"), (assets.js(), "text/javascript; charset=utf-8")]
        {
            let file = address.strip_prefix("/assets/").unwrap().to_owned();
            let response = serve(Path(file)).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers()[header::CONTENT_TYPE], kind);
            assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        }
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_served() {
        for file in ["../package.json", "..", "nothing.css", "", ".gitignore", "..\\package.json"] {
            assert_eq!(serve(Path(file.to_owned())).await.status(), 404, "{file}");
        }
    }
}
