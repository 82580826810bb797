use access::Acting;
use gateway::{Line, Tx};

use super::PeopleError;

/// The wave that an invitation goes out with: at the desk, from where lists are sent, and nowhere else. A wave is one
/// person's, so nobody joins what somebody else has sent.
pub(super) async fn in_wave<W>(wave: Option<Line<40>>, tx: &Tx<'_, W>) -> Result<Option<String>, PeopleError> {
    let Some(wave) = wave.filter(|_| tx.principal().acting == Acting::Desk) else { return Ok(None) };
    if tx.is_wave_of_another(wave.as_str()).await? {
        return Err(PeopleError::WaveOfAnother);
    }
    Ok(Some(wave.as_str().to_owned()))
}
