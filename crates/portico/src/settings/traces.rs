use std::path::PathBuf;

use anyhow::Context as _;
use kernel::Message;
use serde::Deserialize;
use telemetry::Otlp;

use crate::terminal::{of_file, say};

/// Whom traces are told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// The address of a collector that speaks OTLP over HTTP, `http://host:4318`; without one, traces are told nobody.
    pub otlp: Option<String>,
    /// A file with headers for it, one a line, such as `authorization: Bearer …`.
    pub headers: Option<PathBuf>,
    /// How many of a hundred traces are told that begin here.
    pub percent: u8,
    /// Whether the trace that comes with a request is continued. Only where the proxy in front begins one itself: it
    /// would else be whoever asks who names requests, and decides which are told.
    #[serde(rename = "continue")]
    pub continues: bool,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { otlp: None, headers: None, percent: 100, continues: false }
    }
}

impl Telemetry {
    /// The collector, if there is one.
    ///
    /// # Errors
    /// Its address, its headers or the share is none; the file of headers cannot be read.
    pub fn collector(&self) -> anyhow::Result<Option<Otlp>> {
        let Some(address) = &self.otlp else { return Ok(None) };
        let headers = match &self.headers {
            Some(file) => {
                std::fs::read_to_string(file).with_context(|| say(&of_file("settings-headers-unread", file)))?
            }
            None => String::new(),
        };
        let collector = Otlp::new(address, &headers, self.percent);
        Ok(Some(collector.with_context(|| say(&Message::new("settings-telemetry-unusable")))?))
    }
}

#[cfg(test)]
mod tests {
    use super::Telemetry;

    #[test]
    fn traces_are_told_nobody_until_it_is_said_whom() {
        assert!(Telemetry::default().collector().expect("settings").is_none() && !Telemetry::default().continues);
        let told = |otlp: &str, percent| Telemetry { otlp: Some(otlp.to_owned()), percent, ..Telemetry::default() };
        assert!(told("http://collector:4318", 10).collector().expect("settings").is_some());
        assert!(told("collector:4318", 10).collector().is_err());
        assert!(told("http://collector:4318", 101).collector().is_err());
        let away = Telemetry { headers: Some("/nowhere/headers".into()), ..told("http://collector:4318", 100) };
        assert!(away.collector().is_err_and(|error| format!("{error:#}").contains("/nowhere/headers")));
    }
}
