-- Once that somebody was not let in. Those of nobody known are there so that it takes as long whoever an address belongs
-- to; they are swept away.
CREATE TABLE identity_vain_tries (
    id uuid PRIMARY KEY,
    person_id uuid REFERENCES persons (id),
    at bigint NOT NULL,
    address text NOT NULL,
    way text,
    failed text NOT NULL
);
CREATE INDEX identity_vain_tries_by_person ON identity_vain_tries (person_id, at, id);
CREATE INDEX identity_vain_tries_by_end ON identity_vain_tries (at);
CREATE INDEX identity_sign_ins_by_person ON identity_sign_ins (person_id, at, id);

-- Whenever somebody tried to sign in, and what came of it.
CREATE VIEW identity_tries AS
    SELECT s.id, s.person_id, s.at, s.address, s.way, s.second, CAST(NULL AS text) AS failed
    FROM identity_sign_ins AS s
    UNION ALL
    SELECT v.id, v.person_id, v.at, v.address, v.way, CAST(NULL AS text) AS second, v.failed
    FROM identity_vain_tries AS v WHERE v.person_id IS NOT NULL;
