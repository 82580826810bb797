-- Programs of others, which act by OAuth. An app is one that the desk has registered; others say at an address of their
-- own who they are, and have no row. What an app may do for somebody is a key of theirs that names it: such a key shows
-- itself by tokens that change, of which there are only hashes, as of an app's secret. Of one person's apps several may
-- have one name, on several devices.
CREATE TABLE apps (
    id uuid PRIMARY KEY,
    client_id text NOT NULL UNIQUE,
    name text NOT NULL,
    redirects text NOT NULL,
    secret_hash text,
    key_id uuid REFERENCES api_keys (id),
    created_at bigint NOT NULL,
    removed_at bigint
);
CREATE UNIQUE INDEX apps_named ON apps (name) WHERE removed_at IS NULL;
CREATE INDEX apps_by_time ON apps (created_at, id);
ALTER TABLE api_keys ADD COLUMN client_id text;
CREATE INDEX api_keys_by_client ON api_keys (client_id);
DROP INDEX api_keys_named;
DROP INDEX api_keys_named_at_desk;
CREATE UNIQUE INDEX api_keys_named ON api_keys (account_id, name) WHERE revoked_at IS NULL AND client_id IS NULL;
CREATE UNIQUE INDEX api_keys_named_at_desk ON api_keys (name)
    WHERE revoked_at IS NULL AND account_id IS NULL AND client_id IS NULL;
CREATE TABLE app_tokens (
    id uuid PRIMARY KEY,
    key_id uuid NOT NULL REFERENCES api_keys (id),
    kind text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    audience text NOT NULL,
    redirect_uri text,
    challenge text,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX app_tokens_by_key ON app_tokens (key_id, id);
