-- What a company's directory shows when it tells who its people are. Of the token itself there is only a hash.
-- `connection_id` names a row of `sso_connections`, which comes later than this table. `used_at` is scratch, as
-- `api_keys.used_at` is.
CREATE TABLE scim_tokens (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    connection_id uuid NOT NULL,
    name text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    ending text NOT NULL,
    gives text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    revoked_at bigint
);
CREATE INDEX scim_tokens_by_account ON scim_tokens (account_id, created_at, id);
