-- Second proofs: authenticator apps, and the codes for when the app is lost.

-- `secret` is sealed under a key that is not in the database. `last_step` is the newest half minute whose code was taken.
CREATE TABLE identity_authenticators (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    name text NOT NULL,
    secret text NOT NULL,
    last_step bigint NOT NULL,
    added_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX identity_authenticators_by_person ON identity_authenticators (person_id, added_at);

CREATE TABLE identity_recovery_codes (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    code_hash text NOT NULL UNIQUE,
    made_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX identity_recovery_codes_by_person ON identity_recovery_codes (person_id, made_at);

-- Where a second proof is due: how the first was shown.
ALTER TABLE identity_challenges ADD COLUMN way text;

-- By which second proof, if one was due.
ALTER TABLE identity_sign_ins ADD COLUMN second text;
