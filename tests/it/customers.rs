//! Customers at the desk, told through the gate and through the door: found, read, and asked in, one by one and by list.

mod offered;
mod open;
mod overdue;
mod seen;
mod stage;
mod waves;

use access::{Acting, Actor, Principal};
use accounts::{
    Reinvite, ShowCompany, WithdrawInvitation,
    desk::{CustomersInvitations, FindCustomers, InvitationState, ListCustomers, ReadAccount, ShowTree},
};
use axum::http::StatusCode;
use directory::{AccountKind, Address, Invitation, fold};
use gateway::Raw;
use kernel::Id;
use orders::Order;
use serde_json::json;
use sync::{Feed, Mark};

use crate::world::{START, asked, form, fresh};
use stage::{Desk, account, words_of};

#[tokio::test]
async fn customers_are_found_by_name_number_kind_and_place() {
    let desk = Desk::new().await;
    assert_eq!(desk.names(&[]).await, ["Aire Valley depot", "Meridian Foods", "Northgate Group", "Northgate Water"]);
    assert_eq!(desk.names(&[("words", "  NORTHGATE  water")]).await, ["Northgate Water"]);
    assert_eq!(desk.names(&[("words", "nws-0142")]).await, ["Aire Valley depot", "Northgate Water"]);
    assert_eq!(desk.names(&[("words", "MER-0077")]).await, ["Meridian Foods"], "whatever the number's case");
    assert!(desk.names(&[("words", "north%water")]).await.is_empty(), "a sign of LIKE is a letter like any other");
    assert_eq!(desk.names(&[("kind", "site")]).await, ["Aire Valley depot"]);
    let northgate = desk.northgate.to_string();
    assert_eq!(desk.names(&[("within", &northgate)]).await, ["Aire Valley depot", "Northgate Water"]);
    let nowhere = fresh::<access::Account>().to_string();
    assert!(desk.names(&[("within", &nowhere)]).await.is_empty());
    let wrong = desk.ask::<ListCustomers>(None, &form(&[("within", "nowhere")])).await.err().unwrap();
    assert_eq!(wrong.fields()[0].at, "/within");
    let listed = desk.ask::<ListCustomers>(None, &form(&[("words", "depot")])).await.unwrap();
    assert_eq!((listed.all.rows, listed.found.rows, listed.kinds.companies.rows), (4, 1, 2));
    assert_eq!(listed.accounts.rows[0].part_of.as_ref().unwrap().name, "Northgate Water");
}

