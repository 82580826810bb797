-- What people of an account ask its admins for: a role that permits what was refused to them. Unanswered it ends by itself.
CREATE TABLE access_requests (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    membership_id uuid NOT NULL REFERENCES memberships (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    person_name text NOT NULL,
    action text NOT NULL,
    role text NOT NULL,
    note text,
    asked_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    granted_at bigint,
    declined_at bigint,
    answered_by uuid REFERENCES persons (id)
);
CREATE INDEX access_requests_by_account ON access_requests (account_id, asked_at, id);
CREATE INDEX access_requests_by_time ON access_requests (asked_at, id);
CREATE INDEX access_requests_by_membership ON access_requests (membership_id, role);
