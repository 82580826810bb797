//! What the demo's people have been writing to each other. Each of them does it through the gate, on the day it happened.
#![expect(clippy::disallowed_methods, reason = "the demo plays its people, as sign-in would vouch for them")]

use std::{sync::Arc, time::Duration};

use access::{Acting, Actor, Principal};
use anyhow::Context as _;
use gateway::{Asked, Email, Gateway, Parts, Raw};
use journal::Face;
use kernel::{ManualClock, Timestamp};
use serde_json::Value;
use uuid::Uuid;
use words::Formats;

use super::cast::{AOIFE, GRACE, INES, JOSH, MARTA, OWEN, PRIYA, TOM};
use crate::compose::App;

/// Who says what, and how long before now.
struct Said {
    hours: u64,
    who: &'static str,
    words: &'static str,
    then: Then,
}

/// What comes with the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is the other side's turn.
    Answer,
    /// Staff go on working.
    GoOn,
    /// The case is closed.
    Close,
}

/// A conversation: about what, in which account, the record it quotes, and who said what.
struct Story {
    account: &'static str,
    subject: &'static str,
    /// An invoice's number, and the place of a line in it.
    about: Option<(&'static str, usize)>,
    said: &'static [Said],
}

const fn said(hours: u64, who: &'static str, words: &'static str) -> Said {
    Said { hours, who, words, then: Then::Answer }
}

const STORIES: [Story; 8] = [
    Story {
        account: "NWS-0142",
        subject: "Seal kits on the plan: which sites are covered?",
        about: None,
        said: &[
            said(700, PRIYA, "Does the service plan cover seal kits at all three sites, or only at Aire Valley?"),
            said(
                694,
                TOM,
                "All three, Priya, labour and seals. Ryedale joined on 1 January; the plan says so on page 2.",
            ),
            Said { hours: 690, who: PRIYA, words: "Found it, thank you.", then: Then::Close },
        ],
    },
    Story {
        account: "NWS-0142-CB",
        subject: "Delivery left at the wrong gate",
        about: None,
        said: &[
            said(
                120,
                JOSH,
                "The gland packing was left at gate 1 again. Gate 3 is goods in; gate 1 is not manned after 14:00.",
            ),
            Said {
                hours: 97,
                who: AOIFE,
                words: "Sorry about that, Josh. I have changed the instruction at the carrier and asked them to confirm it in writing. You will hear from me when they have.",
                then: Then::GoOn,
            },
        ],
    },
    Story {
        account: "NWS-0142",
        subject: "HX-65 tripping on high torque after restart",
        about: None,
        said: &[
            said(
                68,
                PRIYA,
                "Pump 2 in the sludge transfer line trips the Sentry on high torque about 40 seconds after every restart. It started after the seal refit in February. We are running the standby pump, so we have no cover.",
            ),
            Said {
                hours: 67,
                who: TOM,
                words: "Thanks Priya. Torque that climbs in a straight line is friction building up, not a blockage. I have set aside a loan pump in case you need it. Leave the trip limit where it is for now.",
                then: Then::GoOn,
            },
            said(
                4,
                TOM,
                "It may be the seal kit binding after the refit. Is the coupling at the drive end still tight with the pump isolated? That tells me whether the shaft has walked.",
            ),
        ],
    },
    Story {
        account: "NWS-0142",
        subject: "Price of the diaphragm kits",
        about: Some(("INV-20418", 1)),
        said: &[said(
            26,
            INES,
            "Our agreement says £116.00 for the DK-40 since January. Four kits at £128.50 is £50.00 too much. Could you look at this line?",
        )],
    },
    Story {
        account: "NWS-0142",
        subject: "Change the invoice address for Calder Bridge",
        about: None,
        said: &[
            said(150, INES, "From next month invoices for Calder Bridge go to invoices@northgatewater.example."),
            said(
                142,
                AOIFE,
                "Done from the next invoice on. Would you check the next one, and tell me here if it went to the right place?",
            ),
        ],
    },
    Story {
        account: "BRI-0077",
        subject: "Spare rotor for Millbeck before the holiday",
        about: None,
        said: &[
            said(52, OWEN, "We would like a spare RO-65 at Millbeck before the bank holiday. Can you hold one?"),
            said(48, TOM, "One is on the shelf. Shall I send it with Thursday's order, or by itself?"),
            said(1, OWEN, "With Thursday's order is fine."),
        ],
    },
    Story {
        account: "ORM-0019",
        subject: "Line stopped: HX-80 will not start",
        about: None,
        said: &[said(
            2,
            MARTA,
            "HX-80 on line 4 will not start since 07:30. The Sentry shows E17. The line is stopped.",
        )],
    },
    Story {
        account: "BRI-0077",
        subject: "Calibration certificate for HX-40",
        about: None,
        said: &[
            said(90, OWEN, "The auditor asks for the calibration certificate of the HX-40 at Thornfield."),
            Said {
                hours: 88,
                who: AOIFE,
                words: "It is in the post today, with a copy for the file.",
                then: Then::Close,
            },
        ],
    },
];

/// Tells the stories, in the order in which they happened; not again where they were told before.
pub(super) async fn tell(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let mut steps: Vec<(usize, usize)> = STORIES
        .iter()
        .enumerate()
        .flat_map(|(story, told)| (0..told.said.len()).map(move |line| (story, line)))
        .collect();
    steps.sort_by_key(|(story, line)| std::cmp::Reverse(STORIES[*story].said[*line].hours));
    let first = steps.first().map_or(now, |(story, line)| ago(now, &STORIES[*story].said[*line]));
    let theatre = Theatre::open(app, first).await?;
    if theatre.was_here().await? {
        return Ok(());
    }
    theatre.dress().await?;
    theatre.invite("books", &LONG_AGO).await?;
    let mut cases: [Option<Uuid>; STORIES.len()] = [None; STORIES.len()];
    for (story, line) in steps {
        let (told, said) = (&STORIES[story], &STORIES[story].said[line]);
        let at = ago(now, said);
        theatre.clock.advance(at.since(kernel::Clock::now(&*theatre.clock)));
        match cases[story] {
            None => cases[story] = Some(theatre.raise(told, said).await?),
            Some(case) => theatre.reply(told, said, case).await?,
        }
    }
    theatre.invite("spring", &OF_LATE).await?;
    theatre.send_links().await?;
    theatre.ask_for_a_new_name().await?;
    theatre.connect().await
}

/// So long before now, moved into the working hours of its day: nobody there writes at night.
fn ago(now: Timestamp, said: &Said) -> Timestamp {
    const DAY: i64 = 24 * HOUR;
    const HOUR: i64 = 3_600_000_000;
    let then = now.minus(Duration::from_hours(said.hours)).micros();
    let into_the_day = then.rem_euclid(DAY);
    let worked = Timestamp::from_micros(then - into_the_day + 8 * HOUR + into_the_day / 24 * 9);
    // Of today what has not come yet happened a moment ago, the earlier first.
    worked.min(now.minus(Duration::from_mins(said.hours)))
}

/// Somebody who is invited: whom by, into which account, their address and role, and whether it is taken back again.
struct Invited {
    by: &'static str,
    account: &'static str,
    email: &'static str,
    role: &'static str,
    withdrawn: bool,
}

const fn invited(by: &'static str, account: &'static str, email: &'static str, role: &'static str) -> Invited {
    Invited { by, account, email, role, withdrawn: false }
}

/// Invitations that have run out by now.
const LONG_AGO: [Invited; 2] = [
    invited(PRIYA, "NWS-0142", "stores@northgatewater.example", "buyer"),
    invited(TOM, "CAL-0158", "accounts@calloway.example", "billing"),
];

/// Invitations of today.
const OF_LATE: [Invited; 4] = [
    invited(PRIYA, "NWS-0142", "dana@northgatewater.example", "member"),
    invited(TOM, "TAM-0203", "ledger@tamarbrewing.example", "billing"),
    invited(TOM, "OTT-0231", "works@ottervale.example", "member"),
    Invited { withdrawn: true, ..invited(TOM, "BRI-0077", "office@brightwel.example", "billing") },
];

/// A gate whose clock can be set, over the portal's database.
struct Theatre<'a> {
    app: &'a App,
    gateway: Gateway,
    clock: Arc<ManualClock>,
}

