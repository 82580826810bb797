### What is in the way of a copy, or of putting one back. Commands, settings and records stand there as they are typed.

## Files

backup-unread = { $file } cannot be read
backup-unwritten = { $file } cannot be written
backup-unmade = { $file } cannot be made
backup-unmade-right = { $file } cannot be made; may this account write there?
backup-unwritten-right = { $file } cannot be written; may this account write there?
backup-part-unread = a part of the copy cannot be read in { $file }
backup-not-packed = the database cannot be packed; is there room?
backup-not-unpacked = the database cannot be unpacked; is there room?
backup-ended = it ended badly

## Where copies lie

backup-no-target = { $target } is no place for copies; write a folder, or s3://bucket/prefix
backup-target-unread = { $target } cannot be read
backup-none = there is no copy in { $source }; portico backup { $source } makes one
backup-no-copy-made = no copy was made in { $target }
backup-copy-stays = { $copy } cannot be taken away
backup-copy-unusable = { $copy } cannot be used
backup-part-changed = { $part } of { $copy } is not as it was written; take an older copy
backup-part-outside = { $copy } names a part outside of it

## A bucket

backup-bucket-no-place = { $target } is no place for copies; write s3://bucket/prefix with letters, digits, - _ . and /
backup-bucket-needs = { $target } needs { $name } in the environment
backup-bucket-no-endpoint = AWS_ENDPOINT_URL is no address; write https://host
backup-bucket-no-host = AWS_ENDPOINT_URL names no host; write https://host
backup-bucket-host-no-name = the bucket’s host is no name
backup-bucket-away = { $host } cannot be reached
backup-bucket-no-certificate = { $host } shows no certificate of its own
backup-bucket-silent = the bucket fell silent
backup-bucket-broke-off = the bucket broke off
backup-bucket-unanswered = the bucket does not answer
backup-bucket-too-much = the bucket says more than it should
# $status and $code are what the bucket answered.
backup-bucket-refused = the bucket { $bucket } answered { $status } { $code }
backup-bucket-refused-key = the bucket { $bucket } answered { $status } { $code }; may this key use it, and is AWS_REGION right?
backup-bucket-refused-name = the bucket { $bucket } answered { $status } { $code }; is its name right?

## The manifest

backup-manifest-damaged = its manifest is damaged, or of another program; take an older copy
backup-manifest-newer = it is laid out as a newer program does it ({ $program }); use that program
backup-manifest-no-database = the copy’s manifest names no database

## What a database holds

backup-no-portal = there is no portal in this database; is its address right?
backup-no-file = the database’s address names no file
backup-not-copied = the database cannot be copied; is it there, and is there room?
backup-file-damaged = the database’s file is damaged: { $says }
backup-differs = the database is not as the manifest says: { $says }
backup-differs-program = its tables are of another program
backup-differs-rows = { $table } has { $found } rows instead of { $said }
backup-differs-none = none
backup-differs-journal = its journal ends at entry { $found } instead of { $said }
backup-not-migrated = it cannot be brought up to date
backup-journal-short = the journal has { $found } entries instead of { $said }
backup-journal-broken = the journal is broken at entry { $entry }: { journal-fault }
backup-log-broken = the log of { $log } is broken at batch { $batch }

## PostgreSQL

backup-postgres-away = the PostgreSQL server cannot be reached
backup-postgres-no-snapshot = PostgreSQL names no snapshot
backup-postgres-no-version = PostgreSQL does not say its version
backup-postgres-no-address = the database’s address cannot be read
backup-postgres-dbname = the address names the database as dbname=, so none can be named beside it; write postgres://host/name
backup-postgres-no-rehearsal = a database for the rehearsal cannot be made; let an administrator run ALTER ROLE … CREATEDB for the portal’s, or name another server in PORTICO_DATABASE
backup-postgres-rehearsal-stays = the rehearsal’s database cannot be taken away: DROP DATABASE { $name }
backup-postgres-needed = the copy is of PostgreSQL; name a server on which it can be rehearsed in PORTICO_DATABASE
backup-tool-no-version = pg_dump does not say its version: { $says }
backup-tool-old = pg_dump is of PostgreSQL { $number }, the server of { $server }; install postgresql-client-{ $server }
backup-tool-none = { $name } is not installed; install PostgreSQL’s client programs, such as postgresql-client
backup-tool-unrun = { $name } cannot be run
backup-tool-failed = { $name } failed: { $says }

## Putting back

backup-other-kind = the copy is of { $copy }, and the settings name { $settings }; write a database of its kind there
backup-not-put-back = the copy was not put back; should there be tables in the database now, make it anew before you try again
backup-tables-there = there are tables in the database already; nothing was changed. Make an empty one (createdb) and name it in database
backup-file-there = there is a database already: { $file }; nothing was changed. Move aside the file and its -wal and -journal, or restore into another data folder

## Secrets

backup-secret-foreign = the copy’s { $name } is not the portal’s
backup-secret-other = { $file } is not the one that belongs to the copy; nothing was changed. Move it aside
backup-secret-missing = { $file } is missing, and what was sealed with it could not be opened. Put it there from where you keep the secrets; or, if the copy was made with a passphrase, set PORTICO_BACKUP__PASSPHRASE; or, if it is lost, call again with --without-secrets
backup-closed = the passphrase does not open the secrets in the copy; it may have been another one then
backup-no-randomness = the system gives no randomness
backup-unsealed = the secrets cannot be sealed
backup-no-key = no key can be made of the passphrase: { $says }
