//! Pages before and about signing in. None of them changes anything when it is only read: mail scanners read them too.

mod addresses;
mod authenticators;
mod code;
mod company;
mod delay;
mod devices;

mod form;
mod invitation;
mod link;
mod link_code;
mod links;
mod lock;
mod name;
mod passkeys;
mod password;
mod proof;
mod record_link;
mod recovery;
mod reset;
mod rules;
mod second;
mod second_due;
mod security;
mod sign_in;
mod sign_ins;
mod sign_on;
mod sign_on_saml;
mod sign_on_tokens;
mod staff;
mod views;

use axum::{handler::Handler as _, middleware::from_fn};
use delay::delayed;
use front::{Audience, MenuItem, Pages, RecordAction};
use gateway::{Command as _, Query as _};

use crate::{
    commands::ResetProofs,
    links::{ListLinks, RevokeLink, SendLink},
    rules::{DemandProof, DemandProofHere, ShowProofRule, ShowProofRules},
    sso::{
        CALLBACK, CheckDomain, ClaimDomain, DisableSignOn, EnableSignOn, MakeScimToken, MapRole, ReleaseDomain,
        RevokeScimToken, SetUpSaml, SetUpSignOn, ShowSignOn, TestSignOn, UnmapRole,
    },
    staff::ListStaff,
};

/// The pages of signing in.
pub fn pages() -> Pages {
    Pages::new()
        .public("GET", "/sign-in", sign_in::show)
        .public("POST", "/sign-in", sign_in::by_password.layer(from_fn(delayed)))
        .public("POST", "/sign-in/link", sign_in::ask_for_link.layer(from_fn(delayed)))
        .public("POST", "/sign-in/link/again", code::again.layer(from_fn(delayed)))
        .public("GET", "/sign-in/code", code::show)
        .public("POST", "/sign-in/code", code::enter.layer(from_fn(delayed)))
        .public("GET", "/sign-in/passkey.json", passkeys::options)
        .public("POST", "/sign-in/passkey", passkeys::enter)
        .public("GET", "/sign-in/company/{slug}", company::show)
        .public("GET", CALLBACK, company::back)
        .public("GET", "/sign-in/second", second::show)
        .public("POST", "/sign-in/second", second::prove)
        .public("GET", "/sign-in/link/{token}", link::show)
        .public("POST", "/sign-in/link/{token}", link::follow)
        .public("GET", "/sign-in/link/{token}/refusal", link::show_refusal)
        .public("POST", "/sign-in/link/{token}/refusal", link::refuse)
        .public("GET", "/password", reset::show)
        .public("POST", "/password", reset::ask.layer(from_fn(delayed)))
        .public("GET", "/password/sent", reset::sent)
        .public("POST", "/password/again", reset::again.layer(from_fn(delayed)))
        .public("GET", "/password/{token}", reset::choose)
        .public("POST", "/password/{token}", reset::complete)
        .public("GET", "/invitations/{token}", invitation::show)
        .public("POST", "/invitations/{token}/acceptance", invitation::accept)
        .public("GET", "/invitations/{token}/refusal", invitation::show_refusal)
        .public("POST", "/invitations/{token}/refusal", invitation::refuse)
        .public("POST", "/invitations/{token}/request", invitation::ask)
        .public("GET", "/l/{link}", record_link::show)
        .public("POST", "/l/{link}", record_link::open)
        .public("GET", "/l/{link}/code", link_code::show)
        .public("POST", "/l/{link}/code", link_code::enter)
        .public("POST", "/l/{link}/code/sending", link_code::send)
        .threshold("POST", "/sign-out", devices::leave)
        .oneself("GET", "/me/sign-in", security::show)
        .oneself("GET", "/me/sign-ins", sign_ins::show)
        .oneself("GET", "/me/name", name::show)
        .oneself("POST", "/me/name", name::change)
        .oneself("GET", "/me/password", password::show)
        .oneself("POST", "/me/password", password::change)
        .threshold("GET", "/me/second-proof", second_due::show)
        .threshold("POST", "/me/second-proof", second_due::prove)
        .threshold("GET", "/me/proof", proof::show)
        .threshold("POST", "/me/proof", proof::prove)
        .threshold("POST", "/me/proof/link", proof::send)
        .threshold("GET", "/me/authenticators/new", authenticators::show)
        .threshold("POST", "/me/authenticators", authenticators::add)
        .oneself("POST", "/me/authenticators/{authenticator}/name", authenticators::rename)
        .oneself("POST", "/me/authenticators/{authenticator}/removal", authenticators::remove)
        .threshold("GET", "/me/passkeys/new", passkeys::show)
        .oneself("GET", "/me/passkeys/new/offer", passkeys::offer)
        .threshold("POST", "/me/passkeys", passkeys::add)
        .oneself("POST", "/me/passkeys/{passkey}/name", passkeys::rename)
        .oneself("POST", "/me/passkeys/{passkey}/removal", passkeys::remove)
        .threshold("GET", "/me/recovery-codes", recovery::show)
        .threshold("POST", "/me/recovery-codes", recovery::make)
        .oneself("GET", "/me/addresses/new", addresses::show)
        .oneself("POST", "/me/addresses", addresses::add)
        .oneself("POST", "/me/addresses/{address}/verification", addresses::send_again)
        .oneself("POST", "/me/addresses/{address}/promotion", addresses::promote)
        .oneself("POST", "/me/addresses/{address}/removal", addresses::remove)
        .oneself("GET", "/me/addresses/confirm/{token}", addresses::confirm)
        .oneself("POST", "/me/addresses/confirm/{token}", addresses::confirmed)
        .oneself("POST", "/me/devices/{device}/sign-out", devices::end)
        .oneself("POST", "/me/devices/others/sign-out", devices::end_others)
        .oneself("POST", "/me/remembered/{remembered}/removal", devices::forget)
        .threshold("GET", "/me/lock", lock::show)
        .threshold("POST", "/me/lock", lock::lock)
}

