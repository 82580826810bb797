-- Whoever has a role at the desk, or had one for a while, with how they come in.
CREATE VIEW staff_people AS
    SELECT p.id, p.name, p.name_fold, p.disabled_at,
        (SELECT a.email FROM addresses AS a WHERE a.person_id = p.id AND a.verified_at IS NOT NULL
            ORDER BY COALESCE(a.primary_since, 0) DESC, a.id LIMIT 1) AS email,
        (SELECT MAX(s.seen_at) FROM sessions AS s WHERE s.person_id = p.id) AS seen_at,
        (SELECT COUNT(*) FROM identity_authenticators AS f WHERE f.person_id = p.id)
            + (SELECT COUNT(*) FROM identity_passkeys AS k WHERE k.person_id = p.id) AS factors
    FROM persons AS p
    WHERE EXISTS (SELECT 1 FROM holdings AS h WHERE h.person_id = p.id AND h.account_id IS NULL);

-- The roles they have there.
CREATE VIEW staff_holdings AS
    SELECT h.id, h.person_id, h.role, h.valid_from, h.valid_until FROM holdings AS h WHERE h.account_id IS NULL;
