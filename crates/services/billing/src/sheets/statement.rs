use kernel::{Message, Money};

use super::{Ages, Cell, Column, Fact, Party, Sheet, Table, Words};
use crate::queries::{Account, Entry, Owed, Site, StatementView, What, on_account};

/// A statement on paper, a sheet for each currency.
pub(crate) fn statement(words: &impl Words, site: Option<&Site>, view: &StatementView) -> Vec<Sheet> {
    view.accounts.iter().map(|account| sheet(words, site, view, account)).collect()
}

fn sheet(words: &impl Words, site: Option<&Site>, view: &StatementView, account: &Account) -> Sheet {
    let formats = words.formats();
    let mut facts = vec![
        Fact::new(words.word("billing-since"), formats.long_date(view.since)),
        Fact::new(words.word("billing-until"), formats.long_date(view.until)),
    ];
    if let Some(reference) = site.and_then(|site| site.reference.clone()) {
        facts.push(Fact::new(words.word("billing-account"), reference));
    }
    if view.accounts.len() > 1 {
        facts.push(Fact::new(words.word("billing-currency"), account.currency.code().to_owned()));
    }
    let foot = view.source.as_ref().map(|source| {
        Message::new("billing-paper-source").with("source", &*source.system).with("at", source.observed_at)
    });
    Sheet {
        title: words.word("billing-statement"),
        facts,
        parties: parties(words, site, account),
        table: table(words, view, account),
        notes: notes_of(words, account),
        ages: ages(words, view, account),
        foot: foot.map(|foot| words.say(&foot)).unwrap_or_default(),
    }
}

fn parties(words: &impl Words, site: Option<&Site>, account: &Account) -> Vec<Party> {
    let money = |amount| words.formats().money(amount);
    let party = |id, lines| Party { label: words.word(id), named: true, lines };
    let mut parties: Vec<Party> = site.map(|site| party("billing-for", vec![site.name.clone()])).into_iter().collect();
    if let Some(owed) = owed(account) {
        let mut lines = vec![money(owed.total)];
        if owed.late.minor() > 0 {
            lines.push(words.say(&Message::new("billing-of-it-late").with("amount", owed.late)));
        }
        parties.push(party("billing-owed", lines));
        let mut credit = vec![money(owed.credit)];
        if account.on_account.minor() > 0 {
            credit.push(words.say(&Message::new("billing-on-account-of").with("amount", account.on_account)));
        }
        parties.push(party("billing-credit-left", credit));
    } else if let Some(told) = for_none(words, account) {
        parties.push(Party { label: told.term, named: true, lines: vec![told.detail] });
    }
    parties
}

/// What came or went back for no invoice, if anything; told by itself where nobody can say what is owed.
pub(crate) fn for_none(words: &impl Words, account: &Account) -> Option<Fact> {
    let (label, amount) = on_account(account.on_account);
    (amount.minor() != 0).then(|| Fact::new(words.word(label), words.formats().money(amount)))
}

/// What is owed, where of any document it is known what is left.
pub(crate) fn owed(account: &Account) -> Option<&Owed> {
    let owed = account.owed.as_ref()?;
    let knows = account.closing.is_some() || !owed.buckets.is_empty() || owed.credit.minor() > 0 || owed.unknown == 0;
    knows.then_some(owed)
}

fn table(words: &impl Words, view: &StatementView, account: &Account) -> Table {
    let formats = words.formats();
    let runs = account.opening.is_some();
    let mut columns = vec![
        Column::words(words.word("billing-day"), if runs { 0.2 } else { 0.22 }),
        Column::words(words.word("billing-entry"), if runs { 0.35 } else { 0.42 }),
        Column::figures(words.word("billing-charged"), if runs { 0.15 } else { 0.18 }),
        Column::figures(words.word("billing-credited"), if runs { 0.15 } else { 0.18 }),
    ];
    if runs {
        columns.push(Column::figures(words.word("billing-balance"), 0.15));
    }
    let mut rows = Vec::with_capacity(account.entries.len() + 1);
    if let Some(opening) = account.opening {
        let forward = words.word("billing-brought-forward");
        let cells = [formats.long_date(view.since), forward, String::new(), String::new(), formats.money(opening)];
        rows.push(cells.map(Cell::of).to_vec());
    }
    rows.extend(account.entries.iter().map(|entry| row(words, entry, runs)));
    Table { caption: words.word("billing-every-entry"), columns, rows, sums: sums(words, view, account) }
}

fn row(words: &impl Words, entry: &Entry, runs: bool) -> Vec<Cell> {
    let formats = words.formats();
    let (charged, credited) = sides(entry);
    let money = |amount: Option<Money>| Cell::of(amount.map(|amount| formats.money(amount)).unwrap_or_default());
    let mut cells = vec![
        Cell::of(formats.long_date(entry.on)),
        Cell { text: said(words, entry), sub: below(words, entry) },
        money(charged),
        money(credited),
    ];
    if runs {
        cells.push(money(entry.balance));
    }
    cells
}