impl<'a> Theatre<'a> {
    async fn open(app: &'a App, at: Timestamp) -> anyhow::Result<Self> {
        let clock = Arc::new(ManualClock::at(at));
        let parts = Parts {
            db: app.db.clone(),
            registry: app.gateway.registry().as_ref().clone(),
            clock: Arc::clone(&clock) as _,
        };
        Ok(Self { app, gateway: Gateway::open(parts).await?, clock })
    }

    /// Whether the stories have been told.
    async fn was_here(&self) -> anyhow::Result<bool> {
        let asked = self.asked(PRIYA, "NWS-0142").await?;
        let sought = [("words", STORIES[0].subject.to_owned())];
        let found = self.run(&asked, "cases.list", &[], &sought).await?;
        Ok(found.to_string().contains(STORIES[0].subject))
    }

    /// Gives the portal the company's name.
    async fn dress(&self) -> anyhow::Result<()> {
        let brand = directory::first_brand(&self.app.db).await?.context("the portal has no brand")?;
        let told = [
            ("name", "Harrow".to_owned()),
            ("postal", "Harrow Pumps Ltd, 4 Tannery Row, Kirkby Mills, LS99 4HW".to_owned()),
        ];
        let grace = self.asked(GRACE, "").await?;
        self.run(&grace, "brands.restyle", &[brand.id.uuid()], &told).await?;
        self.app.site.renew_brand().await?;
        Ok(())
    }

