-- The lists run by time, newest first. Each thing they are narrowed to has an index that ends in time and id.
CREATE INDEX journal_entries_by_time ON journal_entries (at, id);
CREATE INDEX journal_entries_by_account ON journal_entries (account_id, at, id);
CREATE INDEX journal_entries_by_person ON journal_entries (on_behalf_of, at, id);
CREATE INDEX journal_entries_by_actor ON journal_entries (actor, at, id);
-- What people did is little beside what an import does.
CREATE INDEX journal_entries_of_people ON journal_entries (at, id) WHERE on_behalf_of IS NOT NULL;

CREATE INDEX journal_views_by_time ON journal_views (at, id);
CREATE INDEX journal_views_of_account ON journal_views (account_id, at, id);
CREATE INDEX journal_views_by_actor ON journal_views (actor, at, id);
CREATE INDEX journal_views_by_target ON journal_views (target, at, id);
DROP INDEX journal_views_by_account;

CREATE INDEX journal_attempts_by_time ON journal_attempts (at, id);
CREATE INDEX journal_attempts_of_account ON journal_attempts (account_id, at, id);
CREATE INDEX journal_attempts_by_actor ON journal_attempts (actor, at, id);
CREATE INDEX journal_attempts_by_target ON journal_attempts (target, at, id);
DROP INDEX journal_attempts_by_account;
