-- A connection may speak SAML: `saml` is then what is known of its provider, and `metadata_address` where that is read again.
ALTER TABLE sso_connections ADD COLUMN saml text NOT NULL DEFAULT 'null';
ALTER TABLE sso_connections ADD COLUMN metadata_address text;

-- Answers that a browser brought from a provider, sealed, until the same browser comes for them a moment later.
CREATE TABLE sso_answers (
    id uuid PRIMARY KEY,
    answer text NOT NULL,
    expires_at bigint NOT NULL
);

-- Assertions that were used, by what they are called; none is used twice.
CREATE TABLE sso_assertions (
    id uuid PRIMARY KEY,
    expires_at bigint NOT NULL
);
