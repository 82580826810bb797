-- Where events are sent. Without an account, events of every account. Secrets are sealed; the one before signs beside the
-- new one until `previous_until`. What begins with `last_` is scratch: how the last attempt went.
CREATE TABLE webhook_endpoints (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    url text NOT NULL,
    events text NOT NULL,
    secret text NOT NULL,
    secret_since bigint NOT NULL,
    previous_secret text,
    previous_until bigint,
    state text NOT NULL,
    created_at bigint NOT NULL,
    last_at bigint,
    last_status bigint,
    last_ms bigint,
    last_fault text
);
CREATE UNIQUE INDEX webhook_endpoints_by_url ON webhook_endpoints (account_id, url);
CREATE UNIQUE INDEX webhook_endpoints_by_url_at_desk ON webhook_endpoints (url) WHERE account_id IS NULL;
CREATE INDEX webhook_endpoints_by_account ON webhook_endpoints (account_id, created_at, id);
CREATE INDEX webhook_endpoints_by_time ON webhook_endpoints (created_at, id);
CREATE INDEX webhook_endpoints_by_person ON webhook_endpoints (person_id);

-- What is sent, being sent, and what became of it. `next_at` is when to try or, while it is being sent, when the lease
-- ends; none once nothing is left to do. Scratch, beside what people queue by commands.
CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    message text NOT NULL,
    event text NOT NULL,
    about text,
    number text,
    payload text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_at bigint,
    created_at bigint NOT NULL,
    tried_at bigint,
    status bigint,
    took_ms bigint,
    fault text,
    answer text,
    UNIQUE (webhook_id, message)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at);
