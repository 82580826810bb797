//! The menu: beside pages of one's own, where whoever looks at how they sign in keeps the way back, and the pages it
//! leads to.

use access::{Account, Person};
use directory::{Membership, fold};
use kernel::Id;

use crate::{
    guard::{
        cast::{Cast, Member},
        portal::Browser,
    },
    world::{START, fresh, holding},
};

/// Pages of one's own.
const OWN: [&str; 4] = ["/me/sign-in", "/me/name", "/me/password", "/me/addresses/new"];

fn member<'c>(cast: &'c Cast, role: &str, place: Option<&str>) -> &'c Member {
    cast.members.iter().find(|member| member.role == role && member.place == place).expect("somebody of the cast")
}

async fn page(browser: &Browser<'_>, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text().replace("&#x2f;", "/")
}

/// Whether the menu of an account stands beside a page.
fn has_menu_of(page: &str, account: Id<Account>) -> bool {
    page.contains("<nav class=\"side\"") && page.contains(&format!("<a href=\"/a/{account}/orders\""))
}

async fn joins(cast: &Cast, person: Id<Person>, account: Id<Account>) {
    let raw = cast.portal.app.db.unguarded();
    let name = "Amelia".to_owned();
    let membership = Membership {
        id: fresh(),
        account_id: account,
        person_id: person,
        name_fold: fold(&name),
        name,
        title: None,
        created_at: START,
        ended_at: None,
    };
    raw.insert(&membership).await.unwrap();
    raw.insert(&holding(person, Some(&membership), "admin")).await.unwrap();
}

#[tokio::test]
async fn a_page_of_one_s_own_keeps_the_menu_of_the_account_one_came_from() {
    let cast = Cast::with(1).await;
    let (northgate, meridian) = (cast.place("northgate").account, cast.place("meridian").account);
    let amelia = member(&cast, "admin", Some("northgate"));
    let session = cast.portal.session(amelia.person).await;
    let opens = || Browser::new(&cast.portal.app.router, Some(&session));
    for path in OWN {
        assert!(has_menu_of(&page(&opens(), path).await, northgate), "{path}: her only account's");
    }
    // A browser that says she was in an account she may not open gains her nothing.
    let told = page(&opens().keeping(&format!("portico-last=/a/{meridian}")), "/me/sign-in").await;
    assert!(has_menu_of(&told, northgate) && !told.contains(&meridian.to_string()) && !told.contains("Zqmeridian"));
    // Of two accounts it is the one she was in last; as long as she was in none, she chooses.
    joins(&cast, amelia.person, meridian).await;
    let told = page(&opens(), "/me/sign-in").await;
    assert!(!has_menu_of(&told, northgate) && !has_menu_of(&told, meridian) && told.contains("Choose an account"));
    for account in [meridian, northgate] {
        let answer = opens().get(&format!("/a/{account}/orders")).await;
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let kept = cookies.filter_map(|cookie| cookie.split(';').next());
        let kept = kept.filter(|cookie| cookie.starts_with("portico-last=")).collect::<Vec<_>>();
        let browser = opens().keeping(kept[0]);
        for path in OWN {
            assert!(has_menu_of(&page(&browser, path).await, account), "{path}");
        }
    }
}

#[tokio::test]
async fn a_site_opened_from_above_and_the_desk_keep_their_menus_too() {
    let cast = Cast::with(1).await;
    let depot = cast.place("depot").account;
    let lead = member(&cast, "group", Some("northgate"));
    let browser = cast.browser(lead).await.keeping(&format!("portico-last=/a/{depot}"));
    let told = page(&browser, "/me/sign-in").await;
    assert!(has_menu_of(&told, depot) && told.contains("Zqdepot Ltd"));
    let tom = member(&cast, "desk-admin", None);
    // Who is staff and a customer keeps the desk's menu when they come from there.
    joins(&cast, tom.person, depot).await;
    let browser = cast.browser(tom).await;
    assert!(has_menu_of(&page(&browser, "/me/sign-in").await, depot), "the only account's");
    let browser = cast.browser(tom).await.keeping("portico-last=/desk");
    assert!(page(&browser, "/me/sign-in").await.contains("<a href=\"/desk/customers\""));
    let tom = member(&cast, "agent", None);
    assert!(page(&cast.browser(tom).await, "/me/sign-in").await.contains("<a href=\"/desk/customers\""));
}

#[tokio::test]
async fn the_pages_that_the_menu_leads_to_begin_at_one_edge() {
    let cast = Cast::with(1).await;
    let account = cast.place("northgate").account;
    for (role, place, home) in
        [("admin", Some("northgate"), format!("/a/{account}")), ("desk-admin", None, "/desk".to_owned())]
    {
        let browser = cast.browser(member(&cast, role, place)).await;
        let shown = page(&browser, &home).await;
        let (_, menu) = shown.split_once("<nav class=\"side\"").expect("a menu");
        let (menu, _) = menu.split_once("</nav>").expect("its end");
        let paths: Vec<&str> = menu.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(paths.len() > 5, "{menu}");
        for path in paths {
            assert!(!page(&browser, path).await.contains("page-narrow"), "{path} stands elsewhere than its neighbours");
        }
    }
}
