//! What went out in one go, and what has become of it.

use std::collections::BTreeSet;

use directory::{Invitation, InvitationWave};
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, Direction, List, Order, Scope};

use super::{
    InvitationState,
    figures::{ALL, AT_ONCE},
};

/// Lists waves of invitations, the latest first: all, or one.
#[derive(Input)]
pub struct ListWaves {
    wave: Option<Line<40>>,
    from: Option<Line<400>>,
}

/// Counts the invitations of waves by what has become of them.
#[derive(Input)]
pub struct CountWaves {
    waves: Vec<Line<40>>,
}

/// A wave of invitations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaveView {
    /// What its invitations have in common.
    pub wave: String,
    /// When it went out.
    pub sent_at: Timestamp,
    /// Who sent it; nothing when the program did.
    pub sent_by: Option<String>,
    /// How many were invited.
    pub invited: u64,
}

/// How many invitations of a wave are in one state; one in which none is, is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaveCount {
    /// The wave.
    pub wave: String,
    /// The state.
    pub state: InvitationState,
    /// How many.
    pub count: Count,
}

impl Query for ListWaves {
    const NAME: &'static str = "customers.waves";
    const PATH: Path = get("/customers/invitations/waves");
    const VIEWED: Viewed = Viewed::Logged;
    type On = InvitationWave;
    type Under = Scope<Self, InvitationWave>;
    type Output = Page<WaveView>;

    async fn run(self, waves: Scope<Self, InvitationWave>) -> Result<Page<WaveView>, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let one = self.wave.map(|wave| InvitationWave::WAVE.is(&wave.as_str().to_owned()));
        let by = Order::by(InvitationWave::SENT_AT, Direction::Descending);
        let page = waves.page(List::by(by).maybe(one).from(cursor)).await?;
        Ok(page.map(|row| WaveView {
            wave: row.wave,
            sent_at: row.sent_at,
            sent_by: row.sent_by,
            invited: u64::try_from(row.invited).unwrap_or(0),
        }))
    }
}

/// The states that are told of a wave.
const STATES: [InvitationState; 4] =
    [InvitationState::TakenUp, InvitationState::Open, InvitationState::RanOut, InvitationState::Refused];

impl Query for CountWaves {
    const NAME: &'static str = "customers.count_waves";
    const PATH: Path = get("/customers/invitations/waves/count");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = Vec<WaveCount>;

    async fn run(self, invitations: Scope<Self, Invitation>) -> Result<Vec<WaveCount>, Problem> {
        let now = invitations.caller().now;
        let named: BTreeSet<String> = self.waves.iter().map(|wave| wave.as_str().to_owned()).collect();
        let named: Vec<Option<String>> = named.into_iter().map(Some).collect();
        let mut told = Vec::new();
        for state in STATES {
            let is_so = state.condition(now);
            for some in named.chunks(AT_ONCE) {
                let shares = invitations.shares(Invitation::WAVE, some, None, Some(&is_so), ALL).await?.into_iter();
                told.extend(shares.filter_map(|of| Some(WaveCount { wave: of.of?, state, count: of.count })));
            }
        }
        Ok(told)
    }
}
