use axum::response::Response;
use front::{Failure, Oneself, Signed, Visit};
use gateway::Raw;
use kernel::Message;

use super::views::{Address, Changed, Device, Security, day, say};
use crate::{
    queries::{self, OwnAddress, OwnDevice, ShowSecurity},
    rows::Way,
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
        addresses: found.addresses.into_iter().map(address).collect(),
        devices: found.devices.into_iter().filter(|device| now < device.ends).map(|found| device(me, found)).collect(),
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
        by: found.way.map(|way| visit.say(&by(way))).unwrap_or_default(),
        place: None,
        address: found.address.unwrap_or_default(),
        used: found.used,
        ends: (!current).then(|| day(visit, found.ends)),
        current,
        sign_out: format!("/me/devices/{}/sign-out", found.id),
    }
}

fn by(way: Way) -> Message {
    Message::new(match way {
        Way::Password | Way::Reset => "identity-device-by-password",
        Way::Link => "identity-device-by-link",
        Way::Code => "identity-device-by-code",
        Way::Invitation => "identity-device-by-invitation",
    })
}
