use std::{path::Path, sync::Arc};

use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
};

use crate::{EdgeError, Tls};

/// The certificate in use, which can be replaced while connections go on.
pub(crate) struct Certificate {
    files: Tls,
    pub config: RustlsConfig,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// [`EdgeError::Pem`] or [`EdgeError::Certificate`].
    pub fn load(files: &Tls) -> Result<Self, EdgeError> {
        let config = RustlsConfig::from_config(Arc::new(read(files)?));
        Ok(Self { files: files.clone(), config })
    }

    /// Reads the files anew, for certificates are renewed; the old one stays in use when the new one is of none.
    pub fn renew(&self) {
        match read(&self.files) {
            Ok(config) => self.config.reload_from_config(Arc::new(config)),
            Err(error) => tracing::warn!(
                error = &error as &(dyn std::error::Error + 'static),
                "Could not read the certificate anew; the one in use stays"
            ),
        }
    }
}

fn read(files: &Tls) -> Result<ServerConfig, EdgeError> {
    let chain = read_chain(&files.cert).map_err(|source| EdgeError::Pem { path: files.cert.clone(), source })?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|source| EdgeError::Pem { path: files.key.clone(), source })?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(EdgeError::Certificate)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn read_chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    let chain = CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>()?;
    if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) }
}