/// The pages that say of whom a second proof is asked, and where the desk's page about somebody sends to take theirs
/// away.
pub fn rule_pages() -> Pages {
    let item = |audience, path, action, order, group| MenuItem {
        label: "identity-rules",
        icon: "shield-check",
        path,
        audience,
        action,
        order,
        group: Some(group),
    };
    Pages::new()
        .desk("GET", rules::AT_THE_DESK, rules::show, Some(ShowProofRules::NAME))
        .desk("POST", rules::AT_THE_DESK, rules::demand, Some(DemandProof::NAME))
        .customer("GET", rules::HERE, rules::show_here, Some(ShowProofRule::NAME))
        .customer("POST", rules::HERE, rules::demand_here, Some(DemandProofHere::NAME))
        .desk("POST", "/people/{person}/proofs/removal", rules::reset, Some(ResetProofs::NAME))
        .menu(item(Audience::Desk, rules::AT_THE_DESK, DemandProof::NAME, 91, "front-group-set-up"))
        .menu(item(Audience::Customer, rules::HERE, DemandProofHere::NAME, 830, "front-group-company"))
}

/// The page that says who works at the desk, from which somebody is locked out.
pub fn staff_pages() -> Pages {
    Pages::new().desk("GET", "/staff", staff::show, Some(ListStaff::NAME)).menu(MenuItem {
        label: "identity-staff",
        icon: "users",
        path: "/staff",
        audience: Audience::Desk,
        action: ListStaff::NAME,
        order: 92,
        group: Some("front-group-set-up"),
    })
}

/// The pages on which links to one record are sent, listed and revoked.
pub fn link_pages() -> Pages {
    let item = |audience, order, group| MenuItem {
        label: "links-menu",
        icon: "link",
        path: "/links",
        audience,
        action: ListLinks::NAME,
        order,
        group: Some(group),
    };
    Pages::new()
        .reader("GET", "/links", links::show, Some(ListLinks::NAME))
        .reader("POST", "/links/{link}/revocation", links::revoke, Some(RevokeLink::NAME))
        .desk("GET", "/links/new", links::new, None)
        .desk("POST", "/links/new", links::send, Some(SendLink::NAME))
        .record_action(RecordAction {
            label: "links-send",
            label_part: None,
            icon: "link",
            path: "/links/new",
            audience: Audience::Desk,
            action: SendLink::NAME,
        })
        .menu(item(Audience::Customer, 840, "front-group-company"))
        .menu(item(Audience::Desk, 97, "front-group-set-up"))
}

/// The pages that say how an account's people sign in through their company.
pub fn sign_on_pages() -> Pages {
    let at = |below: &str| format!("{}{below}", sign_on::HERE);
    Pages::new()
        .customer("GET", sign_on::HERE, sign_on::show, Some(ShowSignOn::NAME))
        .customer("GET", &at("/provider"), sign_on::provider, Some(ShowSignOn::NAME))
        .customer("POST", &at("/provider"), sign_on::set_up, Some(SetUpSignOn::NAME))
        .customer("GET", &at("/saml"), sign_on_saml::show, Some(ShowSignOn::NAME))
        .customer("POST", &at("/saml"), sign_on_saml::set_up, Some(SetUpSaml::NAME))
        .customer("POST", &at("/test"), sign_on::test, Some(TestSignOn::NAME))
        .customer("POST", &at("/activation"), sign_on::enable, Some(EnableSignOn::NAME))
        .customer("POST", &at("/deactivation"), sign_on::disable, Some(DisableSignOn::NAME))
        .customer("POST", &at("/domains"), sign_on::claim, Some(ClaimDomain::NAME))
        .customer("POST", &at("/domains/check"), sign_on::check, Some(CheckDomain::NAME))
        .customer("POST", &at("/domains/removal"), sign_on::release, Some(ReleaseDomain::NAME))
        .customer("POST", &at("/roles"), sign_on::map, Some(MapRole::NAME))
        .customer("POST", &at("/roles/removal"), sign_on::unmap, Some(UnmapRole::NAME))
        .customer("POST", &at("/tokens"), sign_on_tokens::make, Some(MakeScimToken::NAME))
        .customer("POST", &at("/tokens/revocation"), sign_on_tokens::revoke, Some(RevokeScimToken::NAME))
        .menu(MenuItem {
            label: "identity-sign-on",
            icon: "landmark",
            path: sign_on::HERE,
            audience: Audience::Customer,
            action: ShowSignOn::NAME,
            order: 832,
            group: Some("front-group-company"),
        })
}
