-- What a program acts by: for an account or, without one, at the desk; on the rights of the person who made it, and only
-- with the actions chosen. Of the key itself there is only a hash. `used_at` is scratch, as `sessions.seen_at` is.
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    name text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    actions text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    revoked_at bigint
);
CREATE UNIQUE INDEX api_keys_named ON api_keys (account_id, name) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX api_keys_named_at_desk ON api_keys (name) WHERE revoked_at IS NULL AND account_id IS NULL;
CREATE INDEX api_keys_by_account ON api_keys (account_id, created_at, id);
CREATE INDEX api_keys_by_time ON api_keys (created_at, id);
CREATE INDEX api_keys_by_person ON api_keys (person_id);
