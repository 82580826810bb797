//! What people see of apps: the desk's register of them, the question whether one may come in, and those one has let in.

mod consent;
mod own;
mod register;
mod views;

use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _};

use crate::{AUTHORIZE, AllowApp, ListApps, ReadmitApp, RegisterApp, RemoveApp};

/// The pages of the authorisation server.
pub fn pages() -> Pages {
    let menu = MenuItem {
        label: "apps-menu",
        icon: "bot",
        path: "/apps",
        audience: Audience::Desk,
        action: ListApps::NAME,
        order: 96,
        group: Some("front-group-set-up"),
    };
    Pages::new()
        .oneself("GET", AUTHORIZE, consent::place)
        .customer("GET", "/apps/consent", consent::show, Some(AllowApp::NAME))
        .customer("POST", "/apps/consent", consent::allow, Some(AllowApp::NAME))
        .oneself("GET", "/me/apps", own::show)
        .oneself("POST", "/me/apps/{api_key}/end", own::end)
        .desk("GET", "/apps", register::show, Some(ListApps::NAME))
        .desk("GET", "/apps/new", register::begin, None)
        .desk("POST", "/apps/new", register::make, Some(RegisterApp::NAME))
        .desk("POST", "/apps/{app}/readmission", register::readmit, Some(ReadmitApp::NAME))
        .desk("POST", "/apps/{app}/removal", register::remove, Some(RemoveApp::NAME))
        .menu(menu)
}
