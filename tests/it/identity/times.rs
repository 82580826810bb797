//! How long an answer takes tells nobody whether somebody has an address.

use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::{SECRET, stage::Portal};

const BEN: &str = "ben@northgate.example";

/// What is sent for an address again and again, each time from a strange browser.
struct Asked<'a> {
    /// Where its browser asks for a link before, in its own time.
    begun_at: Option<&'a str>,
    path: &'a str,
    /// What is sent beside the address.
    fields: &'a [(&'a str, &'a str)],
    told: StatusCode,
}

impl Asked<'_> {
    /// Sends it for Ben's address and for nobody's, 2,000 times in an order that follows nothing. The rule is an area
    /// under the curve of 0.45 to 0.55; it means nothing on a busy machine or unoptimised.
    async fn takes_as_long(&self) {
        let portal = Portal::new().await;
        portal.person("Ben", BEN).await;
        portal.browser("203.0.113.1").make_password(BEN, SECRET).await;
        let (mut known, mut unknown, mut otherwise) = (Vec::new(), Vec::new(), 0);
        for turn in 0..2_000_u32 {
            // A day later nothing of any limit is left, and every browser and network is a strange one.
            portal.clock.advance(Duration::from_hours(24));
            let browser = portal.browser(&format!("10.{}.{}.1", turn / 250 % 250, turn % 250));
            browser.get("/sign-in").await;
            let is_known = (turn.wrapping_mul(2_654_435_761) >> 16) & 1 == 0;
            let email = if is_known { BEN } else { "eva@northgate.example" };
            if let Some(path) = self.begun_at {
                assert_eq!(browser.post(path, &[("email", email)]).await.status, StatusCode::SEE_OTHER);
            }
            let fields = [self.fields, &[("email", email)]].concat();
            let begun = Instant::now();
            let answer = browser.post(self.path, &fields).await;
            let took = begun.elapsed();
            otherwise += usize::from(answer.status != self.told);
            if is_known { known.push(took) } else { unknown.push(took) }
        }
        // Of all the codes that are typed, one may be right.
        assert!(otherwise <= 1, "{otherwise} were not told {}", self.told);
        let pairs = known.iter().flat_map(|one| unknown.iter().map(move |other| one > other));
        let (wins, all) = pairs.fold((0_u64, 0_u64), |(wins, all), won| (wins + u64::from(won), all + 1));
        let area = wins as f64 / all as f64;
        println!("{}: an area of {area:.3} under the curve", self.path);
        assert!((0.45..=0.55).contains(&area), "{area}");
    }
}

#[tokio::test]
#[ignore = "takes minutes; make test-long runs it by itself, with --release"]
async fn known_and_unknown_addresses_take_as_long_with_a_password() {
    let fields = &[("password", "not the password")];
    let asked = Asked { begun_at: None, path: "/sign-in", fields, told: StatusCode::UNPROCESSABLE_ENTITY };
    asked.takes_as_long().await;
}

#[tokio::test]
#[ignore = "takes minutes; make test-long runs it by itself, with --release"]
async fn known_and_unknown_addresses_take_as_long_to_be_sent_a_link() {
    let asked = Asked { begun_at: None, path: "/sign-in/link", fields: &[], told: StatusCode::SEE_OTHER };
    asked.takes_as_long().await;
}

#[tokio::test]
#[ignore = "takes minutes; make test-long runs it by itself, with --release"]
async fn known_and_unknown_addresses_take_as_long_to_be_sent_a_new_password_s_link() {
    let asked = Asked { begun_at: None, path: "/password", fields: &[], told: StatusCode::SEE_OTHER };
    asked.takes_as_long().await;
}

#[tokio::test]
#[ignore = "takes minutes; make test-long runs it by itself, with --release"]
async fn known_and_unknown_addresses_take_as_long_with_a_wrong_code() {
    let (path, fields) = ("/sign-in/code", &[("code", "000 000")]);
    let asked = Asked { begun_at: Some("/sign-in/link"), path, fields, told: StatusCode::UNPROCESSABLE_ENTITY };
    asked.takes_as_long().await;
}
