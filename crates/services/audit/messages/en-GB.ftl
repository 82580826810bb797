### The journal at the desk: what was done, looked at and refused.

journal-menu = Journal
journal-title = Journal
journal-lists = Lists of the journal
journal-entries = Done
journal-views = Looked at
journal-attempts = Refused

journal-lede-entries = Who did what, to which record, and when. Entries cannot be changed.
journal-lede-views = Who looked at what, and when. Searches and files count too.
journal-lede-attempts = Who tried what and did not get it. The person was told no more than that there is nothing.

# How the chain of entries stood when the doctor last looked: it walks the last ten thousand of them.
journal-chain-whole = Chain intact
journal-chain-broken = Chain broken
journal-chain-looked = Checked { $age }
journal-chain-unknown = Nobody has had the chain checked yet

journal-export = Export as CSV
# A conflict: the file would be too long.
journal-export-large = This list has more than { $most } lines, more than one file holds. Narrow it, by days for example, and export it in parts.

## Finding and filters

journal-find = Find in the journal
journal-find-hint = Number, customer, person or event
journal-nobody = No record, no customer and nobody is called that. Numbers are written in full, like “INV-20418”, events are written like “billing.invoice_received”, records like “invoice:” and their id.
journal-several = Choose what is meant.
journal-many = More are called that than are shown here. Choose what is meant, or write more of the name.
journal-called = Called that
journal-all = all
journal-customer = Customer
journal-all-customers = all
journal-who = Who
journal-who-all = everyone
journal-who-people = people
journal-who-systems = systems
journal-what = What
journal-record = Record
journal-record-named = { $kind } { $id }
journal-result = Result
journal-when = When
journal-any-time = any time
journal-this-day = today
journal-week = last 7 days
journal-month = last 30 days
journal-between = { $since } to { $until }
journal-since = from { $since }
journal-until = up to { $until }
journal-days = Choose days
journal-days-from = From
journal-days-to = Up to and including
journal-days-show = Show these days

## The lists

journal-caption-entries = What was done, newest first
journal-caption-views = What was looked at, newest first
journal-caption-attempts = What was tried in vain, newest first
journal-did-entries = What happened
journal-did-views = Looked at
journal-did-attempts = Tried
journal-from = Through
journal-shown =
    { $found ->
        [one] One line
       *[other] { $more ->
            [true] Newest first, { $shown } of more than { $found }
           *[false] Newest first, { $shown } of { $found }
        }
    }
journal-pages = More of the journal
journal-none-entries = Nothing is written yet
journal-none-views = Nobody has looked at anything yet
journal-none-attempts = Nothing was refused yet
journal-none-text = What happens from now on is kept here: who, when, and about which record.
journal-nothing = Nothing like that
journal-nothing-text = No line of this list fits every filter.

journal-somebody = Somebody no longer known
journal-stranger = Somebody not signed in
journal-key = API key
journal-link = Whoever opened a link
journal-connection = The company’s directory
journal-some-account = A customer no longer known
journal-for = for { $name }
journal-acting-desk = at the desk
journal-acting-oneself = for themselves
journal-acting-public = before signing in
journal-acting-system = system

journal-face-page = Pages
journal-face-api = API
journal-face-agent = Agent
journal-face-sync = Sync
journal-face-inside = Portico itself

journal-outcome-hidden = Not found
journal-outcome-forbidden = Refused
journal-outcome-failed = Failed

## One entry

journal-acting = In which capacity
journal-on-behalf = On behalf
journal-also-names = Also names
journal-event = Event
journal-event-version = { $event }, version { $version }
journal-command = Command
journal-decision = Allowed by
journal-cause = Follows from
journal-cause-entry = the entry before it
journal-audience = Seen by
journal-audience-account = the customer’s people and staff
journal-audience-desk = staff alone
journal-facts = Who did what
journal-says = What it says
journal-says-nothing = This event says nothing beyond what stands above.
journal-erased = What it said was erased. The chain stays whole, and an entry of its own says who erased it.
journal-seal = Seal
journal-sealed-tag = Sealed
journal-unsealed-tag = Waiting
journal-sealed = Sealed as number { $number }. Any change to it, or to an entry before it, would show: “portico journal verify” checks the whole chain.
journal-unsealed = Not sealed yet. That happens moments after it was written.
journal-digest = Digest of what it says
journal-hash = Link in the chain

## What things are called in the journal

part-journal = Journal
kind-journal_entry = Journal entry
kind-journal_view = View
kind-journal_attempt = Attempt
did-journal-list = Read the journal
did-journal-list_views = Read who looked at what
did-journal-list_attempts = Read what was refused
did-journal-read = Opened a journal entry
did-journal-export = Exported the journal
did-journal-export_views = Exported who looked at what
did-journal-export_attempts = Exported what was refused
did-journal-erased = Erased what an entry said
did-journal-name_accounts = Asked for the names of accounts
did-journal-name_people = Asked for the names of people

## What a key may do

reads-journal = Read the journal
