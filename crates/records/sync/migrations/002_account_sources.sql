-- Where what is known of an account comes from, read with the account.
CREATE INDEX sync_marks_of_accounts ON sync_marks (local_id) WHERE kind = 'account';
CREATE VIEW sync_account_sources AS
    SELECT m.id, m.local_id AS account_id, f.system, m.observed_at
    FROM sync_marks AS m JOIN sync_feeds AS f ON f.id = m.feed_id
    WHERE m.kind = 'account';
