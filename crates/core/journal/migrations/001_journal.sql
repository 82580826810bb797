CREATE TABLE journal_entries (
    ordinal {serial},
    id uuid NOT NULL UNIQUE,
    at bigint NOT NULL,
    actor text NOT NULL,
    on_behalf_of uuid,
    acting text NOT NULL,
    brand_id uuid,
    face text NOT NULL,
    command text NOT NULL,
    event text NOT NULL,
    event_version bigint NOT NULL,
    target text NOT NULL,
    account_id uuid,
    refs text NOT NULL,
    cause uuid,
    depth bigint NOT NULL,
    decision text NOT NULL,
    trace text NOT NULL,
    audience text NOT NULL,
    held_until bigint,
    digest text NOT NULL,
    salt text,
    payload text,
    seq bigint UNIQUE,
    hash text
);
CREATE INDEX journal_unsealed ON journal_entries (ordinal) WHERE seq IS NULL;
CREATE INDEX journal_by_target ON journal_entries (target, seq);
CREATE INDEX journal_by_account ON journal_entries (account_id, audience, seq);

-- The end of the chain. Whoever holds this row's lock is the sealer.
CREATE TABLE journal_head (id uuid PRIMARY KEY, seq bigint NOT NULL, hash text NOT NULL);

CREATE TABLE journal_followers (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    position bigint NOT NULL,
    failures bigint NOT NULL,
    trouble text,
    next_at bigint
);
CREATE TABLE journal_parked (
    id uuid PRIMARY KEY,
    follower text NOT NULL,
    seq bigint NOT NULL,
    trouble text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (follower, seq)
);

CREATE TABLE journal_views (
    id uuid PRIMARY KEY,
    at bigint NOT NULL,
    actor text NOT NULL,
    acting text NOT NULL,
    account_id uuid,
    action text NOT NULL,
    target text,
    batch bigint NOT NULL
);
CREATE INDEX journal_views_by_account ON journal_views (account_id, at);
CREATE TABLE journal_attempts (
    id uuid PRIMARY KEY,
    at bigint NOT NULL,
    actor text NOT NULL,
    acting text NOT NULL,
    account_id uuid,
    action text NOT NULL,
    target text,
    outcome text NOT NULL,
    batch bigint NOT NULL
);
CREATE INDEX journal_attempts_by_account ON journal_attempts (account_id, at);
CREATE TABLE journal_batches (
    id uuid PRIMARY KEY,
    log text NOT NULL,
    batch bigint NOT NULL,
    hash text NOT NULL,
    UNIQUE (log, batch)
);
