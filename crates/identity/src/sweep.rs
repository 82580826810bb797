#![expect(clippy::disallowed_methods, reason = "what is swept here is scratch, or over")]

use std::time::Duration;

use kernel::Timestamp;
use mail::{Letter, State};
use store::{Condition, Db, StoreError};

use crate::{
    rows::{Challenge, Remembered, SignIn, Throttle, VainTry},
    sso::{HeldAnswer, UsedAssertion},
};

/// How long a link that is over is still told apart from one that never was.
const CHALLENGES: Duration = Duration::from_hours(24);

/// How long a browser stays known that nobody signs in with: somewhat longer than a session can last.
const SIGN_INS: Duration = Duration::from_hours(180 * 24);

/// Removes what is over: links and codes, with the addresses typed for them, limits that are full again, browsers that
/// are remembered no longer, those not seen for half a year, tries in vain as old or of nobody known, letters to
/// nobody, and what companies' providers answered. Tells how many rows. May run at any time, and twice.
///
/// # Errors
/// The database's.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, StoreError> {
    let raw = db.unguarded();
    let over: Condition<Challenge> = Challenge::EXPIRES_AT.below(&now.minus(CHALLENGES));
    let challenges = raw.delete(over).await?;
    let throttles = raw.delete(Throttle::FULL_AT.below(&now)).await?;
    let sign_ins = raw.delete(SignIn::AT.below(&now.minus(SIGN_INS))).await?;
    let in_vain = raw.delete(VainTry::AT.below(&now.minus(SIGN_INS))).await?;
    let of_nobody = raw.delete(VainTry::PERSON_ID.is_unknown()).await?;
    let letters = raw.delete(Letter::STATE.is(&State::ToNobody)).await?;
    let remembered = raw.delete(Remembered::ENDS_AT.below(&now)).await?;
    let answers = raw.delete(HeldAnswer::EXPIRES_AT.below(&now)).await?;
    let assertions = raw.delete(UsedAssertion::EXPIRES_AT.below(&now)).await?;
    Ok(challenges + throttles + sign_ins + in_vain + of_nobody + letters + remembered + answers + assertions)
}
