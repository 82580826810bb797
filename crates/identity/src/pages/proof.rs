//! Showing once more that it is oneself: what a borrowed or stolen session should not do asks for it.

use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Oneself, Signed, own_path};
use gateway::{Email, Raw};
use kernel::{Id, Message, Problem};

use super::{
    company,
    devices::current,
    form::{answer, encoded, is_passkey, text, wrong},
    views::{Proof as View, ProofCompany, say},
};
use crate::{
    SignInError,
    asker::Asker,
    factors::Proof,
    letters_out,
    queries::{Security, ShowSecurity},
    rows::ChallengeKind,
    second, sign_in as door,
    sso::{self, SsoConnection},
};

/// Leads whoever showed no proof a moment ago to the page that asks for one, and from there to `next`.
pub(super) fn first(me: &Signed, next: &str) -> Option<Response> {
    (!me.principal().fresh).then(|| me.redirect(&format!("/me/proof?next={}", encoded(next))))
}

/// What they can show.
pub(super) async fn show(me: Oneself, Form(asked): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    me.page("identity/proof.html", view(&me, &found, came_by(&me).await?.as_ref(), &asked))
}

/// It was shown. Who has an app shows that or a passkey: a password alone was enough for whoever stole it.
pub(super) async fn prove(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let company = came_by(&me).await?;
    let again = |field: &'static str, says: &'static str| {
        let problem = wrong(field, Message::new(says));
        me.form_page("identity/proof.html", view(&me, &found, company.as_ref(), &raw), &problem, &raw)
    };
    let (asker, session) = (Asker::of(&me, &headers), Id::from_uuid(current(&me)?));
    let (field, says, shown) = match way(&found) {
        _ if is_passkey(&raw) => {
            let shown = second::prove_again(&asker, me.person(), session, &Proof::Passkey(answer(&raw))).await;
            ("/form", "identity-error-passkey", shown.map(Some))
        }
        "app" => {
            let Some(proof) = Proof::parse(&text(&raw, "code")) else {
                return again("/code", "identity-error-app-blank");
            };
            let shown = second::prove_again(&asker, me.person(), session, &proof).await;
            ("/code", "identity-error-proof-code", shown.map(Some))
        }
        "password" => {
            let shown = door::prove_again(&asker, me.person(), session, &text(&raw, "password")).await;
            ("/password", "identity-error-current", shown)
        }
        _ => return Ok(me.redirect("/me/proof")),
    };
    match shown {
        Ok(token) => {
            if let Some(token) = token {
                me.keep_session(token.expose());
            }
            Ok(me.redirect(next(&raw).as_deref().unwrap_or("/me/sign-in")))
        }
        Err(SignInError::Wrong) => again(field, says),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Sends a link and a code to the person's own address: signing in again is a proof, too.
pub(super) async fn send(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let own = found.addresses.iter().find(|address| address.verified).ok_or_else(Problem::not_found)?;
    let email = Email::parse(&own.email).map_err(|_| Problem::not_found())?;
    let next = next(&raw).unwrap_or_else(|| "/me/sign-in".to_owned());
    let asker = Asker::of(&me, &headers);
    letters_out::ask(&asker, ChallengeKind::SignIn, &email, Some(next.as_str())).await.map_err(Problem::from)?;
    Ok(me.redirect("/sign-in/code"))
}

fn next(raw: &Raw) -> Option<String> {
    own_path(&text(raw, "next")).map(str::to_owned)
}

/// The strongest proof they can show here and now.
fn way(found: &Security) -> &'static str {
    match (found.authenticators.as_slice(), found.password) {
        ([_, ..], _) => "app",
        ([], Some(_)) => "password",
        ([], None) => "mail",
    }
}

/// The company whose people show it there, for whoever came in by its door, if that is still open.
async fn came_by(me: &Oneself) -> Result<Option<SsoConnection>, Failure> {
    let found = sso::came_by(me.site().gateway.db(), Id::from_uuid(current(me)?)).await?;
    Ok(found.filter(|connection| connection.enabled_at.is_some()))
}

fn view(me: &Oneself, found: &Security, came_by: Option<&SsoConnection>, asked: &Raw) -> View {
    let next = next(asked);
    View {
        title: say(me, "identity-proof"),
        way: way(found),
        passkey: !found.passkeys.is_empty(),
        company: came_by.map(|connection| ProofCompany {
            provider: connection.name.clone(),
            href: company::anew(&connection.slug, next.as_deref().unwrap_or("/me/sign-in")),
        }),
        next,
        form: Blank::default(),
    }
}