/// What an entry charges, and what it pays or credits.
pub(crate) fn sides(entry: &Entry) -> (Option<Money>, Option<Money>) {
    if entry.moves.minor() < 0 { (None, Some(entry.moves.negated())) } else { (Some(entry.moves), None) }
}

/// What an entry is called.
pub(crate) fn said(words: &impl Words, entry: &Entry) -> String {
    let message = match (entry.what, &entry.method) {
        (What::Invoice, _) => Message::new("billing-invoice-title").with("number", &*entry.number),
        (What::CreditNote, _) => Message::new("billing-credit-title").with("number", &*entry.number),
        (What::Payment, Some(method)) => Message::new("billing-payment-by").with("method", &**method),
        (What::Payment, None) => Message::new("billing-payment"),
        (What::Refund, _) => Message::new("billing-refund"),
    };
    words.say(&message)
}

/// What is known beside it: when it is due, or what it paid, and whether anything of it is on account.
pub(crate) fn below(words: &impl Words, entry: &Entry) -> String {
    let due = entry.due_on.map(|day| Message::new("billing-due-on").with("day", words.formats().long_date(day)));
    let is_left = entry.what == What::Payment && entry.on_account.is_some();
    let paid = match (entry.paid.is_empty(), is_left) {
        (true, true) => Some(Message::new("billing-for-none")),
        (true, false) => None,
        (false, true) => Some(Message::new("billing-for-invoices-rest").with("numbers", entry.paid.join(", "))),
        (false, false) => Some(Message::new("billing-for-invoices").with("numbers", entry.paid.join(", "))),
    };
    due.or(paid).map(|message| words.say(&message)).unwrap_or_default()
}

fn sums(words: &impl Words, view: &StatementView, account: &Account) -> Vec<Fact> {
    let formats = words.formats();
    match account.closing {
        Some(closing) => {
            let label = Message::new("billing-balance-on").with("day", formats.long_date(view.until));
            vec![Fact::strong(words.say(&label), formats.money(closing))]
        }
        None => vec![
            Fact::new(words.word("billing-charged-in-all"), formats.money(account.charged)),
            Fact::new(words.word("billing-credited-in-all"), formats.money(account.credited)),
        ],
    }
}

/// What cannot be told, and why.
pub(crate) fn notes_of(words: &impl Words, account: &Account) -> Vec<String> {
    let mut notes = Vec::new();
    if account.closing.is_none() {
        notes.push(words.word("billing-no-running-balance"));
    }
    let unknown = account.owed.as_ref().map_or(0, |owed| owed.unknown);
    if unknown > 0 {
        let count = i64::try_from(unknown).unwrap_or(i64::MAX);
        notes.push(words.say(&Message::new("billing-owed-unknown").with("count", count)));
    }
    notes
}

fn ages(words: &impl Words, view: &StatementView, account: &Account) -> Option<Ages> {
    let owed = owed(account)?;
    let day = words.formats().long_date(view.today);
    Some(Ages {
        title: words.word("billing-ageing"),
        text: words.say(&Message::new("billing-ageing-on").with("day", day)),
        rows: age_rows(words, owed, account.on_account),
    })
}

/// Every age with what is owed of it, of those without a day only if there is anything; and what was paid for no
/// invoice, which is taken off.
pub(crate) fn age_rows(words: &impl Words, owed: &Owed, left: Money) -> Vec<Fact> {
    use crate::queries::Age;
    let shown = |age: &Age| *age != Age::NoDay || owed.buckets.iter().any(|bucket| bucket.age == *age);
    let ages = Age::ALL.iter().rev().filter(|age| shown(age));
    let mut rows: Vec<Fact> = ages
        .map(|age| {
            let bucket = owed.buckets.iter().find(|bucket| bucket.age == *age);
            let amount = bucket.map_or(Money::new(0, owed.total.currency()), |bucket| bucket.amount);
            Fact::new(words.word(age_message(*age)), words.formats().money(amount))
        })
        .collect();
    if left.minor() != 0 {
        rows.push(Fact::new(words.word(on_account(left).0), words.formats().money(left.negated())));
    }
    rows
}

/// The message that names an age.
pub(crate) fn age_message(age: crate::queries::Age) -> &'static str {
    use crate::queries::Age;
    match age {
        Age::NotDue => "billing-age-not-due",
        Age::To30 => "billing-age-to-30",
        Age::To60 => "billing-age-to-60",
        Age::To90 => "billing-age-to-90",
        Age::Over90 => "billing-age-over-90",
        Age::NoDay => "billing-age-no-day",
    }
}
