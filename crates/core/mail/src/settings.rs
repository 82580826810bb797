use std::{net::IpAddr, path::PathBuf};

use serde::Deserialize;

/// How to reach the mail server that takes our letters.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Its name; its certificate has to say the same.
    pub host: String,
    /// Its port; if not said, the usual one: 465, 587 or 25.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is kept from others' eyes.
    #[serde(default)]
    pub security: Security,
    /// Who we are to it, if it asks.
    #[serde(default)]
    pub login: Option<Login>,
    /// What we call ourselves when we greet; if not said, this machine's name.
    #[serde(default)]
    pub hello: Option<String>,
    /// A PEM file with the authority behind its certificate, if that is not a public one.
    #[serde(default)]
    pub authority: Option<PathBuf>,
}

/// How a connection is kept from others' eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// TLS before anything is said; a server that will not is left.
    StartTls,
    /// Not at all; for a server on this machine or in a closed network.
    Plain,
}

/// A name and password. Has no `Debug`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// What is wrong with the settings for mail.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The sender's address is none.
    #[error("the sender of mail needs an e-mail address in plain ASCII")]
    Sender,
    /// A password would be readable on the way.
    #[error("a password for the mail server needs security = \"tls\" or \"starttls\"")]
    BarePassword,
    /// The file of the authority cannot be read.
    #[error("the certificate file {path} cannot be read")]
    Authority {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file or the host's name cannot be used for TLS.
    #[error("the mail server's certificate settings cannot be used")]
    Tls(#[from] lettre::transport::smtp::Error),
}

impl SmtpSettings {
    pub(crate) fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::Plain => 25,
        })
    }

    /// A password may go in the clear only where nothing leaves this machine.
    pub(crate) fn bares_password(&self) -> bool {
        let address = self.host.parse::<IpAddr>();
        let is_here = self.host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        self.security == Security::Plain && self.login.is_some() && !is_here
    }
}
