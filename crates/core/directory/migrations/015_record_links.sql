-- Links to one record: whoever reads the mail of an address opens exactly that record, without an account. Of the link
-- itself there is only a hash, none until its letter is written. `used_at` is scratch, as `api_keys.used_at` is.
CREATE TABLE record_links (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    target text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    note text,
    sent_by uuid NOT NULL REFERENCES persons (id),
    token_hash text UNIQUE,
    created_at bigint NOT NULL,
    sent_at bigint,
    expires_at bigint NOT NULL,
    used_at bigint,
    revoked_at bigint
);
CREATE INDEX record_links_by_account ON record_links (account_id, created_at, id);
CREATE INDEX record_links_by_time ON record_links (created_at, id);
CREATE INDEX record_links_by_target ON record_links (target, created_at, id);
