-- What a company's directory has told of an account's members. `address_id` is the address it knows them by, of their
-- proved ones; no reference, since people take their addresses away themselves. `roles` are those that the directory gave
-- last, so that it takes no others. `left_at` is when it ended the membership: what somebody else ended it does not undo.
-- `removed_at` is when it said that they are gone for good.
CREATE TABLE scim_users (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    membership_id uuid NOT NULL UNIQUE REFERENCES memberships (id),
    address_id uuid,
    external_id text,
    roles text NOT NULL,
    changed_at bigint NOT NULL,
    left_at bigint,
    removed_at bigint
);
CREATE INDEX scim_users_by_account ON scim_users (account_id, id);

-- The groups of a company's directory, and who belongs to them.
CREATE TABLE scim_groups (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    name_fold text NOT NULL,
    external_id text,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL
);
CREATE UNIQUE INDEX scim_groups_named ON scim_groups (account_id, name_fold);
CREATE INDEX scim_groups_by_account ON scim_groups (account_id, created_at, id);

CREATE TABLE scim_members (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    group_id uuid NOT NULL REFERENCES scim_groups (id),
    membership_id uuid NOT NULL REFERENCES memberships (id)
);
CREATE UNIQUE INDEX scim_members_once ON scim_members (group_id, membership_id);
CREATE INDEX scim_members_by_membership ON scim_members (membership_id);
CREATE INDEX scim_members_by_account ON scim_members (account_id, id);

-- The people a company's directory may know of: members of its account with a proved address of a domain that is proved
-- to be the account's, and nobody who works at the desk. Who left by its word stays until it says that they are gone.
CREATE VIEW scim_people AS
    SELECT m.id, m.account_id, m.person_id, m.name, m.name_fold, m.title, a.email, a.email_fold, u.external_id,
        m.created_at, COALESCE(u.changed_at, m.created_at) AS changed_at, m.ended_at
    FROM memberships AS m
    LEFT JOIN scim_users AS u ON u.membership_id = m.id
    JOIN addresses AS a ON a.person_id = m.person_id
    WHERE a.verified_at IS NOT NULL
        AND a.id = COALESCE(
            (SELECT x.id FROM addresses AS x JOIN sso_domains AS d ON x.email_fold LIKE ('%@' || d.domain)
                WHERE x.id = u.address_id AND x.person_id = m.person_id AND x.verified_at IS NOT NULL
                    AND d.account_id = m.account_id AND d.verified_at IS NOT NULL LIMIT 1),
            (SELECT x.id FROM addresses AS x JOIN sso_domains AS d ON x.email_fold LIKE ('%@' || d.domain)
                WHERE x.person_id = m.person_id AND x.verified_at IS NOT NULL
                    AND d.account_id = m.account_id AND d.verified_at IS NOT NULL
                ORDER BY COALESCE(x.primary_since, 0) DESC, x.id LIMIT 1))
        AND (m.ended_at IS NULL OR (u.id IS NOT NULL AND u.removed_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM memberships AS n WHERE n.account_id = m.account_id AND n.person_id = m.person_id
                AND n.id <> m.id AND (n.ended_at IS NULL OR n.created_at > m.created_at))))
        AND NOT EXISTS (SELECT 1 FROM holdings AS h WHERE h.person_id = m.person_id AND h.account_id IS NULL);

-- Who belongs to which group, of the people above.
CREATE VIEW scim_group_people AS
    SELECT s.id, s.account_id, s.group_id, s.membership_id, p.name, g.name AS group_name
    FROM scim_members AS s JOIN scim_people AS p ON p.id = s.membership_id JOIN scim_groups AS g ON g.id = s.group_id;
