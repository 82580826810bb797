CREATE TABLE orders (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    number text NOT NULL,
    number_fold text NOT NULL,
    reference text,
    ordered_on text NOT NULL,
    ordered_at bigint NOT NULL,
    timed boolean NOT NULL,
    ordered_by text,
    state text NOT NULL,
    required_on text,
    shipped_on text,
    site text,
    site_fold text,
    delivery text,
    currency text NOT NULL,
    net_minor bigint,
    carriage_minor bigint,
    tax_minor bigint,
    total_minor bigint,
    total_derived boolean NOT NULL,
    line_count bigint NOT NULL,
    summary text NOT NULL,
    summarised bigint NOT NULL,
    invoice_number text,
    invoice_ref text,
    source text NOT NULL,
    observed_at bigint NOT NULL
);
CREATE INDEX orders_by_time ON orders (account_id, ordered_at, id);
CREATE INDEX orders_by_state ON orders (account_id, state, ordered_at, id);
CREATE INDEX orders_by_site ON orders (account_id, site_fold, ordered_at, id);
CREATE INDEX orders_by_number ON orders (account_id, number_fold, ordered_at, id);
CREATE INDEX orders_everywhere ON orders (ordered_at, id);
CREATE INDEX orders_by_feed ON orders (feed_id);

CREATE TABLE order_lines (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    ordinal bigint NOT NULL,
    code text,
    description text,
    quantity bigint,
    unit_price bigint,
    discount bigint,
    amount bigint,
    amount_minor bigint,
    amount_derived boolean NOT NULL,
    UNIQUE (order_id, ordinal)
);
CREATE INDEX order_lines_in_order ON order_lines (order_id, ordinal, id);

-- What an order is found by, under the order's own id; apart, so that lists do not read it.
CREATE TABLE order_words (
    id uuid PRIMARY KEY REFERENCES orders (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    words text NOT NULL
);

-- The places an account has had things sent to, by name.
CREATE TABLE order_sites (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    name_fold text NOT NULL,
    UNIQUE (feed_id, account_id, name_fold)
);
CREATE INDEX order_sites_by_name ON order_sites (account_id, name_fold, id);
CREATE INDEX order_sites_everywhere ON order_sites (name_fold, id);
