-- When those who are members now were last here, on whichever device; nothing of those who never were.
CREATE VIEW member_presences AS
    SELECT m.id, m.account_id, m.person_id,
        (SELECT MAX(s.seen_at) FROM sessions AS s WHERE s.person_id = m.person_id) AS seen_at
    FROM memberships AS m WHERE m.ended_at IS NULL;
