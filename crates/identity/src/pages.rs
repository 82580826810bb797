//! Pages before and about signing in. None of them changes anything when it is only read: mail scanners read them too.

mod addresses;
mod authenticators;
mod code;
mod devices;
mod form;
mod invitation;
mod link;
mod name;
mod passkeys;
mod password;
mod proof;
mod recovery;
mod reset;
mod second;
mod security;
mod sign_in;
mod views;

use front::Pages;

/// The pages of signing in.
pub fn pages() -> Pages {
    Pages::new()
        .public("GET", "/sign-in", sign_in::show)
        .public("POST", "/sign-in", sign_in::by_password)
        .public("POST", "/sign-in/link", sign_in::ask_for_link)
        .public("POST", "/sign-in/link/again", code::again)
        .public("GET", "/sign-in/code", code::show)
        .public("POST", "/sign-in/code", code::enter)
        .public("GET", "/sign-in/passkey.json", passkeys::options)
        .public("POST", "/sign-in/passkey", passkeys::enter)
        .public("GET", "/sign-in/second", second::show)
        .public("POST", "/sign-in/second", second::prove)
        .public("GET", "/sign-in/link/{token}", link::show)
        .public("POST", "/sign-in/link/{token}", link::follow)
        .public("GET", "/sign-in/link/{token}/refusal", link::show)
        .public("POST", "/sign-in/link/{token}/refusal", link::refuse)
        .public("GET", "/password", reset::show)
        .public("POST", "/password", reset::ask)
        .public("GET", "/password/sent", reset::sent)
        .public("POST", "/password/again", reset::again)
        .public("GET", "/password/{token}", reset::choose)
        .public("POST", "/password/{token}", reset::complete)
        .public("GET", "/invitations/{token}", invitation::show)
        .public("POST", "/invitations/{token}/acceptance", invitation::accept)
        .public("GET", "/invitations/{token}/refusal", invitation::show)
        .public("POST", "/invitations/{token}/refusal", invitation::refuse)
        .public("POST", "/invitations/{token}/request", invitation::ask)
        .oneself("POST", "/sign-out", devices::leave)
        .oneself("GET", "/me/sign-in", security::show)
        .oneself("GET", "/me/name", name::show)
        .oneself("POST", "/me/name", name::change)
        .oneself("GET", "/me/password", password::show)
        .oneself("POST", "/me/password", password::change)
        .oneself("GET", "/me/proof", proof::show)
        .oneself("POST", "/me/proof", proof::prove)
        .oneself("POST", "/me/proof/link", proof::send)
        .oneself("GET", "/me/authenticators/new", authenticators::show)
        .oneself("POST", "/me/authenticators", authenticators::add)
        .oneself("POST", "/me/authenticators/{authenticator}/removal", authenticators::remove)
        .oneself("GET", "/me/passkeys/new", passkeys::show)
        .oneself("POST", "/me/passkeys", passkeys::add)
        .oneself("POST", "/me/passkeys/{passkey}/removal", passkeys::remove)
        .oneself("GET", "/me/recovery-codes", recovery::show)
        .oneself("POST", "/me/recovery-codes", recovery::make)
        .oneself("GET", "/me/addresses/new", addresses::show)
        .oneself("POST", "/me/addresses", addresses::add)
        .oneself("POST", "/me/addresses/{address}/verification", addresses::send_again)
        .oneself("POST", "/me/addresses/{address}/promotion", addresses::promote)
        .oneself("POST", "/me/addresses/{address}/removal", addresses::remove)
        .oneself("GET", "/me/addresses/confirm/{token}", addresses::confirm)
        .oneself("POST", "/me/addresses/confirm/{token}", addresses::confirmed)
        .oneself("POST", "/me/devices/{device}/sign-out", devices::end)
        .oneself("POST", "/me/devices/others/sign-out", devices::end_others)
}
