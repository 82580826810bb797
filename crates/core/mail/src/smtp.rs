use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::BoxFuture;
use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use crate::{Letter, Security, Sender, SettingsError, SmtpSettings, Transport, Trouble, compose::compose, reply};

/// A mail server that takes our letters, over a line that is kept for the next one.
///
/// The line is taken out while it is in use. A hand-over that is cut off, by a postman's patience or at shutdown, drops
/// it; the library's own pool would put a line with half a letter on it back, and the answer to that letter would be
/// taken for the answer to the next one.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<Credentials>,
    hello: ClientId,
    sender: Sender,
    line: Mutex<Option<AsyncSmtpConnection>>,
}

/// How long one of the server's addresses may take to answer at all. The rest is bounded by the postman's patience.
const CONNECT: Duration = Duration::from_secs(20);

impl Smtp {
    /// A way to the server that the settings name. Nothing connects before the first letter.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(settings: &SmtpSettings, sender: Sender) -> Result<Self, SettingsError> {
        if settings.bares_password() {
            return Err(SettingsError::BarePassword);
        }
        let login = settings.login.as_ref();
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port(),
            tls: tls(settings)?,
            login: login.map(|login| Credentials::new(login.user.clone(), login.password.clone())),
            hello: settings.hello.clone().map_or_else(ClientId::default, ClientId::Domain),
            sender,
            line: Mutex::new(None),
        })
    }

    /// Calls the server, shows it who we are, and takes leave; no letter leaves.
    ///
    /// # Errors
    /// [`Trouble::Away`]: nobody answers, or whoever does will not have us.
    pub async fn greet(&self) -> Result<(), Trouble> {
        let mut line = self.connect().await.map_err(|error| reply::no_line(&error))?;
        // It was heard; what it says to our leave does not matter.
        let _ = line.quit().await;
        Ok(())
    }

    /// Takes leave of the server.
    pub async fn close(&self) {
        let kept = self.kept().take();
        if let Some(mut line) = kept {
            // It may have left before us.
            let _ = line.quit().await;
        }
    }

    async fn hand_over(&self, message: &Message, address: &str) -> Result<(), Trouble> {
        let mut line = self.line().await.map_err(|error| reply::no_line(&error))?;
        let sent = line.send(message.envelope(), &message.formatted()).await;
        sent.map_err(|error| reply::not_taken(&error, address))?;
        *self.kept() = Some(line);
        Ok(())
    }

    /// The line of the letter before, if it still holds, or else a new one.
    async fn line(&self) -> Result<AsyncSmtpConnection, Error> {
        let kept = self.kept().take();
        if let Some(mut line) = kept
            && line.test_connected().await
        {
            return Ok(line);
        }
        self.connect().await
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let server = (self.host.as_str(), self.port);
        let wrapped = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &self.hello, wrapped, None).await?;
        if let Tls::Required(parameters) = &self.tls {
            line.starttls(parameters.clone(), &self.hello).await?;
        }
        if let Some(login) = &self.login {
            line.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(line)
    }

    fn kept(&self) -> MutexGuard<'_, Option<AsyncSmtpConnection>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Smtp {
    fn deliver<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(async move {
            let message = compose(letter, &self.sender)?;
            self.hand_over(&message, &letter.to_address).await
        })
    }
}

fn tls(settings: &SmtpSettings) -> Result<Tls, SettingsError> {
    Ok(match settings.security {
        Security::Tls => Tls::Wrapper(parameters(settings)?),
        Security::StartTls => Tls::Required(parameters(settings)?),
        Security::Plain => Tls::None,
    })
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, SettingsError> {
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.authority {
        let unreadable = |source| SettingsError::Authority { path: path.clone(), source };
        let pem = std::fs::read(path).map_err(unreadable)?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(parameters.build()?)
}
