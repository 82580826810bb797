use access::Account;
use directory::Invitation;
use gateway::{ById, Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope};

/// Lists invitations to customers' people, those that end last first: all, those of one account, of one wave, in one
/// state.
#[derive(Input)]
pub struct CustomersInvitations {
    state: Option<InvitationState>,
    account: Option<ById<Account>>,
    wave: Option<Line<40>>,
    from: Option<Line<400>>,
}

/// What has become of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// It can be taken up.
    Open,
    /// Nobody answered it in time.
    RanOut,
    /// Somebody took it up.
    TakenUp,
    /// Whoever got it said that it is not for them.
    Refused,
    /// It was taken back.
    Withdrawn,
}
store::text_column!(InvitationState {
    Open = "open",
    RanOut = "ran_out",
    TakenUp = "taken_up",
    Refused = "refused",
    Withdrawn = "withdrawn",
});
gateway::choice!(InvitationState);

/// A page of invitations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitationsPage {
    /// The invitations.
    pub invitations: Page<InvitationView>,
    /// How many there are of those asked for.
    pub found: Count,
    /// How far all of them have come.
    pub funnel: Funnel,
}

/// An invitation in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitationView {
    /// Its id.
    pub id: Id<Invitation>,
    /// Into which account.
    pub account: Option<Id<Account>>,
    /// The address it went to.
    pub email: String,
    /// The role offered.
    pub role: String,
    /// What has become of it.
    pub state: InvitationState,
    /// When somebody was invited.
    pub invited_at: Timestamp,
    /// When its letter was written; nothing while it waits.
    pub sent_at: Option<Timestamp>,
    /// When it runs out, or did.
    pub expires_at: Timestamp,
    /// When it was answered or taken back.
    pub ended_at: Option<Timestamp>,
    /// When the invited asked for a new link, because it has run out.
    pub asked_again_at: Option<Timestamp>,
}

/// How many invitations there are, and how many have come how far.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Funnel {
    /// All.
    pub all: Count,
    /// Those whose letter was written.
    pub sent: Count,
    /// Those that can be taken up.
    pub open: Count,
    /// Those nobody answered in time.
    pub ran_out: Count,
    /// Those somebody took up.
    pub taken_up: Count,
    /// Those somebody refused.
    pub refused: Count,
    /// Those that were taken back.
    pub withdrawn: Count,
}

/// Nobody counts further than this.
const ALL: u32 = 10_000;

impl Query for CustomersInvitations {
    const NAME: &'static str = "customers.invitations";
    const PATH: Path = get("/customers/invitations");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = InvitationsPage;

    async fn run(self, invitations: Scope<Self, Invitation>) -> Result<InvitationsPage, Problem> {
        let now = invitations.caller().now;
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(Invitation::EXPIRES_AT, Direction::Descending);
        let page = invitations.page(List::by(by).only(self.asked_for(now)).from(cursor)).await?;
        let of = |state: InvitationState| Some(self.within().and(state.condition(now)));
        let counted = [
            Some(self.asked_for(now)),
            Some(self.within()),
            Some(self.within().and(Invitation::SENT_AT.is_known())),
            of(InvitationState::Open),
            of(InvitationState::RanOut),
            of(InvitationState::TakenUp),
            of(InvitationState::Refused),
            of(InvitationState::Withdrawn),
        ];
        let [found, all, sent, open, ran_out, taken_up, refused, withdrawn] = invitations.counts(counted, ALL).await?;
        let funnel = Funnel { all, sent, open, ran_out, taken_up, refused, withdrawn };
        Ok(InvitationsPage { invitations: page.map(|row| InvitationView::of(row, now)), found, funnel })
    }
}

impl CustomersInvitations {
    /// Those of the account asked for, else of every account, and of the wave asked for; never those to the desk.
    fn within(&self) -> Condition<Invitation> {
        let there = match self.account {
            Some(account) => Invitation::ACCOUNT_ID.is(&Some(account.id())),
            None => Invitation::ACCOUNT_ID.is_known(),
        };
        let wave = self.wave.as_ref().map(|wave| Invitation::WAVE.is(&Some(wave.as_str().to_owned())));
        wave.into_iter().fold(there, Condition::and)
    }

    fn asked_for(&self, now: Timestamp) -> Condition<Invitation> {
        match self.state {
            Some(state) => self.within().and(state.condition(now)),
            None => self.within(),
        }
    }
}

impl InvitationState {
    /// What has become of this one.
    pub fn of(invitation: &Invitation, now: Timestamp) -> Self {
        match invitation {
            Invitation { accepted_at: Some(_), .. } => Self::TakenUp,
            Invitation { refused_at: Some(_), .. } => Self::Refused,
            Invitation { revoked_at: Some(_), .. } => Self::Withdrawn,
            open if open.is_open(now) => Self::Open,
            _ => Self::RanOut,
        }
    }

    /// Which those are.
    pub(super) fn condition(self, now: Timestamp) -> Condition<Invitation> {
        let unanswered = || {
            let neither = Invitation::ACCEPTED_AT.is_unknown().and(Invitation::REVOKED_AT.is_unknown());
            neither.and(Invitation::REFUSED_AT.is_unknown())
        };
        match self {
            Self::Open => unanswered().and(Invitation::EXPIRES_AT.from(&now.plus(TICK))),
            Self::RanOut => unanswered().and(Invitation::EXPIRES_AT.up_to(&now)),
            Self::TakenUp => Invitation::ACCEPTED_AT.is_known(),
            Self::Refused => Invitation::ACCEPTED_AT.is_unknown().and(Invitation::REFUSED_AT.is_known()),
            Self::Withdrawn => {
                let neither = Invitation::ACCEPTED_AT.is_unknown().and(Invitation::REFUSED_AT.is_unknown());
                neither.and(Invitation::REVOKED_AT.is_known())
            }
        }
    }
}

/// The least by which two instants differ.
const TICK: std::time::Duration = std::time::Duration::from_micros(1);

impl InvitationView {
    fn of(row: Invitation, now: Timestamp) -> Self {
        Self {
            state: InvitationState::of(&row, now),
            id: row.id,
            account: row.account_id,
            email: row.email,
            role: row.role,
            invited_at: row.created_at,
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            ended_at: row.accepted_at.or(row.refused_at).or(row.revoked_at),
            asked_again_at: row.asked_again_at,
        }
    }
}
