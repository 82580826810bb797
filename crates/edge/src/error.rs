use std::{io, net::SocketAddr, path::PathBuf};

use rustls::pki_types::pem;

/// Why the portal cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// Somebody listens there already.
    #[error("could not listen on {address}: another program does already, perhaps a second Portico")]
    Taken {
        /// The address.
        address: SocketAddr,
    },
    /// The machine does not let us listen there.
    #[error("could not listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the machine says.
        source: io::Error,
    },
    /// A file of the certificate cannot be read, or is not in PEM.
    #[error("could not read the certificate or key in {}", .path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// The folder where certificates are kept cannot be made, or is not ours alone.
    #[error("could not keep certificates in {}; is the folder above it writable?", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// Certificate and key are not of use together.
    #[error("could not use the certificate")]
    Certificate(#[source] rustls::Error),
    /// The socket failed while in use.
    #[error("could not go on listening")]
    Listen(#[source] io::Error),
}
