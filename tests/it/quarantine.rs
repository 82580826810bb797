//! Documents that were held back, as staff look through them and try them again.

use axum::http::StatusCode;
use store::Json;
use sync::{Content, ContentFile, ContentLine, Mapping, Pace, QuarantineState, Quarantined, Run, RunState};

use crate::{
    bad_input::blueprint,
    guard::portal::{Browser, Portal},
    world::{fresh, staff},
};

/// The portal after the retail file came in; it holds this or, without it, the sample.
pub async fn imported(text: Option<&str>) -> Portal {
    let portal = Portal::open().await;
    let mapping = Mapping::parse(&std::fs::read_to_string(blueprint("online-retail-ii.toml")).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut file = blueprint("sample/online_retail_ii_sample.csv");
    if let Some(text) = text {
        file = folder.path().join("retail.csv");
        std::fs::write(&file, text).unwrap();
    }
    sync::import(&portal.app.gateway, &mapping, &[file], &Pace::default(), &|_| {}).await.unwrap();
    portal
}

/// The browser of somebody who looks after the portal.
pub async fn keeper<'p>(portal: &'p Portal, name: &str) -> Browser<'p> {
    let person = staff(portal.app.db.unguarded(), name, "desk-admin").await.unwrap();
    portal.browser(person).await
}

/// The documents that wait.
async fn held(portal: &Portal) -> Vec<Quarantined> {
    portal.app.db.unguarded().find(Quarantined::STATE.is(&QuarantineState::Open)).await.unwrap()
}

#[tokio::test]
async fn what_is_held_back_still_says_why_and_what_was_settled_can_be_looked_through() {
    let portal = imported(None).await;
    let held = held(&portal).await;
    let [first, second, ..] = held.as_slice() else { panic!("the sample holds some back") };
    let browser = keeper(&portal, "Grace").await;
    let page = format!("/desk/imports/quarantine/{}", first.id);
    let answer = browser.post(&format!("{page}/replay"), &[]).await;
    let shown = answer.text();
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.contains("It is still held back: ") && shown.contains("aria-invalid=\"true\""), "{shown}");
    assert!(shown.contains(first.document.trim()), "its lines are there to be put right");
    let left_out = format!("/desk/imports/quarantine/{}", second.id);
    assert_eq!(browser.post(&format!("{left_out}/dismissal"), &[]).await.status, StatusCode::SEE_OTHER);
    let listed =
        async |state: &str| browser.get(&format!("/desk/imports/{}?state={state}", second.run_id)).await.text();
    let (open, dismissed) = (listed("open").await, listed("dismissed").await);
    let names = |page: &str, held: &Quarantined| page.contains(&held.id.to_string());
    assert!(names(&open, first) && !names(&open, second));
    assert!(names(&dismissed, second) && !names(&dismissed, first));
    assert!(listed("replayed").await.contains("None so far"));
}

#[tokio::test]
async fn an_import_says_how_far_it_is_and_which_others_its_mapping_had() {
    let portal = imported(None).await;
    let raw = portal.app.db.unguarded();
    let done = raw.first(Run::ID.is_known()).await.unwrap().expect("the import");
    let browser = keeper(&portal, "Grace").await;
    let page = async |run: &Run| browser.get(&format!("/desk/imports/{}", run.id)).await.text().replace("&#x2f;", "/");
    let alone = page(&done).await;
    assert!(alone.contains("How far it is") && !alone.contains("Other imports with this mapping"), "{alone}");
    assert!(!alone.contains("aria-current=\"step\""), "it is over");

    let copy = |state: RunState| Run { id: fresh(), state, ended_at: None, ..done.clone() };
    let (reading, failed) = (copy(RunState::Staging), copy(RunState::Failed));
    let foreign = Run { mapping: "ledger".to_owned(), ..copy(RunState::Failed) };
    for run in [&reading, &failed, &foreign] {
        raw.insert(run).await.unwrap();
    }
    let among = page(&done).await;
    let leads_to = |run: &Run| among.contains(&format!("href=\"/desk/imports/{}\"", run.id));
    assert!(leads_to(&reading) && leads_to(&failed) && !leads_to(&foreign) && !leads_to(&done), "{among}");
    assert!(page(&reading).await.contains("aria-current=\"step\""));
    assert!(!page(&failed).await.contains("How far it is"), "nothing of it was imported");
}

/// An invoice whose price has a comma where a point belongs.
const COMMA: &str = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
                     1,85048,GLASS BALL,12,2009-12-01 07:45:00,\"6,95\",13085,United Kingdom\n";

#[tokio::test]
async fn whoever_comes_second_is_told_that_somebody_else_settled_it() {
    let portal = imported(Some(COMMA)).await;
    let held = held(&portal).await.remove(0);
    let (grace, hannah) = (keeper(&portal, "Grace").await, keeper(&portal, "Hannah").await);
    let page = format!("/desk/imports/quarantine/{}", held.id);
    let mended = [("content".to_owned(), held.content.0.to_text().replace("\"6,95\"", "6.95"))];
    let answer = grace.post(&format!("{page}/mending"), &mended).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    for verb in ["mending", "replay", "dismissal"] {
        let late = hannah.post(&format!("{page}/{verb}"), &mended).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{verb}");
        let told = late.text();
        assert!(told.contains("It was settled meanwhile") && told.contains("Somebody else mended"), "{verb}: {told}");
    }
}

#[tokio::test]
async fn an_export_of_more_than_one_file_holds_is_refused_and_never_cut() {
    let portal = imported(Some(COMMA)).await;
    let held = held(&portal).await.remove(0);
    let lines = vec![ContentLine { number: None, fields: Vec::new() }; 200_001];
    let file = ContentFile { name: held.file.clone(), header: Vec::new(), lines };
    let long = Quarantined {
        id: fresh(),
        document: "2".to_owned(),
        state: QuarantineState::Dismissed,
        content: Json(Content { files: vec![file], cut: false }),
        ..held
    };
    portal.app.db.unguarded().insert(&long).await.unwrap();
    let grace = keeper(&portal, "Grace").await;
    let export = async |narrowed: &str| grace.get(&format!("/desk/imports/quarantine.csv{narrowed}")).await;
    for narrowed in ["", "?state=dismissed"] {
        let refused = export(narrowed).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{narrowed}");
        let told = refused.text();
        assert!(told.contains("These are more than 200,000 lines") && told.contains("export those of one mapping"));
    }
    let open = export("?state=open").await;
    assert_eq!(open.status, StatusCode::OK);
    assert!(open.text().contains("GLASS BALL"), "what fits comes whole");
}
