use std::{
    convert::Infallible,
    fs,
    future::pending,
    io,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::Path,
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use futures::StreamExt as _;
use rustls::{ClientConfig, RootCertStore, ServerConfig, crypto::ring};
use rustls_acme::{AcmeConfig, AcmeState, acme::ACME_TLS_ALPN_NAME, caches::DirCache};

use crate::{Acme, EdgeError, tls::read_chain};

/// An authority that is asked for the certificate, and for the next one when a third of its time is left.
///
/// It proves that the names are ours by asking the portal itself: a connection that speaks of nothing but the proof is
/// answered with it (TLS-ALPN-01). Until the first certificate is there, no other connection is.
pub(crate) struct Authority {
    state: AcmeState<io::Error>,
    pub config: RustlsConfig,
}

impl Authority {
    /// Makes ready to ask; what was kept from before is used at once.
    ///
    /// # Errors
    /// [`EdgeError::Folder`] or [`EdgeError::Certificate`].
    pub fn open(acme: &Acme) -> Result<Self, EdgeError> {
        close(&acme.folder).map_err(|source| EdgeError::Folder { path: acme.folder.clone(), source })?;
        let asked = AcmeConfig::new(&acme.names).contact([format!("mailto:{}", acme.contact)]);
        let asked = match &acme.directory {
            Some(directory) => asked.directory(directory),
            None => asked.directory_lets_encrypt(true),
        };
        let asked = match &acme.roots {
            Some(roots) => asked.client_tls_config(Arc::new(trusting(roots)?)),
            None => asked,
        };
        let state = asked.cache(DirCache::new(acme.folder.clone())).state();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(EdgeError::Certificate)?
            .with_no_client_auth()
            .with_cert_resolver(state.resolver());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), ACME_TLS_ALPN_NAME.to_vec()];
        Ok(Self { state, config: RustlsConfig::from_config(Arc::new(config)) })
    }

    /// Asks, waits, and asks again; never ends. What fails is tried again after a while, which grows.
    pub async fn ask(mut self) -> Infallible {
        while let Some(event) = self.state.next().await {
            match event {
                Ok(event) => tracing::info!(?event, "The certificate authority was asked"),
                Err(error) => tracing::warn!(%error, "No certificate yet; the authority will be asked again"),
            }
        }
        pending().await
    }
}

/// How to speak with a directory that these vouch for.
fn trusting(roots: &Path) -> Result<ClientConfig, EdgeError> {
    let mut trusted = RootCertStore::empty();
    for root in read_chain(roots).map_err(|source| EdgeError::Pem { path: roots.to_owned(), source })? {
        trusted.add(root).map_err(EdgeError::Certificate)?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().map_err(EdgeError::Certificate)?;
    Ok(config.with_root_certificates(trusted).with_no_client_auth())
}

/// Makes the folder one that only its owner enters: it holds keys.
fn close(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::close;

    #[test]
    fn nobody_else_enters_the_folder_with_the_keys() {
        let folder = std::env::temp_dir().join(format!("portico-acme-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&folder).expect("a folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("open");
        close(&folder).expect("closed");
        let mode = fs::metadata(&folder).expect("the folder").permissions().mode();
        fs::remove_dir(&folder).expect("removed");
        assert_eq!(mode & 0o777, 0o700);
    }
}
