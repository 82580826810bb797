//! The menu of accounts: whose rights reach down the tree finds the accounts below their own in it, as far as it has
//! room, and the way to all of them.

use access::Account;
use kernel::Id;
use serde_json::json;

use crate::guard::{
    cast::{Cast, Member},
    portal::Browser,
};

fn member<'c>(cast: &'c Cast, role: &str, place: &str) -> &'c Member {
    cast.members.iter().find(|member| member.role == role && member.place == Some(place)).expect("somebody of the cast")
}

async fn page(browser: &Browser<'_>, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text().replace("&#x2f;", "/")
}

/// The menu of accounts, where a page has one.
fn menu(page: &str) -> Option<&str> {
    page.split("aria-label=\"Accounts you can open\">").nth(1)?.split("</ul>").next()
}

/// Where its lines lead.
fn leads(menu: &str) -> Vec<String> {
    menu.split("href=\"").skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

fn address(account: Id<Account>) -> String {
    format!("/a/{account}")
}

/// The line that leads to an account.
fn line_to(menu: &str, account: Id<Account>) -> &str {
    let address = format!("href=\"{}\"", address(account));
    menu.split("<li>").find(|line| line.contains(&address)).expect("a line")
}

#[tokio::test]
async fn the_accounts_below_stand_under_their_own_for_whom_they_open() {
    let cast = Cast::with(1).await;
    let [northgate, depot, works] = ["northgate", "depot", "works"].map(|name| cast.place(name).account);
    let lead = cast.browser(member(&cast, "group", "northgate")).await;
    for path in [format!("/a/{northgate}/orders"), format!("/a/{depot}/orders"), "/me/sign-in".to_owned()] {
        let page = page(&lead, &path).await;
        let menu = menu(&page).expect("a menu");
        assert_eq!(leads(menu), [northgate, depot, works].map(address), "{path}");
        assert!(line_to(menu, depot).contains("in-1") && line_to(menu, depot).contains("Site of Zqnorthgate Ltd"));
        assert!(!line_to(menu, northgate).contains("in-1"));
    }
    let page_of_depot = page(&lead, &format!("/a/{depot}/orders")).await;
    let there = menu(&page_of_depot).expect("a menu");
    assert!(line_to(there, depot).contains("aria-current") && there.matches("aria-current").count() == 1);
    // An admin knows of the sites, and may not act for them; who leads the depot sees nothing of what lies above.
    for (role, place, account) in [("admin", "northgate", northgate), ("group", "depot", depot)] {
        let browser = cast.browser(member(&cast, role, place)).await;
        assert_eq!(menu(&page(&browser, &format!("/a/{account}/orders")).await), None, "{role} of {place}");
    }
}

#[tokio::test]
async fn a_full_menu_leads_to_the_list_of_all_and_costs_no_more() {
    let cast = Cast::with(1).await;
    let meridian = cast.place("meridian").account;
    let lead = cast.browser(member(&cast, "group", "meridian")).await;
    let own = "/me/sign-in";
    page(&lead, own).await;
    let (_, few) = store::counted(lead.get(own)).await;
    let mut sites = Vec::new();
    for number in 0..60 {
        let document = json!({
            "remote_id": format!("meridian-{number:02}"), "reference": format!("M-{number:02}"),
            "name": format!("Depot {number:02}"), "kind": "site", "parent": "meridian",
        });
        let site = cast.ingest("accounts.ingest_account", "account", document).await;
        sites.push(Id::<Account>::from_uuid(site));
    }
    page(&lead, own).await;
    let (many, cost) = store::counted(page(&lead, own)).await;
    assert_eq!(cost, few + 1, "what lies below is one question, and none where nothing does");
    let all = format!("/a/{meridian}/company");
    let expected: Vec<String> =
        std::iter::once(meridian).chain(sites[..50].iter().copied()).map(address).chain([all.clone()]).collect();
    let full = menu(&many).expect("a menu");
    assert_eq!(leads(full), expected);
    assert!(full.contains("All accounts of Zqmeridian Ltd"));
    let listed = page(&lead, &all).await;
    assert!(listed.contains("Depot 00") && listed.contains("role=\"search\""));
    let found = page(&lead, &format!("{all}?words=depot+59")).await;
    let rows = found.split("id=\"below\"").nth(1).expect("the list");
    assert!(rows.contains("Depot 59") && !rows.contains("Depot 58"));
    let nothing = page(&lead, &format!("{all}?words=zqnorthgate")).await;
    assert!(nothing.contains("No account fits"));
    // Where one is, one reads also when the menu had no room for it.
    let last = page(&lead, &format!("/a/{}/orders", sites[59])).await;
    assert!(line_to(menu(&last).expect("a menu"), sites[59]).contains("aria-current"));
}

#[tokio::test]
async fn a_list_tells_sites_apart_for_whoever_sees_several() {
    let cast = Cast::with(1).await;
    let northgate = cast.place("northgate").account;
    for (role, several) in [("group", true), ("billing", false)] {
        let browser = cast.browser(member(&cast, role, "northgate")).await;
        let page = page(&browser, &format!("/a/{northgate}/invoices?view=all")).await;
        assert_eq!(page.contains("Site: all"), several, "{role}: {page}");
    }
}
