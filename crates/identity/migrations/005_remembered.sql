-- Browsers in which somebody chose not to be asked for the second proof again for a while. A row is removed when it ends.
CREATE TABLE identity_remembered (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    token_hash text NOT NULL UNIQUE,
    device text NOT NULL,
    since bigint NOT NULL,
    ends_at bigint NOT NULL
);
CREATE INDEX identity_remembered_by_person ON identity_remembered (person_id, since);
CREATE INDEX identity_remembered_by_end ON identity_remembered (ends_at);
