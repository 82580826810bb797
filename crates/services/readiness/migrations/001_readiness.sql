-- What the doctor found when it last looked, and when it was asked to.
CREATE TABLE readiness_looks (
    id uuid PRIMARY KEY,
    brand_id uuid NOT NULL UNIQUE REFERENCES brands (id),
    asked_at bigint NOT NULL,
    looked_at bigint,
    findings text NOT NULL
);