    /// Sends invitations; those of the desk go out as one wave.
    async fn invite(&self, wave: &str, invitations: &[Invited]) -> anyhow::Result<()> {
        for one in invitations {
            let asked = self.asked(one.by, one.account).await?;
            let account = directory::account_by_reference(&self.app.db, one.account).await?;
            let account = account.context("the demo's books lack an account")?;
            let told = [("email", one.email), ("role", one.role), ("wave", wave)];
            let told = told.map(|(name, value)| (name, value.to_owned()));
            let invitation = self.run(&asked, "people.invite", &[account.uuid()], &told).await?;
            if one.withdrawn {
                let id = invitation.as_str().and_then(|id| id.parse().ok()).context("an invitation has no id")?;
                self.run(&asked, "people.withdraw_invitation", &[id], &[]).await?;
            }
        }
        Ok(())
    }

    /// Sends a ticket, an invoice and an order to Northgate's accountants, who have no account here.
    async fn send_links(&self) -> anyhow::Result<()> {
        let (tom, priya) = (self.asked(TOM, "").await?, self.asked(PRIYA, "NWS-0142").await?);
        for (kind, list) in [("case", "cases.list"), ("invoice", "billing.list_invoices"), ("order", "orders.list")] {
            let open = (kind == "case").then(|| ("view", "open".to_owned()));
            let found = self.run(&priya, list, &[], open.as_slice()).await?;
            let row = first_row(&found).with_context(|| format!("the demo has no {kind} to send"))?;
            let id = row["id"].as_str().with_context(|| format!("a {kind} has no id"))?;
            let account = row["account_id"].as_str().and_then(|id| id.parse().ok());
            let account: Uuid = account.with_context(|| format!("a {kind} has no account"))?;
            let told = [
                ("about", format!("{kind}:{id}")),
                ("email", "lena@calderledgers.example".to_owned()),
                ("note", "As agreed with Priya.".to_owned()),
            ];
            self.run(&tom, "links.send", &[account], &told).await?;
        }
        Ok(())
    }

    /// Northgate was renamed, and asks for its new name on invoices.
    async fn ask_for_a_new_name(&self) -> anyhow::Result<()> {
        let priya = self.asked(PRIYA, "NWS-0142").await?;
        let told = [
            ("name", "Northgate Water Services Ltd".to_owned()),
            ("vat_number", "GB 417 2208 63".to_owned()),
            ("reason", "Renamed on 1 March; the register has it.".to_owned()),
        ];
        self.run(&priya, "legal.propose", &[], &told).await?;
        Ok(())
    }

    /// Lets a program of a customer's be told of what happens. Its host is invented, so nothing arrives anywhere.
    async fn connect(&self) -> anyhow::Result<()> {
        let mut asked = self.asked(PRIYA, "NWS-0142").await?;
        asked.principal.fresh = true;
        let owner = webhooks::owner(asked.principal.account());
        let secret = self.app.site.settings.seal.close(webhooks::Secret::random().bytes(), &owner);
        let told = [
            ("url", "https://hooks.northgatewater.example/harrow".to_owned()),
            ("events", "case.replied".to_owned()),
            ("events", "invoice.received".to_owned()),
            ("secret", secret),
        ];
        self.run(&asked, "webhooks.create", &[], &told).await?;
        Ok(())
    }

