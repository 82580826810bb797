use futures::future::BoxFuture;

use crate::Letter;

/// A way for letters to leave.
pub trait Transport: Send + Sync + 'static {
    /// Hands one letter over. When it answers well, somebody else has taken charge of the letter.
    fn deliver<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Trouble>>;

    /// Whether the words of secret letters stay readable after they have left. Only for a demo, where nothing leaves.
    fn keeps_secrets(&self) -> bool {
        false
    }
}

/// Why a letter has not left. Holds codes and words of ours: a server's own words may name the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// This letter will never be taken.
    #[error("refused: {0}")]
    Refused(String),
    /// This letter may be taken later.
    #[error("put off: {0}")]
    Later(String),
    /// No letter is taken at present; the fault is the server's or our settings', not the letter's.
    #[error("no way out: {0}")]
    Away(String),
}

impl Trouble {
    /// Whether trying again may help.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(_) => false,
            Self::Later(_) | Self::Away(_) => true,
        }
    }
}
