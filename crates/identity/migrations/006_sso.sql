-- How an account's people sign in through their company: one connection for each account. `client_secret` is sealed
-- under a key that is not in the database; `endpoints` is what the provider said of itself when it was last asked.
CREATE TABLE sso_connections (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL UNIQUE REFERENCES accounts (id),
    kind text NOT NULL,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret text NOT NULL,
    claim text,
    role text,
    endpoints text NOT NULL,
    tested_at bigint,
    fault text,
    enabled_at bigint,
    required_since bigint
);

-- A claim that was not proven blocks nobody: only proven ones are unique.
CREATE TABLE sso_domains (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    domain text NOT NULL,
    token text NOT NULL,
    claimed_at bigint NOT NULL,
    asked_at bigint,
    checked_at bigint,
    fault text,
    verified_at bigint,
    missed_at bigint
);
CREATE UNIQUE INDEX sso_domains_proven ON sso_domains (domain) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX sso_domains_claimed ON sso_domains (account_id, domain);
CREATE INDEX sso_domains_by_check ON sso_domains (checked_at);

-- Which value of the claim gives which role.
CREATE TABLE sso_roles (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    value text NOT NULL,
    role text NOT NULL
);
CREATE UNIQUE INDEX sso_roles_once ON sso_roles (account_id, value, role);

-- Whom a provider calls so. `roles` are those that the claim gave last, so that it takes no others.
CREATE TABLE sso_identities (
    id uuid PRIMARY KEY,
    connection_id uuid NOT NULL REFERENCES sso_connections (id),
    issuer text NOT NULL,
    subject text NOT NULL,
    person_id uuid NOT NULL REFERENCES persons (id),
    roles text NOT NULL,
    linked_at bigint NOT NULL
);
CREATE UNIQUE INDEX sso_identities_named ON sso_identities (connection_id, issuer, subject);
CREATE INDEX sso_identities_by_person ON sso_identities (person_id);

-- Each time somebody came from their company, and the session that began; none while a second proof is due.
CREATE TABLE sso_sign_ons (
    id uuid PRIMARY KEY,
    connection_id uuid NOT NULL REFERENCES sso_connections (id),
    identity_id uuid NOT NULL REFERENCES sso_identities (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    browser_hash text NOT NULL,
    provider_session text,
    session_id uuid REFERENCES sessions (id),
    at bigint NOT NULL
);
CREATE INDEX sso_sign_ons_by_session ON sso_sign_ons (session_id);
CREATE INDEX sso_sign_ons_by_browser ON sso_sign_ons (person_id, browser_hash);
CREATE INDEX sso_sign_ons_by_connection ON sso_sign_ons (connection_id, provider_session);
CREATE INDEX sso_sign_ons_by_identity ON sso_sign_ons (identity_id);

-- Logout tokens that were taken, by what they are called; none is taken twice.
CREATE TABLE sso_logout_tokens (
    id uuid PRIMARY KEY,
    expires_at bigint NOT NULL
);
