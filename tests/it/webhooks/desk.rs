//! The page of a webhook: whose it is, which deliveries fail, and what removing it takes away.

use axum::http::StatusCode;
use kernel::Timestamp;
use webhooks::Delivery;

use super::stage::{Plan, Stage};
use crate::world::{START, fresh, staff};

#[tokio::test]
async fn staff_read_whose_webhook_it_is_and_go_to_the_customer() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let hannah = staff(stage.portal.app.db.unguarded(), "Hannah", "desk-admin").await.unwrap();
    let browser = stage.portal.browser(hannah).await;
    assert!(browser.get("/desk/webhooks").await.text().contains("Northgate Water"), "the list names the customer");
    let page = browser.get(&format!("/desk/webhooks/{}", hook.id)).await;
    let text = page.text().replace("&#x2f;", "/");
    let customer = format!("/desk/customers/{}", stage.northgate);
    assert_eq!(page.status, StatusCode::OK, "{text}");
    assert!(text.contains("Northgate Water") && text.contains(&format!("href=\"{customer}\"")), "{text}");
    assert_eq!(browser.get(&customer).await.status, StatusCode::OK);
    let own = stage.browser().await.get(&hook.path).await.text();
    assert!(!own.contains("It is told what happens at"), "Amelia knows whose it is: {own}");
}

#[tokio::test]
async fn what_fails_is_counted_and_listed_by_itself_page_by_page() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.receiver.plans([Plan::Status(500)]);
    stage.raises("First").await;
    stage.delivers(&mut sender).await;
    let failed = stage.delivery().await;
    stage.raises("Second").await;
    stage.delivers(&mut sender).await;
    let browser = stage.browser().await;
    let failing = format!("{}?failing=on", hook.path);
    let all = browser.get(&hook.path).await.text();
    assert!(all.contains("T-10001") && all.contains("T-10002"), "{all}");
    assert!(all.contains("Failing <span class=\"count count-n\">1</span>"), "{all}");
    let only = browser.get(&failing).await.text();
    assert!(only.contains("T-10001") && !only.contains("T-10002"), "{only}");
    let older = |number: i64| Delivery {
        id: fresh(),
        message: format!("msg_{number}"),
        number: Some("T-9000".to_owned()),
        created_at: Timestamp::from_micros(START.micros() - number),
        ..failed.clone()
    };
    let rows: Vec<Delivery> = (1..=30).map(older).collect();
    stage.portal.app.db.unguarded().insert_all(&rows).await.unwrap();
    let first = browser.get(&failing).await.text();
    let (_, next) = first.split_once("rel=\"next\" href=\"").expect("a next page");
    let next = next.split('"').next().expect("its address");
    let next = next.replace("&amp;", "&").replace("&#61;", "=").replace("&#x2f;", "/");
    let rest = browser.get(&next).await.text();
    assert!(next.contains("failing=on") && rest.contains("T-9000") && rest.contains("rel=\"prev\""), "{next}: {rest}");
    assert!(!rest.contains("T-10002"), "what was taken is on no page of them: {rest}");
}

#[tokio::test]
async fn removing_it_is_asked_for_first_with_what_goes() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let page = stage.browser().await.get(&hook.path).await.text();
    let (before, asked) = page.split_once("<summary>Remove this webhook</summary>").expect("it is asked first");
    assert!(before.contains("its secrets, events and list of deliveries go with it"), "{before}");
    assert!(!before.contains("/removal\"") && !before.contains("&#x2f;removal\""), "no button stands before: {before}");
    assert!(asked.contains("Remove the webhook"), "{asked}");
}

#[tokio::test]
async fn the_list_says_what_the_sender_keeps_to() {
    let stage = Stage::set().await;
    let list = format!("/a/{}/webhooks", stage.northgate);
    let text = stage.browser().await.get(&list).await.text();
    let limits = text.split_once(">Limits<").expect("its limits").1;
    let told = ["4 messages at most", "15 seconds", "10 within 3 days", "24 hours", "30 days", "The first 2,048 bytes"];
    for words in told {
        assert!(limits.contains(words), "{words}: {limits}");
    }
}
