//! One question and the head of its answer, plain or over TLS.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use kernel::Message;
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};

use super::NOT_A_PORTAL;
use crate::terminal::say;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most that is read of an answer.
const LONGEST: usize = 16 << 10;

/// What ends the head of an answer.
const END: &[u8] = b"\r\n\r\n";

/// The head of what is answered at this place to who asks this; over TLS to a host of this name.
///
/// # Errors
/// Nobody listens, or whoever does answers nothing.
pub(super) fn head(place: SocketAddr, host: Option<&str>, question: &str) -> anyhow::Result<String> {
    let said = |id: &'static str| say(&Message::new(id).with("place", place.to_string()));
    let stream = TcpStream::connect_timeout(&place, PATIENCE).with_context(|| said("health-nobody"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = match host {
        Some(host) => secured(stream, host).and_then(|way| asked(way, question)),
        None => asked(stream, question),
    };
    head.with_context(|| said(NOT_A_PORTAL))
}

fn asked(mut way: impl Read + Write, question: &str) -> anyhow::Result<String> {
    let mark = format!("{}: {question}", edge::MARK);
    let asks = format!("GET /readyz HTTP/1.1\r\nHost: localhost\r\n{mark}\r\nConnection: close\r\n\r\n");
    way.write_all(asks.as_bytes())?;
    way.flush()?;
    let (mut head, mut piece) = (Vec::new(), [0; 1024]);
    while head.len() < LONGEST && !head.windows(END.len()).any(|end| end == END) {
        let read = way.read(&mut piece)?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn secured(stream: TcpStream, host: &str) -> anyhow::Result<StreamOwned<ClientConnection, TcpStream>> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Whoever(provider)))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
    Ok(StreamOwned::new(ClientConnection::new(Arc::new(config), name)?, stream))
}

/// Takes any certificate whose key whoever shows it has: nothing is told to them, and they are known by their mark.
#[derive(Debug)]
struct Whoever(Arc<CryptoProvider>);

impl ServerCertVerifier for Whoever {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
