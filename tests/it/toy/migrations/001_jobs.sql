CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    requester_id uuid REFERENCES persons (id),
    title text NOT NULL,
    state text NOT NULL,
    secret boolean NOT NULL,
    grade bigint,
    cost_minor bigint NOT NULL,
    currency text NOT NULL,
    due_on text,
    label text,
    raised_at bigint NOT NULL
);
CREATE INDEX jobs_by_raised ON jobs (account_id, raised_at, id);
CREATE INDEX jobs_by_due ON jobs (account_id, COALESCE(due_on, '~'), id);
CREATE INDEX jobs_everywhere ON jobs (raised_at, id);
CREATE TABLE job_notes (
    id uuid PRIMARY KEY,
    job_id uuid NOT NULL REFERENCES jobs (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    author_id uuid REFERENCES persons (id),
    body text NOT NULL,
    tool_id uuid,
    written_at bigint NOT NULL
);
CREATE INDEX job_notes_by_job ON job_notes (job_id, written_at, id);
CREATE TABLE job_watchers (
    job_id uuid NOT NULL REFERENCES jobs (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    PRIMARY KEY (person_id, account_id, job_id)
);
CREATE TABLE job_shares (
    job_id uuid NOT NULL REFERENCES jobs (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (account_id, job_id)
);
CREATE TABLE tools (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL
);
CREATE TABLE vouchers (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    used_by uuid,
    uses bigint NOT NULL
);
-- Derived by a projector.
CREATE TABLE job_note_counts (id uuid PRIMARY KEY, notes bigint NOT NULL);
