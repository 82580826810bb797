//! One page: what the doctor found when it last looked, and how to have it look again.

use axum::response::Response;
use front::{Audience, Failure, Form, MenuItem, Pages, Staff};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Message, Problem};
use store::Uuid;

use crate::{look::LookAgain, queries::ReadReadiness, views::ReadyPage};

const PAGE: &str = "/admin/readiness";

/// The page of readiness.
pub fn pages() -> Pages {
    Pages::new()
        .desk("GET", PAGE, show, Some(ReadReadiness::NAME))
        .desk("POST", PAGE, look_again, Some(LookAgain::NAME))
        .menu(MenuItem {
            label: "readiness-menu",
            icon: "stethoscope",
            path: PAGE,
            audience: Audience::Desk,
            action: ReadReadiness::NAME,
            order: 98,
            group: Some("front-group-set-up"),
        })
}

/// What was kept of the last look.
async fn show(staff: Staff) -> Result<Response, Failure> {
    let found = staff.ask::<ReadReadiness>(Some(brand(&staff)?), &Raw::empty()).await?;
    staff.page("readiness/ready.html", ReadyPage::of(&staff, found, staff.address(PAGE)))
}

/// Asks for another.
async fn look_again(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    staff.execute::<LookAgain>(&[brand(&staff)?], &raw).await?;
    staff.toast(&Message::new("readiness-asked"));
    Ok(staff.redirect(&staff.address(PAGE)))
}

fn brand(staff: &Staff) -> Result<Uuid, Failure> {
    Ok(staff.brand.id.ok_or_else(Problem::not_found)?.uuid())
}
