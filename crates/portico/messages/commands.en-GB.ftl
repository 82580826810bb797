### What the commands print that look after a portal: its database, journal, copies, people and books. Commands, settings
### and records stand there as they are typed.

## Files, and what is in the way of every command

file-unread = { $file } cannot be read
file-unwritten = { $file } cannot be written
file-unmade = { $file } cannot be made
file-unopened = { $file } cannot be opened; is the folder writable?
file-unlocked = { $file } cannot be locked
no-threads = the system gives no threads
lock-held = another Portico is running on this database; stop it first, or use PostgreSQL for several at once
database-unopened = cannot open { $place }; is it there, and may this program use it?
database-no-server = cannot open the PostgreSQL server; is it there, and may this program use it?
secrets-unmade = { $file } cannot be made; is the data folder writable?
secrets-unusable = { $file } is not usable: the signing key cannot be read; restore it from the backup of the secrets, or make a new one
secrets-unusable-restore = { $file } is not usable; restore it from the backup of the secrets

## Settings

settings-unusable = the settings in { $file } cannot be used
# $wanted is what the reader of the file wanted, in its own words: a boolean, a string.
settings-other-kind = has to be { $wanted }
settings-url-scheme = base_url begins with neither http:// nor https://; write the address people type, such as https://portal.example
settings-url-slash = base_url ends with a slash; leave it out
settings-no-server = mail.transport is smtp, but there is no [mail.smtp] with host and port; add it, or use outbox
settings-tls-plain = there is a [tls], but base_url begins with http://; write https:// there, or leave [tls] out
settings-tls-halves = either cert and key, the two files, or [tls.acme] with a contact, belongs in [tls]; leave [tls] out where a proxy of yours speaks TLS
settings-acme-contact = tls.acme.contact is no e-mail address; write the one the authority may write to
settings-backup-every = backup.every is no time; write 15m, 1h, 1d or never
settings-backup-passphrase = backup.passphrase is short: whoever has a copy may try as long as they like; take 16 characters or more
settings-outbox-open = no mail is sent (mail.transport is outbox): /outbox shows every letter, sign-in codes included, to whoever reaches the portal. Name a mail server in [mail] and [mail.smtp]; or keep the portal to this machine: listen on 127.0.0.1, without hosts and trusted_proxies
settings-zone = zone { $zone } is no IANA time zone, such as Europe/London
settings-headers-unread = telemetry.headers: { $file } cannot be read
settings-telemetry-unusable = what stands in [telemetry] cannot be used

## The database

# $part and $step are names.
db-step = { $part }: { $step }
db-ran = { $count } steps run; the tables are up to date
db-to-run = to run: { $part }: { $step }
db-current = the tables are up to date
db-behind = run portico db migrate, or start the portal, which does it too

## The journal

verify-whole = whole: { $entries } entries, { $erased } of them erased, ending in { $hash }
verify-broken = broken at entry { $entry }: { journal-fault }
verify-logs-whole = whole: { $batches } batches of views and attempts
# $log is the log's name.
verify-logs-broken = broken at batch { $batch } of { $log }: it was changed after it was written, or is missing
verify-no-checkpoint = { $file } is no checkpoint; it is what portico journal checkpoint prints
verify-checkpoint-unsigned = the checkpoint’s signature does not hold

## People

invite-no-address = { $email } is no e-mail address
invite-no-account = no account is called { $reference } by its system of record
invite-no-role = there is no role of this name to be offered here
people-no-address = nobody has the address { $email }

staff-none = nobody works at the desk; portico staff invite ADDRESS makes an invitation
staff-line = { $name }; { $email }; { $roles }; { $locked }
staff-line-no-address = no address of theirs is proved
staff-line-no-role = no role now
staff-line-open = not locked out
staff-line-locked = locked out since { $since }
staff-lock = { $name } is locked out, and signed out everywhere; portico staff unlock lets them in again
staff-lock-already = { $name } is locked out since { $since }; there is nothing to do
staff-unlock = { $name } may sign in again
staff-unlock-already = { $name } is not locked out; there is nothing to do
staff-not-at-desk = whoever has the address { $email } does not work at the desk; the desk locks out customers’ people

## Why somebody may or may not

