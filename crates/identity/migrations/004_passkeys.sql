-- Passkeys. `key` is what was registered, sealed: whoever can write here still lends nobody a key.
CREATE TABLE identity_passkeys (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    name text NOT NULL,
    credential_id text NOT NULL UNIQUE,
    key text NOT NULL,
    added_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX identity_passkeys_by_person ON identity_passkeys (person_id, added_at);
