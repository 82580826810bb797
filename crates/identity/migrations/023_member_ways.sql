-- By what those who are members now can sign in. `company` is what the account calls its provider, of whom that knows.
CREATE VIEW member_ways AS
    SELECT m.id, m.account_id, m.person_id,
        (SELECT MIN(c.name) FROM sso_identities AS i JOIN sso_connections AS c ON c.id = i.connection_id
            WHERE i.person_id = m.person_id AND c.account_id = m.account_id AND c.enabled_at IS NOT NULL) AS company,
        (SELECT COUNT(*) FROM identity_passkeys AS k WHERE k.person_id = m.person_id) AS passkeys,
        (SELECT COUNT(*) FROM identity_authenticators AS f WHERE f.person_id = m.person_id) AS apps,
        (SELECT COUNT(*) FROM identity_passwords AS p WHERE p.person_id = m.person_id) AS passwords
    FROM memberships AS m WHERE m.ended_at IS NULL;
