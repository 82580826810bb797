use axum::{http::HeaderMap, response::Response};
use front::{Failure, Oneself};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    form::told,
    proof, second_due,
    views::{RecoveryCodes, say},
};
use crate::{
    asker::Asker,
    commands::{MakeRecoveryCodes, Sheet},
    notices,
    queries::ShowSecurity,
};

/// What recovery codes are for, and how many are left.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let (has_app, left) = (!found.authenticators.is_empty(), found.recovery.map(|recovery| recovery.left));
    me.page("identity/recovery_codes.html", view(&me, has_app, left, Vec::new()))
}

/// Makes new ones, and shows them this once: they are not in the database, so nobody can show them again.
pub(super) async fn make(me: Oneself, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(first) = second_due::first(&me, "/me/recovery-codes").await? {
        return Ok(first);
    }
    if let Some(first) = proof::first(&me, "/me/recovery-codes") {
        return Ok(first);
    }
    let codes = Sheet::random().shown();
    me.execute::<MakeRecoveryCodes>(&[], &told(&[("code_sheet", codes.join("\n"))])).await?;
    let says = Message::new("identity-letter-factor-codes");
    notices::factor_changed(&Asker::of(&me, &headers), me.person(), &says).await.map_err(Problem::from)?;
    me.page("identity/recovery_codes.html", view(&me, true, Some(codes.len()), codes)).map(front::done)
}

fn view(me: &Oneself, has_app: bool, left: Option<usize>, codes: Vec<String>) -> RecoveryCodes {
    RecoveryCodes { title: say(me, "identity-recovery"), has_app, left, codes }
}
