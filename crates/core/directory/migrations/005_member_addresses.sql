-- The verified addresses of those who are members now.
CREATE VIEW member_addresses AS
    SELECT m.id, m.account_id, m.person_id, m.name, a.email, a.email_fold
    FROM memberships AS m JOIN addresses AS a ON a.person_id = m.person_id
    WHERE m.ended_at IS NULL AND a.verified_at IS NOT NULL;
