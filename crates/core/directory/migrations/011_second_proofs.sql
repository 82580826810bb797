-- Of whom a second proof is asked throughout: of everybody or, with a role, of whoever holds it anywhere …
CREATE TABLE brand_proof_rules (
    id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands (id),
    role text,
    since bigint NOT NULL
);
CREATE INDEX brand_proof_rules_by_brand ON brand_proof_rules (brand_id);

-- … and of whoever acts for an account.
CREATE TABLE account_proof_rules (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL UNIQUE REFERENCES accounts (id),
    since bigint NOT NULL
);

-- When two proofs were shown in a session, if they were. Sessions from before have shown one.
ALTER TABLE sessions ADD COLUMN second_at bigint;
