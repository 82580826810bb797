-- Staff who view an account as one of its people does: who, as whom, why and until when. It counts in one session only.
CREATE TABLE views_as (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    membership_id uuid NOT NULL REFERENCES memberships (id),
    subject_id uuid NOT NULL REFERENCES persons (id),
    subject_name text NOT NULL,
    person_id uuid NOT NULL REFERENCES persons (id),
    person_name text NOT NULL,
    session_id uuid NOT NULL REFERENCES sessions (id),
    reason text NOT NULL,
    began_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    ended_at bigint
);
CREATE INDEX views_as_by_session ON views_as (session_id, began_at);
CREATE INDEX views_as_by_account ON views_as (account_id, began_at, id);
CREATE INDEX views_as_by_time ON views_as (began_at, id);
