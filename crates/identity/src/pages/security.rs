use axum::response::Response;
use front::{Blank, Failure, Form, Oneself, Signed, Visit};
use gateway::{Command, Raw};
use kernel::Message;
use uuid::Uuid;

use super::{
    form::{text, told},
    views::{Address, Authenticator, Changed, Device, Recovery, Remembered, Security, SignedIn, day, say},
};
use crate::{
    queries::{self, OwnAddress, OwnAuthenticator, OwnDevice, OwnPasskey, OwnRemembered, OwnSignIn, ShowSecurity},
    rows::{Second, Way},
};

/// How one signs in; with `rename` in the address, a passkey or app is given another name.
pub(super) async fn show(me: Oneself, Form(asked): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    me.page("identity/security.html", view(&me, found, Uuid::try_parse(&text(&asked, "rename")).ok()))
}

/// Gives a passkey or app another name by the command `C`, which takes its id in the field `kind`; the page again, where
/// that is no name.
pub(super) async fn rename<C: Command>(
    me: &Oneself,
    kind: &'static str,
    id: Uuid,
    raw: &Raw,
) -> Result<Response, Failure> {
    match me.execute::<C>(&[], &told(&[(kind, id.to_string()), ("name", text(raw, "name"))])).await {
        Ok(_) => {
            me.toast(&Message::new("identity-factor-renamed"));
            Ok(me.redirect("/me/sign-in"))
        }
        Err(failure) if failure.is_mendable() => {
            let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
            me.form_page("identity/security.html", view(me, found, Some(id)), &failure.0, raw)
        }
        Err(failure) => Err(failure),
    }
}

fn view(me: &Signed, found: queries::Security, renamed: Option<Uuid>) -> Security {
    let now = me.formats.now();
    let passkeys: Vec<_> = found.passkeys.into_iter().map(|own| passkey(own, renamed)).collect();
    let authenticators: Vec<_> = found.authenticators.into_iter().map(|own| authenticator(own, renamed)).collect();
    let chosen = passkeys.iter().chain(&authenticators).find(|own| own.rename.is_some());
    let form = chosen.map_or_else(Blank::default, |own| Blank::of([("name", own.name.clone())]));
    Security {
        title: say(me, "identity-security"),
        home: me.home(),
        password: found.password.map(|changed| Changed { changed }),
        passkeys,
        authenticators,
        recovery: found.recovery.map(|found| Recovery { made: found.made, left: found.left }),
        addresses: found.addresses.into_iter().map(address).collect(),
        devices: found.devices.into_iter().filter(|device| now < device.ends).map(|found| device(me, found)).collect(),
        remembered: found
            .remembered
            .into_iter()
            .filter(|device| now < device.ends)
            .map(|found| remembered(me, found))
            .collect(),
        history: found.history.into_iter().map(|found| signed_in(me, found)).collect(),
        form,
    }
}

fn passkey(own: OwnPasskey, renamed: Option<Uuid>) -> Authenticator {
    let path = format!("/me/passkeys/{}", own.id);
    Authenticator {
        renaming: renaming(own.id.uuid()),
        rename: (renamed == Some(own.id.uuid())).then(|| format!("{path}/name")),
        removal: format!("{path}/removal"),
        name: own.name,
        added: own.added,
        used: own.used,
    }
}

fn authenticator(own: OwnAuthenticator, renamed: Option<Uuid>) -> Authenticator {
    let path = format!("/me/authenticators/{}", own.id);
    Authenticator {
        renaming: renaming(own.id.uuid()),
        rename: (renamed == Some(own.id.uuid())).then(|| format!("{path}/name")),
        removal: format!("{path}/removal"),
        name: own.name,
        added: own.added,
        used: own.used,
    }
}

/// The page on which a passkey or an app is given another name.
fn renaming(id: Uuid) -> String {
    format!("/me/sign-in?rename={id}#f-name")
}

fn address(found: OwnAddress) -> Address {
    let path = format!("/me/addresses/{}", found.id);
    Address {
        email: found.email,
        verified: found.verified,
        main: found.main,
        verification: format!("{path}/verification"),
        promotion: format!("{path}/promotion"),
        removal: format!("{path}/removal"),
    }
}

fn device(visit: &Visit, found: OwnDevice) -> Device {
    let current = visit.admission.as_ref().is_some_and(|admission| admission.session == found.id);
    Device {
        name: visit.say(&crate::Device::from_kept(&found.device).named()),
        by: said_by(visit, found.way, found.second),
        place: None,
        address: found.address.unwrap_or_default(),
        used: found.used,
        ends: (!current).then(|| day(visit, found.ends)),
        current,
        sign_out: format!("/me/devices/{}/sign-out", found.id),
    }
}

fn remembered(visit: &Visit, found: OwnRemembered) -> Remembered {
    Remembered {
        name: visit.say(&crate::Device::from_kept(&found.device).named()),
        since: found.since,
        ends: day(visit, found.ends),
        removal: format!("/me/remembered/{}/removal", found.id),
    }
}

fn signed_in(visit: &Visit, found: OwnSignIn) -> SignedIn {
    SignedIn { at: found.at, by: said_by(visit, Some(found.way), found.second), address: found.address }
}

/// How a device was signed in, by one proof or two.
pub(super) fn said_by(visit: &Visit, way: Option<Way>, second: Option<Second>) -> String {
    let first = way.map(|way| visit.say(&by(way))).unwrap_or_default();
    let second = match second {
        Some(Second::App) => "identity-device-and-app",
        Some(Second::Recovery) => "identity-device-and-recovery",
        Some(Second::Passkey) => "identity-device-and-passkey",
        None => return first,
    };
    visit.say(&Message::new(second).with("first", first))
}

fn by(way: Way) -> Message {
    Message::new(match way {
        Way::Password | Way::Reset => "identity-device-by-password",
        Way::Link => "identity-device-by-link",
        Way::Code => "identity-device-by-code",
        Way::Invitation => "identity-device-by-invitation",
        Way::Passkey => "identity-device-by-passkey",
        Way::Company => "identity-device-by-company",
    })
}
