### Imports at the desk: runs, what was held back, mending and replaying.

imports-menu = Imports
imports-title = Imports
imports-lede = What came in from files, and what was held back. Start one with “portico import MAPPING FILE”.
imports-none = Nothing has been imported yet
imports-none-text = Files from your systems come in with “portico import MAPPING FILE”. Each import is listed here.
imports-caption = Imports, the latest first
imports-shown =
    { $shown ->
        [one] One import
       *[other] { $shown } imports
    }
imports-pages = More imports

imports-run = Import
imports-state = State
imports-started = Started
imports-read = Read
imports-created = Created
imports-changed = Changed
imports-unchanged = Unchanged
imports-quarantined = Held back

imports-run-title = Import of { $mapping }
imports-run-reading = Reading
imports-run-importing = Importing
imports-run-stopped = Stopped part-way
imports-run-done = Done
imports-run-failed = Could not be read
imports-run-again = Safe to close this page, and safe to stop: the same command goes on where it was and does no document twice.
imports-run-failed-title = Nothing of it was imported
imports-reading = Reading, { $lines } lines so far.
imports-progress = { $done } of { $total } documents
imports-track = How far it is
imports-step-started = Started
imports-step-read = Read
imports-step-imported = Imported
imports-step-done = Done
imports-step-lines =
    { $count ->
        [one] One line
       *[other] { $count } lines
    }
imports-others = Other imports with this mapping
imports-of-lines = of { $staged } lines
imports-documents-new = documents with something new
imports-documents-changed = documents that changed
imports-documents-same = documents left alone
imports-documents-held = documents kept apart, below

imports-held = Held back
imports-held-lede = Customers never see these documents, and the rest of the file goes on.
imports-held-caption = Documents that were held back
imports-held-none = Nothing is held back
imports-held-none-yet = Nothing has been held back so far
imports-held-none-yet-text = Documents are still coming in. What cannot be imported appears here.
imports-settled-none = None so far
imports-settled-none-text = Documents that were held back and then settled this way are kept here.
imports-held-views = What became of them
imports-held-none-text = Every document that this mapping reads has come in, or was left out for good.
imports-held-shown =
    { $open ->
        [one] { $shown } of one document
       *[other] { $shown } of { $more ->
            [true] { $open }+
           *[false] { $open }
        } documents
    }
imports-held-pages = More documents
imports-export = Export as CSV

imports-document = Document
imports-reason = Reason
imports-file = File
imports-line = Line
imports-found = Found
imports-mapping = Mapping
imports-lines =
    { $count ->
        [one] line { $first }
       *[other] { $count } lines, { $first } to { $last }
    }

imports-held-title = { $document } was held back
imports-settled-title = { $document }
imports-settled-reason = It had been held back: { $reason }.
imports-held-open = Held back
imports-held-replaying = Being tried again
imports-held-replayed = Imported
imports-held-resolved = Put right at its source
imports-held-dismissed = Left out
imports-as-they-came = The lines as they came
imports-lines-of = Lines of { $file }
imports-left-out = { $count } more lines are not shown. The export has all of them.
imports-mend-title = Mend the lines
imports-mend-hint = The file itself is never altered. Put it right at its source too: the next import finds what stands there, and holds back what is new and wrong.
imports-mend-lines = Lines, as comma-separated values
imports-mend = Mend and replay
imports-mending = Replaying
imports-replay = Replay as it is
imports-replay-what = Replay it as it is once what it lacks has come in by other ways.
imports-dismiss = Leave it out for good
imports-dismiss-what = What is left out stays out for as long as its source says the same.
imports-is-mended = The lines were mended before; they stand here as they were left.
imports-replayed = It was imported.
imports-overtaken = Somebody else, or the portal itself, was quicker. This is how it stands now.
imports-still-held = It is still held back: { $reason }.
imports-dismissed = It is left out, as long as its source says the same.

## What things are called in the journal

part-imports = Imports
actor-import = Import
kind-feed = Feed
kind-import_run = Import
kind-quarantined = Document held back
did-imports-list = Looked through what was held back
did-imports-list_runs = Looked through imports
did-imports-read_run = Opened an import
did-imports-read = Opened a document that was held back
did-imports-export = Exported what was held back
did-imports-mended = Mended a document that was held back
did-imports-dismissed = Left a document out for good
did-imports-replay_asked = Had a document tried again
did-feeds-read = Looked at a feed
did-imports-attention = Asked what is held back and which imports failed
did-imports-dismiss = Left a document out for good
did-imports-mend = Mended a document that was held back
did-imports-replay = Had a document tried again
part-feeds = Feeds

## What a key may do

reads-imports = Read imports
may-imports-mend = Mend a document that is held back
may-imports-replay = Have a document tried again
may-imports-dismiss = Leave a document out for good
