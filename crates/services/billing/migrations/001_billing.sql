-- Amounts are whole minor units of the currency beside them; `_scaled` ones are millionths of its major unit.
-- A null says that the books do not state it. The longest column stands last, where it costs nothing to pass by.
CREATE TABLE billing_invoices (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    document text NOT NULL,
    number text NOT NULL,
    number_fold text NOT NULL,
    issued_on text NOT NULL,
    issued_at bigint,
    due_on text,
    due_derived boolean NOT NULL,
    terms_days bigint,
    currency text NOT NULL,
    net_minor bigint,
    tax_minor bigint,
    total_minor bigint NOT NULL,
    total_derived boolean NOT NULL,
    balance_minor bigint,
    basis text NOT NULL,
    purchase_order text,
    order_number text,
    order_ref text,
    corrects text,
    corrects_id uuid,
    bill_to text,
    first_item text,
    line_count bigint NOT NULL,
    observed_at bigint NOT NULL,
    source text NOT NULL,
    search_fold text NOT NULL
);
CREATE INDEX billing_invoices_by_issued ON billing_invoices (account_id, issued_on, id);
CREATE INDEX billing_invoices_by_due_first ON billing_invoices (account_id, COALESCE(due_on, '~'), id);
CREATE INDEX billing_invoices_by_due_last ON billing_invoices (account_id, COALESCE(due_on, ''), id);
CREATE INDEX billing_invoices_by_amount ON billing_invoices (account_id, total_minor, id);
-- For those who see every account.
CREATE INDEX billing_invoices_all_by_issued ON billing_invoices (issued_on, id);

CREATE TABLE billing_invoice_lines (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    invoice_id uuid NOT NULL REFERENCES billing_invoices (id),
    ordinal bigint NOT NULL,
    code text,
    description text,
    quantity_scaled bigint,
    price_scaled bigint,
    discount_ppm bigint,
    tax_ppm bigint,
    amount_scaled bigint NOT NULL,
    amount_minor bigint NOT NULL,
    amount_derived boolean NOT NULL
);
CREATE INDEX billing_invoice_lines_in_order ON billing_invoice_lines (invoice_id, ordinal, id);

CREATE TABLE billing_invoice_taxes (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    invoice_id uuid NOT NULL REFERENCES billing_invoices (id),
    ordinal bigint NOT NULL,
    name text NOT NULL,
    rate_ppm bigint,
    base_minor bigint,
    amount_minor bigint NOT NULL
);
CREATE INDEX billing_invoice_taxes_in_order ON billing_invoice_taxes (invoice_id, ordinal, id);

CREATE TABLE billing_receipts (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    number text NOT NULL,
    received_on text NOT NULL,
    method text,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    allocations text NOT NULL,
    observed_at bigint NOT NULL,
    source text NOT NULL
);
CREATE INDEX billing_receipts_by_day ON billing_receipts (account_id, received_on, id);

CREATE TABLE billing_allocations (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    invoice_id uuid NOT NULL REFERENCES billing_invoices (id),
    receipt_id uuid NOT NULL REFERENCES billing_receipts (id),
    received_on text NOT NULL,
    number text NOT NULL,
    method text,
    amount_minor bigint NOT NULL
);
CREATE INDEX billing_allocations_by_invoice ON billing_allocations (invoice_id, received_on, id);
CREATE INDEX billing_allocations_by_receipt ON billing_allocations (receipt_id);
