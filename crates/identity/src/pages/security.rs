use axum::response::Response;
use front::{Failure, Oneself, Signed, Visit};
use gateway::Raw;
use kernel::Message;

use super::views::{Address, Authenticator, Changed, Device, Recovery, Remembered, Security, day, say};
use crate::{
    queries::{self, OwnAddress, OwnAuthenticator, OwnDevice, OwnPasskey, OwnRemembered, ShowSecurity},
    rows::{Second, Way},
};

/// How one signs in.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    me.page("identity/security.html", view(&me, found))
}

fn view(me: &Signed, found: queries::Security) -> Security {
    let now = me.formats.now();
    Security {
        title: say(me, "identity-security"),
        home: me.home(),
        password: found.password.map(|changed| Changed { changed }),
        passkeys: found.passkeys.into_iter().map(passkey).collect(),
        authenticators: found.authenticators.into_iter().map(authenticator).collect(),
        recovery: found.recovery.map(|found| Recovery { made: found.made, left: found.left }),
        addresses: found.addresses.into_iter().map(address).collect(),
        devices: found.devices.into_iter().filter(|device| now < device.ends).map(|found| device(me, found)).collect(),
        remembered: found
            .remembered
            .into_iter()
            .filter(|device| now < device.ends)
            .map(|found| remembered(me, found))
            .collect(),
    }
}

fn passkey(found: OwnPasskey) -> Authenticator {
    Authenticator {
        removal: format!("/me/passkeys/{}/removal", found.id),
        name: found.name,
        added: found.added,
        used: found.used,
    }
}

fn authenticator(found: OwnAuthenticator) -> Authenticator {
    Authenticator {
        removal: format!("/me/authenticators/{}/removal", found.id),
        name: found.name,
        added: found.added,
        used: found.used,
    }
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

/// How a device was signed in, by one proof or two.
fn said_by(visit: &Visit, way: Option<Way>, second: Option<Second>) -> String {
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
    })
}
