-- How people sign in. Sessions themselves are the directory's.

CREATE TABLE identity_passwords (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL UNIQUE REFERENCES persons (id),
    phc text NOT NULL,
    changed_at bigint NOT NULL
);

-- Links and codes sent by mail. Rows are written for addresses nobody has, too: the answer must cost the same.
CREATE TABLE identity_challenges (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    person_id uuid REFERENCES persons (id),
    email text NOT NULL,
    email_fold text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    code_hash text NOT NULL,
    browser_hash text NOT NULL,
    device text NOT NULL,
    next text,
    attempts bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    stopped_at bigint
);
CREATE INDEX identity_challenges_by_browser ON identity_challenges (browser_hash, kind, id);
CREATE INDEX identity_challenges_by_person ON identity_challenges (person_id, kind);
CREATE INDEX identity_challenges_by_end ON identity_challenges (expires_at);

-- Without an account: an invitation to the desk.
CREATE TABLE identity_invitations (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    email text NOT NULL,
    email_fold text NOT NULL,
    role text NOT NULL,
    note text,
    invited_by uuid REFERENCES persons (id),
    token_hash text NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    accepted_at bigint,
    accepted_by uuid REFERENCES persons (id),
    revoked_at bigint,
    refused_at bigint
);
CREATE INDEX identity_invitations_by_account ON identity_invitations (account_id, email_fold);
CREATE INDEX identity_invitations_by_email ON identity_invitations (email_fold);

-- The id is drawn from what is limited; full_at is the instant at which every try will have come back.
CREATE TABLE identity_throttles (
    id uuid PRIMARY KEY,
    full_at bigint NOT NULL
);
CREATE INDEX identity_throttles_by_end ON identity_throttles (full_at);

-- How and from where each session began; outlives it, so that a browser is known again.
CREATE TABLE identity_sign_ins (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    browser_hash text NOT NULL,
    network text NOT NULL,
    address text NOT NULL,
    way text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX identity_sign_ins_by_browser ON identity_sign_ins (person_id, browser_hash);
CREATE INDEX identity_sign_ins_by_network ON identity_sign_ins (person_id, network);
CREATE INDEX identity_sign_ins_by_end ON identity_sign_ins (at);