    async fn raise(&self, story: &Story, said: &Said) -> anyhow::Result<Uuid> {
        let asked = self.asked(said.who, story.account).await?;
        let mut told = vec![("subject", story.subject.to_owned()), ("body", said.words.to_owned())];
        if let Some((number, line)) = story.about {
            told.push(("about", self.quote(&asked, number, line).await?));
        }
        let case = self.run(&asked, "cases.raise", &[], &told).await?;
        case["case"].as_str().and_then(|id| id.parse().ok()).context("a case was raised and has no id")
    }

    async fn reply(&self, story: &Story, said: &Said, case: Uuid) -> anyhow::Result<()> {
        let asked = self.asked(said.who, story.account).await?;
        let mut told = vec![("body", said.words.to_owned())];
        if said.then == Then::GoOn {
            told.push(("ours", "on".to_owned()));
        }
        self.run(&asked, "cases.reply", &[case], &told).await?;
        if said.then == Then::Close {
            self.run(&asked, "cases.close", &[case], &[]).await?;
        }
        Ok(())
    }

    /// The line of an invoice, as `about` names it.
    async fn quote(&self, asked: &Asked, number: &str, line: usize) -> anyhow::Result<String> {
        let sought = [("words", number.to_owned()), ("view", "all".to_owned())];
        let found = self.run(asked, "billing.list_invoices", &[], &sought).await?;
        let invoice = id_of(&found, number).with_context(|| format!("the demo's books lack {number}"))?;
        let shown = self.run(asked, "billing.read_invoice", &[invoice], &[]).await?;
        let line = shown["lines"][line]["id"]
            .as_str()
            .with_context(|| format!("{number} lacks the line that is asked about"))?;
        Ok(format!("invoice:{}:{line}", invoice.simple()))
    }

    async fn run(&self, asked: &Asked, name: &str, targets: &[Uuid], told: &[(&str, String)]) -> anyhow::Result<Value> {
        let operation = self.gateway.registry().operation(name).with_context(|| format!("there is no {name}"))?;
        let raw = Raw::Form(told.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
        let done = operation.run(&self.gateway, asked, targets, &raw).await;
        Ok(done.with_context(|| format!("the demo's {name} was refused"))?.output)
    }

    /// Somebody's request, with the roles they hold.
    async fn asked(&self, email: &str, account: &str) -> anyhow::Result<Asked> {
        let address = Email::parse(email).map_err(|_| anyhow::anyhow!("{email} is no address"))?;
        let person =
            identity::person_at(&self.app.db, &address).await?.with_context(|| format!("nobody has {email}"))?;
        let acting = if email.ends_with("@harrow.example") {
            Acting::Desk
        } else {
            let account = directory::account_by_reference(&self.app.db, account).await?;
            Acting::Account(account.context("the demo's books lack an account")?)
        };
        let locale = "en-GB".parse().context("a language")?;
        let formats = Formats::new(&locale, self.app.site.settings.zone.clone(), kernel::Clock::now(&*self.clock));
        let principal = Principal::vouch(Actor::Person(person), acting, Vec::new());
        let work = self.app.db.begin().await?;
        let principal = directory::refresh(&work, &principal).await?;
        work.roll_back().await?;
        Ok(Asked::by(principal, Face::Inside, Arc::new(formats)))
    }
}

/// The id of the row with this number, among those that a list's answer holds.
fn id_of(answer: &Value, number: &str) -> Option<Uuid> {
    match answer {
        Value::Object(members) => match members.get("rows").and_then(Value::as_array) {
            Some(rows) => rows.iter().find(|row| row["number"] == number)?["id"].as_str()?.parse().ok(),
            None => members.values().find_map(|member| id_of(member, number)),
        },
        _ => None,
    }
}

/// The first row that a list's answer holds.
fn first_row(answer: &Value) -> Option<&Value> {
    let members = answer.as_object()?;
    match members.get("rows").and_then(Value::as_array) {
        Some(rows) => rows.first(),
        None => members.values().find_map(first_row),
    }
}