#[tokio::test]
async fn the_list_goes_on_without_gap_or_repeat_at_the_same_cost() {
    let desk = Desk::new().await;
    let work = desk.db.begin().await.unwrap();
    for number in 0..60 {
        let (name, reference) = (format!("Customer {:02}", number / 2), format!("C-{number}"));
        account(&work, (&name, AccountKind::Company, &reference), None).await;
    }
    work.commit().await.unwrap();
    let toms = desk.toms().await;
    let (mut seen, mut costs, mut from) = (Vec::new(), Vec::new(), None::<String>);
    loop {
        let told: Vec<_> = from.as_deref().map(|from| ("from", from)).into_iter().collect();
        let raw = form(&told);
        let (listed, cost) = store::counted(desk.gateway.ask::<ListCustomers>(&toms, None, &raw)).await;
        let listed = listed.unwrap();
        costs.push(cost);
        seen.extend(listed.accounts.rows.iter().map(|listed| listed.account.id));
        match listed.accounts.next {
            Some(next) => from = Some(next.into()),
            None => break,
        }
    }
    assert_eq!((seen.len(), costs.len()), (64, 3));
    assert!(costs.iter().all(|cost| *cost == costs[0] && *cost <= 4), "{costs:?}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 64);
}

#[tokio::test]
async fn a_customers_own_admin_has_no_desk() {
    let desk = Desk::new().await;
    let amelia = desk.amelias().await;
    let listed = desk.gateway.ask::<ListCustomers>(&amelia, None, &Raw::empty()).await.unwrap();
    assert!(listed.accounts.rows.is_empty() && listed.all.rows == 0);
    let found = desk.gateway.ask::<FindCustomers>(&amelia, None, &form(&[("references", "mer-0077")])).await.unwrap();
    assert!(found.is_empty());
    let tree = form(&[("account", &desk.northgate.to_string())]);
    assert!(desk.gateway.ask::<ShowTree>(&amelia, None, &tree).await.unwrap().above.is_empty());
    let cookie = desk.door(desk.amelia.person).await;
    for path in ["/desk/customers", "/desk/invitations", "/desk/invitations/new"] {
        assert_eq!(desk.get(&cookie, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_customers_page_shows_its_place_its_source_and_the_way_to_its_records() {
    let desk = Desk::new().await;
    let raw = desk.db.unguarded();
    let feed = Feed { id: fresh(), name: "erp".into(), system: "Sage 200".into(), created_at: START };
    raw.insert(&feed).await.unwrap();
    let mark = Mark {
        id: fresh(),
        feed_id: feed.id,
        kind: "account".into(),
        remote_id: "NWS-0142".into(),
        local_id: desk.northgate.cast(),
        digest: String::new(),
        observed_at: START,
    };
    raw.insert(&mark).await.unwrap();
    let told = json!({ "document": { "id": "1", "account": "NWS-0142", "number": "SO-1", "ordered_on": "2026-03-02",
        "currency": "GBP", "lines": [{ "code": "DK-40", "description": "Kit", "quantity": "1", "unit_price": "2" }] } });
    let holdings = vec![access::Holding::of("import", None)];
    let importer = asked(Principal::vouch(Actor::System("import".into()), Acting::System, holdings));
    let work = desk.db.begin().await.unwrap();
    directory::keep_roles(&work, &sync::roles()).await.unwrap();
    work.commit().await.unwrap();
    desk.gateway.execute::<orders::IngestOrder>(&importer, &[feed.id.uuid()], &Raw::Json(told)).await.unwrap();
    assert_eq!(raw.find(Order::ID.is_known()).await.unwrap().len(), 1);
    let read = desk.ask::<ReadAccount>(Some(desk.northgate), &Raw::empty()).await.unwrap();
    assert_eq!(read.sources.iter().map(|source| source.system.as_str()).collect::<Vec<_>>(), ["Sage 200"]);
    let own = desk.gateway.ask::<ShowCompany>(&desk.amelias().await, Some(desk.northgate.uuid()), &Raw::empty()).await;
    assert_eq!(own.unwrap().sources, read.sources, "its own people are told as much");
    let cookie = desk.door(desk.tom).await;
    let page = desk.get(&cookie, &format!("/desk/customers/{}", desk.northgate)).await;
    assert_eq!(page.status, StatusCode::OK);
    let says = words_of(&page.body);
    for words in ["Northgate Water", "Northgate Group", "Aire Valley depot", "NWS-0142", "Sage 200", "Orders", "1"] {
        assert!(says.contains(words), "{words}: {says}");
    }
    let marks = page.body.replace("&#x2f;", "/");
    assert!(marks.contains(&format!("href=\"/desk/orders?account={}\"", desk.northgate)));
    assert!(marks.contains(&format!("href=\"/desk/customers/{}\"", desk.group)));
    let nobody: Id<access::Account> = fresh();
    assert_eq!(desk.get(&cookie, &format!("/desk/customers/{nobody}")).await.status, StatusCode::NOT_FOUND);
    let tree = desk.ask::<ShowTree>(None, &form(&[("account", &desk.depot.to_string())])).await.unwrap();
    let above: Vec<&str> = tree.above.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(above, ["Northgate Group", "Northgate Water"], "from the top down");
}

#[tokio::test]
async fn tom_invites_somebody_from_a_customers_page_and_takes_it_back_and_changes_his_mind() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    let form = format!("/desk/customers/{}/invite", desk.northgate);
    assert_eq!(desk.get(&cookie, &form).await.status, StatusCode::OK);
    let wrong = desk.post(&cookie, &form, &[("email", "priya at northgate"), ("role", "agent")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("priya at northgate"), "what was typed is kept");
    let no_role = desk.post(&cookie, &form, &[("email", "priya@northgate.example"), ("role", "agent")]).await;
    assert_eq!(no_role.status, StatusCode::UNPROCESSABLE_ENTITY, "staff's roles are not for customers");
    assert!(desk.invitations().await.is_empty());
    let sent = desk.post(&cookie, &form, &[("email", "priya@northgate.example"), ("role", "billing")]).await;
    assert_eq!(
        (sent.status, sent.to),
        (StatusCode::SEE_OTHER, format!("/desk/customers/{}", desk.northgate.uuid().simple()))
    );
    let invitation = desk.invitations().await.pop().unwrap();
    assert_eq!((invitation.account_id, invitation.role.as_str()), (Some(desk.northgate), "billing"));
    let page = desk.get(&cookie, &format!("/desk/customers/{}", desk.northgate)).await;
    assert!(page.body.contains("priya@northgate.example"));
    let all = words_of(&desk.get(&cookie, "/desk/invitations").await.body);
    assert!(all.contains("The one invitation was not taken up yet") && !all.contains("of 1"), "{all}");
    let taken_back = format!("/desk/invitations/{}/withdrawal", invitation.id);
    assert_eq!(desk.post(&cookie, &taken_back, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.invitations().await[0].revoked_at.is_some());
    let list = desk.get(&cookie, "/desk/invitations?state=withdrawn").await;
    let undo = list.body.split_once("name=\"undo\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    assert_eq!(desk.post(&cookie, "/desk/undo", &[("undo", &undo)]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.invitations().await[0].revoked_at.is_none());
}

#[tokio::test]
async fn tom_sees_the_mail_before_he_sends_it() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    let form = format!("/desk/customers/{}/invite?draft=no", desk.northgate);
    let blank = words_of(&desk.get(&cookie, &form).await.body);
    for words in ["Join Northgate Water on Portico’s portal", "Hello,", "Your role:", "26 March"] {
        assert!(blank.contains(words), "{words}: {blank}");
    }
    assert!(!blank.contains("Tom writes"), "{blank}");
    let told = [
        ("email", "priya@northgate.example"),
        ("role", "admin"),
        ("note", "See you at the <works>."),
        ("_preview", "on"),
    ];
    let shown = desk.post(&cookie, &form, &told).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", words_of(&shown.body));
    let says = words_of(&shown.body);
    for words in ["Tom gives you access", "Tom writes: “See you at the &lt;works&gt;.”", "Your role: Account admin."]
    {
        assert!(says.contains(words), "{words}: {says}");
    }
    for typed in ["value=\"priya@northgate.example\"", "value=\"admin\" checked", "value=\"See you at the"] {
        assert!(shown.body.contains(typed), "{typed}: what was typed is kept: {}", shown.body);
    }
    assert!(shown.body.contains("<a href=\"#preview-note\">Join Northgate Water</a>"), "{}", shown.body);
    assert!(desk.invitations().await.is_empty(), "nothing is sent");
    let elsewhere = format!("/desk/customers/{}/invite?draft=no", fresh::<access::Account>());
    assert_eq!(desk.post(&cookie, &elsewhere, &told).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn invitations_are_told_apart_by_what_became_of_them() {
    let desk = Desk::new().await;
    let raw = desk.db.unguarded();
    let row = |email: &str, change: fn(&mut Invitation)| {
        let mut invitation = Invitation {
            id: fresh(),
            account_id: Some(desk.northgate),
            email: email.to_owned(),
            email_fold: fold(email),
            role: "member".into(),
            note: None,
            invited_by: Some(desk.tom),
            token_hash: None,
            created_at: START,
            sent_at: Some(START),
            expires_at: START.plus(directory::INVITATION_LIFETIME),
            accepted_at: None,
            accepted_by: None,
            revoked_at: None,
            refused_at: None,
            asked_again_at: None,
            wave: None,
            wave_at: None,
            wave_by: None,
        };
        change(&mut invitation);
        invitation
    };
    let rows = [
        row("open@x.example", |_| {}),
        row("late@x.example", |invitation| invitation.expires_at = START),
        row("in@x.example", |invitation| invitation.accepted_at = Some(START)),
        row("no@x.example", |invitation| (invitation.refused_at, invitation.revoked_at) = (Some(START), Some(START))),
        row("back@x.example", |invitation| invitation.revoked_at = Some(START)),
        row("desk@x.example", |invitation| invitation.account_id = None),
    ];
    raw.insert_all(&rows).await.unwrap();
    let all = desk.ask::<CustomersInvitations>(None, &Raw::empty()).await.unwrap();
    assert_eq!(all.funnel.all.rows, 5, "those to the desk are not customers'");
    for (state, email) in [
        (InvitationState::Open, "open@x.example"),
        (InvitationState::RanOut, "late@x.example"),
        (InvitationState::TakenUp, "in@x.example"),
        (InvitationState::Refused, "no@x.example"),
        (InvitationState::Withdrawn, "back@x.example"),
    ] {
        let raw = form(&[("state", state.word())]);
        let listed = desk.ask::<CustomersInvitations>(None, &raw).await.unwrap();
        let emails: Vec<&str> = listed.invitations.rows.iter().map(|row| row.email.as_str()).collect();
        assert_eq!((emails, listed.found.rows), (vec![email], 1));
        assert_eq!(listed.invitations.rows[0].state, state);
    }
    let toms = desk.toms().await;
    let (_, cost) = store::counted(desk.gateway.ask::<CustomersInvitations>(&toms, None, &Raw::empty())).await;
    assert!(cost <= 3, "the page, the funnel in one statement, and the note of rights: {cost}");
    let again = desk.gateway.execute::<Reinvite>(&toms, &[rows[1].id.uuid()], &Raw::empty()).await;
    assert!(again.is_ok(), "what ran out goes out again");
    let over = desk.gateway.execute::<WithdrawInvitation>(&toms, &[rows[2].id.uuid()], &Raw::empty()).await;
    assert!(over.is_err(), "what was taken up is not taken back");
}

/// A list with good and bad lines; Amelia is a member, and somebody is invited already.
const LIST: &str = "Reference;E-mail;Role;Note\n\
    NWS-0142;priya@northgate.example;Finance;Welcome\n\
    NWS-0142;amelia@northgate.example;admin\n\
    NWS-0142;sade@northgate.example\n\
    X-1;eve@x.example;member\n\
    NWS-0142;nobody;member\n\
    NWS-0142;ravi@northgate.example;emperor\n\
    NWS-0142;PRIYA@northgate.example;member\n\
    mer-0077;chidi@meridian.example;admin\n";

#[tokio::test]
async fn a_list_is_looked_through_before_anything_is_sent_and_sent_once() {
    let desk = Desk::new().await;
    let raw = desk.db.unguarded();
    let address = Address {
        id: fresh(),
        person_id: desk.amelia.person,
        email: "amelia@northgate.example".into(),
        email_fold: "amelia@northgate.example".into(),
        verified_at: Some(START),
        primary_since: Some(START),
    };
    raw.insert(&address).await.unwrap();
    let cookie = desk.door(desk.tom).await;
    desk.get(&cookie, &format!("/desk/customers/{}/invite", desk.northgate)).await;
    let one = format!("/desk/customers/{}/invite", desk.northgate);
    desk.post(&cookie, &one, &[("email", "sade@northgate.example"), ("role", "member")]).await;
    assert_eq!(desk.invitations().await.len(), 1);

    let told = [("lines", LIST), ("role", "member")];
    let preview = desk.post(&cookie, "/desk/invitations/new?draft=no", &told).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", words_of(&preview.body));
    let says = words_of(&preview.body);
    for words in [
        "2 of 8 lines are ready, for 2 customers",
        "Has access as Amelia",
        "Invited, open until",
        "No customer has this number",
        "No e-mail address",
        "No such role",
        "Same as line 2",
        "Send 2 invitations",
    ] {
        assert!(says.contains(words), "{words}: {says}");
    }
    assert!(preview.body.contains("priya@northgate.example;Finance;Welcome"), "what was typed is kept");
    for words in ["What priya@northgate.example gets", "Tom writes: “Welcome”", "Your role: Finance."] {
        assert!(says.contains(words), "{words}: {says}");
    }
    assert_eq!(desk.invitations().await.len(), 1, "nothing is sent yet");

    let sent = desk.post(&cookie, "/desk/invitations/new/sending?draft=no", &told).await;
    assert!(words_of(&sent.body).contains("2 invitations are on their way. 6 lines were left out."));
    let invited = desk.invitations().await;
    let priya = invited.iter().find(|invitation| invitation.email == "priya@northgate.example").unwrap();
    assert_eq!((priya.role.as_str(), priya.note.as_deref()), ("billing", Some("Welcome")));
    assert_eq!(invited.len(), 3);
    let entries = raw.find(journal::Entry::ID.is_known()).await.unwrap().len();
    let again = desk.post(&cookie, "/desk/invitations/new/sending?draft=no", &told).await;
    assert!(words_of(&again.body).contains("No invitation was sent. 8 lines were left out."));
    assert_eq!(desk.invitations().await.len(), 3, "a second time sends nothing");
    assert_eq!(raw.find(journal::Entry::ID.is_known()).await.unwrap().len(), entries);
}

#[tokio::test]
async fn a_look_through_costs_the_same_for_one_line_and_for_many() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    desk.get(&cookie, "/desk/invitations/new").await;
    let many: String = (0..1_000).map(|number| format!("NWS-0142,p{number}@northgate.example,member\n")).collect();
    let mut costs = Vec::new();
    for lines in ["NWS-0142,p@northgate.example,member\n", many.as_str()] {
        let told = [("lines", lines), ("role", "member")];
        let (page, cost) = store::counted(desk.post(&cookie, "/desk/invitations/new?draft=no", &told)).await;
        assert_eq!(page.status, StatusCode::OK);
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
    let told = [("lines", many.as_str()), ("role", "member")];
    let sent = desk.post(&cookie, "/desk/invitations/new/sending?draft=no", &told).await;
    assert!(words_of(&sent.body).contains("1,000 invitations are on their way"));
    assert_eq!(desk.invitations().await.len(), 1_000);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_says_why_and_keeps_what_was_typed() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    desk.get(&cookie, "/desk/invitations/new").await;
    let empty = desk.post(&cookie, "/desk/invitations/new?draft=no", &[("lines", " \n"), ("role", "member")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "NWS-0142,priya@northgate.example\n".repeat(2_001);
    let long =
        desk.post(&cookie, "/desk/invitations/new/sending?draft=no", &[("lines", &long), ("role", "member")]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words_of(&long.body).contains("Shorten the list to 2,000 lines"));
    assert!(desk.invitations().await.is_empty());
}

#[tokio::test]
async fn a_list_that_comes_as_a_file_is_put_into_the_box_and_shown_before_it_is_sent() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    desk.get(&cookie, "/desk/invitations/new").await;
    let file = "\u{feff}E-mail\tReference\tNote\r\nines@northgate.example\tNWS-0142\t\"Olá, Inês\"\r\n\
                nobody\tNWS-0142\r\n";
    let role = ("role", "member");
    for path in ["/desk/invitations/new?draft=no", "/desk/invitations/new/sending?draft=no"] {
        let shown = desk.upload(&cookie, path, &[("lines", ""), role], file.as_bytes()).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", words_of(&shown.body));
        let says = words_of(&shown.body);
        for words in ["One of 2 lines is ready", "What ines@northgate.example gets", "Tom writes: “Olá, Inês”"] {
            assert!(says.contains(words), "{path}, {words}: {says}");
        }
        assert!(shown.body.contains(">\nE-mail\tReference\tNote"), "its lines stand in the box: {}", shown.body);
        assert!(desk.invitations().await.is_empty(), "{path}: nobody has seen these lines yet");
    }
    let mended = file.trim_start_matches('\u{feff}').replace("nobody", "ravi@northgate.example");
    let told = [("lines", mended.as_str()), role];
    let sent = desk.post(&cookie, "/desk/invitations/new/sending?draft=no", &told).await;
    assert!(words_of(&sent.body).contains("2 invitations are on their way"), "{}", words_of(&sent.body));
}

#[tokio::test]
async fn a_file_that_holds_no_list_says_how_to_make_one_that_does() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    desk.get(&cookie, "/desk/invitations/new").await;
    let long = "NWS-0142,priya@northgate.example\n".repeat(2_001);
    let faulty: [(&str, &[u8], &str); 5] = [
        ("", b"PK\x03\x04\x14\x00", "Save the spreadsheet as “CSV UTF-8”"),
        ("", b"NWS-0142;priya@northgate.example;;H\xf4tel", "Save the file as text in UTF-8"),
        ("", b"N\0W\0S\0", "Save the file as text in UTF-8"),
        ("NWS-0142,typed@northgate.example", b"NWS-0142,priya@northgate.example", "Empty the box"),
        ("", long.as_bytes(), "Shorten the list to 2,000 lines"),
    ];
    for (typed, file, says) in faulty {
        let told = [("lines", typed), ("role", "billing")];
        let answer = desk.upload(&cookie, "/desk/invitations/new?draft=no", &told, file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(words_of(&answer.body).contains(says), "{says}: {}", words_of(&answer.body));
        assert!(answer.body.contains(typed), "what was typed is kept");
        assert!(answer.body.contains("value=\"billing\" selected"), "{}", answer.body);
        assert!(!answer.body.contains("base64"), "the file does not come back as it was sent");
    }
    assert!(desk.invitations().await.is_empty());
}
