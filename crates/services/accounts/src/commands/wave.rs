use access::{Acting, Principal};
use gateway::Line;

/// The wave that an invitation goes out with: at the desk, from where lists are sent, and nowhere else.
pub(super) fn in_wave(wave: Option<Line<40>>, sender: &Principal) -> Option<String> {
    wave.filter(|_| sender.acting == Acting::Desk).map(|wave| wave.as_str().to_owned())
}
