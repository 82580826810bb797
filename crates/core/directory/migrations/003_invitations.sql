-- An offer of a role to whoever reads the mail of an address; without an account, of one at the desk. Until its letter
-- is written there is no token, and nothing to take up.
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    email text NOT NULL,
    email_fold text NOT NULL,
    role text NOT NULL,
    note text,
    invited_by uuid REFERENCES persons (id),
    token_hash text UNIQUE,
    created_at bigint NOT NULL,
    sent_at bigint,
    expires_at bigint NOT NULL,
    accepted_at bigint,
    accepted_by uuid REFERENCES persons (id),
    revoked_at bigint,
    refused_at bigint
);
-- One unanswered offer to an address in an account.
CREATE UNIQUE INDEX invitations_unanswered ON invitations (account_id, email_fold)
    WHERE accepted_at IS NULL AND revoked_at IS NULL AND refused_at IS NULL;
-- Only these are listed, the first to run out first.
CREATE INDEX invitations_by_account ON invitations (account_id, expires_at, id)
    WHERE accepted_at IS NULL AND revoked_at IS NULL AND refused_at IS NULL;
CREATE INDEX invitations_by_end ON invitations (expires_at, id)
    WHERE accepted_at IS NULL AND revoked_at IS NULL AND refused_at IS NULL;
CREATE INDEX invitations_by_email ON invitations (email_fold);

-- The person's name beside each membership, so that an account's people are listed and found by it.
ALTER TABLE memberships ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN name_fold text NOT NULL DEFAULT '';
UPDATE memberships SET name = (SELECT p.name FROM persons AS p WHERE p.id = memberships.person_id),
    name_fold = (SELECT p.name_fold FROM persons AS p WHERE p.id = memberships.person_id);
CREATE INDEX memberships_by_name ON memberships (account_id, name_fold, id);
CREATE INDEX memberships_all_by_name ON memberships (name_fold, id);
