//! One page: what the brand is called, how it looks, and whether it can be read.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use directory::Colour;
use front::{Audience, Failure, Form, MenuItem, Pages, Staff};
use gateway::{Command as _, Query as _, Raw, RawField};
use kernel::{Message, Problem};

use crate::{
    contrast::Pair,
    queries::{BrandView, ReadBrand},
    restyle::RestyleBrand,
    views::{BrandPage, ColourView, FormState},
};

const PAGE: &str = "/admin/brand";

/// The page of the brand.
pub fn pages() -> Pages {
    Pages::new()
        .desk("GET", PAGE, show, Some(ReadBrand::NAME))
        .desk("POST", PAGE, restyle, Some(RestyleBrand::NAME))
        .desk("GET", "/admin/brand/preview.css", preview, Some(ReadBrand::NAME))
        .menu(MenuItem {
            label: "branding-menu",
            icon: "palette",
            path: PAGE,
            audience: Audience::Desk,
            action: RestyleBrand::NAME,
            order: 90,
            group: Some("front-group-set-up"),
        })
}

/// The brand as it is; with a colour in the address, as it would be with that.
async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let brand = brand(&staff).await?;
    staff.page("branding/brand.html", page(&staff, &brand, &raw))
}

/// Makes it so.
async fn restyle(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    // Whoever may not see the brand gets no pictures taken apart for them either.
    let brand = brand(&staff).await?;
    match staff.execute::<RestyleBrand>(&[brand.id.uuid()], &raw).await {
        Ok(_) => {
            staff.site().renew_brand().await.map_err(Problem::from)?;
            staff.toast(&Message::new("branding-saved"));
            Ok(staff.redirect(&staff.address(PAGE)))
        }
        // A colour is tried where it can be seen, and what is wrong with it is told there.
        Err(failure) if failure.is_mendable() && raw.field("name") == RawField::Absent => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("colour", &typed(&raw)).finish();
            Ok(staff.redirect(&format!("{}?{query}", staff.address(PAGE))))
        }
        Err(failure) if failure.is_mendable() => {
            staff.form_page("branding/brand.html", page(&staff, &brand, &raw), &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// What the preview looks like: two colours, set on two elements of the page.
async fn preview(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let brand = brand(&staff).await?;
    let (pair, _) = shown(&brand, &typed(&raw));
    let side = |name: &str, colour: Colour, on: Colour| {
        format!("@layer brand{{.prev-{name}{{--brand:{colour};--on-brand:{on}}}}}")
    };
    let sheet = side("light", pair.light, Colour::ON_LIGHT) + &side("dark", pair.dark, Colour::ON_DARK);
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], sheet).into_response())
}

async fn brand(staff: &Staff) -> Result<BrandView, Failure> {
    let id = staff.brand.id.ok_or_else(Problem::not_found)?;
    staff.ask::<ReadBrand>(Some(id.uuid()), &Raw::empty()).await
}

fn page(staff: &Staff, brand: &BrandView, raw: &Raw) -> BrandPage {
    let (typed, action) = (typed(raw), staff.address(PAGE));
    let wrong = !typed.is_empty() && Colour::parse(typed.trim()).is_none();
    let wrong = wrong.then(|| staff.say(&Message::new("branding-colour-wrong")));
    let (pair, is_tried) = shown(brand, &typed);
    let in_the_box = if typed.is_empty() { brand.colour.hex().to_uppercase() } else { typed };
    BrandPage {
        title: staff.say(&Message::new("branding-title")),
        form: FormState::of(brand),
        colour_form: FormState::of_colour(&in_the_box, wrong),
        has_logo: brand.has_logo,
        colour: ColourView::of(staff, pair, is_tried, &action),
        action,
    }
}

/// The colour that is tried, or else the one that is used; and whether it is tried.
fn shown(brand: &BrandView, typed: &str) -> (Pair, bool) {
    let used = Pair { given: brand.colour, light: brand.light, dark: brand.dark };
    match Colour::parse(typed.trim()).filter(|tried| *tried != brand.colour) {
        Some(tried) => (Pair::of(tried), true),
        None => (used, false),
    }
}

/// The colour in the address or the form.
fn typed(raw: &Raw) -> String {
    match raw.field("colour") {
        RawField::Text(text) => text,
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => String::new(),
    }
}
