CREATE TABLE brands (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    host text UNIQUE,
    created_at bigint NOT NULL
);

CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    parent_id uuid REFERENCES accounts (id),
    kind text NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL,
    reference text UNIQUE,
    created_at bigint NOT NULL
);
CREATE INDEX accounts_by_name ON accounts (name_fold, id);
CREATE INDEX accounts_by_parent ON accounts (parent_id);

-- Each account is its own ancestor too.
CREATE TABLE account_closure (
    ancestor_id uuid NOT NULL REFERENCES accounts (id),
    descendant_id uuid NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX account_closure_up ON account_closure (descendant_id, ancestor_id);

CREATE TABLE persons (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_fold text NOT NULL,
    created_at bigint NOT NULL,
    disabled_at bigint
);

-- Several per person; an address belongs to one person only once it is verified.
CREATE TABLE addresses (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    email text NOT NULL,
    email_fold text NOT NULL,
    verified_at bigint,
    primary_since bigint
);
CREATE UNIQUE INDEX addresses_verified ON addresses (email_fold) WHERE verified_at IS NOT NULL;
CREATE INDEX addresses_by_person ON addresses (person_id);

CREATE TABLE memberships (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    title text,
    created_at bigint NOT NULL,
    ended_at bigint
);
CREATE UNIQUE INDEX memberships_current ON memberships (account_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX memberships_by_account ON memberships (account_id, created_at, id);
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE roles (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    staff boolean NOT NULL,
    grants text NOT NULL
);

-- A role somebody holds: at an account through a membership, or at the desk.
CREATE TABLE holdings (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    membership_id uuid REFERENCES memberships (id),
    account_id uuid REFERENCES accounts (id),
    role text NOT NULL,
    valid_from bigint,
    valid_until bigint
);
CREATE INDEX holdings_by_person ON holdings (person_id);
CREATE UNIQUE INDEX holdings_once ON holdings (membership_id, role) WHERE membership_id IS NOT NULL;

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    token_hash text NOT NULL UNIQUE,
    device text NOT NULL,
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    fresh_until bigint,
    ended_at bigint
);
CREATE INDEX sessions_by_person ON sessions (person_id, created_at, id);

-- Numbers that all instances agree on; `rights` grows whenever a role or policy changes.
CREATE TABLE generations (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    value bigint NOT NULL
);
