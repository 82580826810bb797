-- What somebody typed and did not send, by the page it was typed on.
CREATE TABLE front_drafts (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    form text NOT NULL,
    fields text NOT NULL,
    saved_at bigint NOT NULL
);
CREATE UNIQUE INDEX front_drafts_once ON front_drafts (person_id, form);

-- The key that signs forms and toasts; made at the first start, the same for every instance.
CREATE TABLE front_secrets (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    value text NOT NULL,
    made_at bigint NOT NULL
);
