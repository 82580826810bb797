-- By what key providers that speak SAML know that the portal speaks. `secret` is sealed under a key that is not in the
-- database. The newest that was there for a while signs.
CREATE TABLE sso_keys (
    id uuid PRIMARY KEY,
    secret text NOT NULL,
    certificate text NOT NULL,
    made_at bigint NOT NULL
);

-- How a provider that speaks SAML named somebody, to be named so again when they sign out.
ALTER TABLE sso_sign_ons ADD COLUMN naming text NOT NULL DEFAULT 'null';
