-- Scratch: what a command answered, for whoever sends it again.
CREATE TABLE idempotency_keys (
    id uuid PRIMARY KEY,
    principal text NOT NULL,
    command text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    answer text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (principal, command, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);