why-no-record = { $record } is no record; write its kind and its id, such as invoice:0199…
why-no-place = no: they are a member of no account and hold no role at the desk
why-desk = The desk
why-yes = { $place }: yes, { $because }
why-no = { $place }: no, { $because }
why-by-role = by a role they hold
why-by = by { $policies }
why-holds-none = they hold no role there
why-lacks = no role they hold names the action
why-not-now = the role that names it has ended or not begun
why-too-short = the role that names it does not reach so far
why-ruled = forbidden by { $policies }
why-stale = only a proof shown a moment ago is missing
why-held-permits = holds { $role }, which permits it, as far as it reaches
why-held-lacks = holds { $role }, which does not name it
why-held-not-now = holds { $role }, which names it, and has ended or not begun
why-held-too-short = holds { $role }, which names it, is held above and does not reach down
why-opening = roles that permit it: { $roles }
why-opening-none = roles that permit it: none
why-unknown-action = there is no action { $action }; actions have names such as billing.read_invoice
why-other-kind = { $action } is not done to records of that kind
why-unknown-record = there is no such record

## Copies

copies-nowhere = nobody said where: name a folder or s3://bucket/prefix, or set target in [backup]
copies-made = { $copy }: { $size } kB, journal to entry { $entry }
copies-without-secrets = The secrets are not in it: keep { $file } elsewhere.
copies-rehearsed = Rehearsed: portico restore { $copy } puts it back.
# $says is what was in the way.
copies-rehearsed-unnoted = That could not be noted beside the copies, so the doctor does not count it: { $says }
copies-restored = Restored. Next: portico doctor, then portico serve.
copies-settings = { $file } is written as it was when the copy was made
# A table: a name, and what was found. The names have ten letters and a space, so that it stands below each other.
copies-report-made = made       { $at } by Portico { $program }
copies-report-parts = parts      { $count } as they were written
copies-report-rows = rows       { $rows } in { $tables } tables, as counted then
copies-report-journal = journal    whole: { $entries } entries, ending in { $hash }
copies-report-migrations = migrations { $steps } run on top of the { $before } it had
copies-report-secrets-elsewhere = secrets    not in it; a restore needs those you keep elsewhere
copies-report-secrets-closed = secrets    in it, but without the passphrase nobody can tell whether they open
copies-report-secrets-opened = secrets    in it, and they open

## Books

import-mapping-unusable = { $file } cannot be used
import-reading = reading
import-importing = importing
import-progress = { $what } [{ $bar }] { $lines } lines
import-done = { $read } lines read: { $created } documents created, { $changed } changed, { $unchanged } unchanged, { $quarantined } quarantined

## The guard

guard-nowhere = { $database } is nothing to walk in: the guard fills databases of its own; write temp, or the address of a PostgreSQL server, such as postgres://user@host
guard-walking = Walking { $face }…
guard-no-face = there is no face to walk
guard-no-report = { $file } is no file for a report; let it end in .md or .json
guard-reported = { $requests } requests, { $findings } findings; the report is in { $file }
guard-no-folder = no folder can be made
guard-folder-stays = the guard’s folder cannot be removed
guard-no-server = cannot reach the PostgreSQL server; is it there, and may you use it?
guard-not-allowed = the PostgreSQL server does not let the guard make and drop databases; use a role with CREATEDB

## The demo

demo-public = the demo lets everybody in with one password, so it listens on this machine only; leave out listen, or use 127.0.0.1
demo-loading = Loading the demo…
demo-open = Portico is open at { $address }
demo-shown-admin = account admin of a company with sites
demo-shown-finance = finance, of two companies
demo-shown-buyer = buyer of two sites
demo-shown-member = member of one site
demo-shown-new = admin of a brand-new account
demo-shown-other = admin of another company
demo-shown-desk = service desk
demo-shown-desk-admin = desk administrator
demo-password = Sign in with the password  { $password }
demo-letters = Every letter it would send is at { $address }/outbox. Stop it with Ctrl-C.
demo-retail-failed = The file behind the demo could not be imported: { $says }
demo-retail-unnoted = { $file } could not be written ({ $says }); the file is read again the next time
demo-retail-sample = The whole retail file is not here, so a small piece of it is loaded: 669 lines.
demo-retail = Behind it, { $file } is being imported; see /desk/imports.
