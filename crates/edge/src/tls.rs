use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
};

use crate::EdgeError;

/// The certificate in use, which can be replaced while connections go on.
pub(crate) struct Certificate {
    cert: PathBuf,
    key: PathBuf,
    pub config: RustlsConfig,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// [`EdgeError::Pem`] or [`EdgeError::Certificate`].
    pub fn load(cert: &Path, key: &Path) -> Result<Self, EdgeError> {
        let config = RustlsConfig::from_config(Arc::new(read(cert, key)?));
        Ok(Self { cert: cert.to_owned(), key: key.to_owned(), config })
    }

    /// Reads the files anew, for certificates are renewed; the old one stays in use when the new one is of none.
    pub fn renew(&self) {
        match read(&self.cert, &self.key) {
            Ok(config) => self.config.reload_from_config(Arc::new(config)),
            Err(error) => tracing::warn!(
                error = &error as &(dyn std::error::Error + 'static),
                "Could not read the certificate anew; the one in use stays"
            ),
        }
    }
}

fn read(cert: &Path, key: &Path) -> Result<ServerConfig, EdgeError> {
    let chain = read_chain(cert).map_err(|source| EdgeError::Pem { path: cert.to_owned(), source })?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|source| EdgeError::Pem { path: key.to_owned(), source })?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(EdgeError::Certificate)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

pub(crate) fn read_chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    let chain = CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>()?;
    if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) }
}
