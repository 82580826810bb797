-- What an account is in law, as far as the systems of record tell it; its legal name is its name.
ALTER TABLE accounts ADD COLUMN vat_number text;
ALTER TABLE accounts ADD COLUMN registered_address text;

-- What an account's admins want this to be. Beside each new value stands the one it had when they asked; what stays as it
-- is has neither. It is changed where the truth is: an approved request waits for an import to bring the new values.
CREATE TABLE change_requests (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    company text NOT NULL,
    proposer_id uuid NOT NULL REFERENCES persons (id),
    proposer text NOT NULL,
    reason text NOT NULL,
    name text,
    name_before text,
    vat_number text,
    vat_number_before text,
    registered_address text,
    registered_address_before text,
    asked_at bigint NOT NULL,
    approved_at bigint,
    declined_at bigint,
    answered_by uuid REFERENCES persons (id),
    answerer text,
    note text
);
-- One at a time waits for an answer.
CREATE UNIQUE INDEX change_requests_open ON change_requests (account_id)
    WHERE approved_at IS NULL AND declined_at IS NULL;
CREATE INDEX change_requests_by_account ON change_requests (account_id, asked_at, id);
CREATE INDEX change_requests_by_time ON change_requests (asked_at, id);
