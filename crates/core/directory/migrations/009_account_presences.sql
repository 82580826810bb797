-- When somebody last acted for an account: scratch, as `sessions.seen_at` is, and noted together with it.
CREATE TABLE account_presences (
    person_id uuid NOT NULL REFERENCES persons (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    seen_at bigint NOT NULL,
    PRIMARY KEY (person_id, account_id)
);
-- Whoever is a member of one account alone was here for that one, as far as it is known.
INSERT INTO account_presences (person_id, account_id, seen_at)
    SELECT m.person_id, m.account_id, MAX(s.seen_at)
    FROM memberships AS m JOIN sessions AS s ON s.person_id = m.person_id
    WHERE m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM memberships AS o
        WHERE o.person_id = m.person_id AND o.account_id <> m.account_id)
    GROUP BY m.person_id, m.account_id;

DROP VIEW member_presences;
CREATE VIEW member_presences AS
    SELECT m.id, m.account_id, m.person_id, p.seen_at
    FROM memberships AS m
    LEFT JOIN account_presences AS p ON p.person_id = m.person_id AND p.account_id = m.account_id
    WHERE m.ended_at IS NULL;
