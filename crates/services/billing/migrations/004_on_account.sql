-- What of a receipt was not used for an invoice, so that what is on account is added up from an index alone; and whether
-- its amount is the sum of its parts, because the books state none.
ALTER TABLE billing_receipts ADD COLUMN amount_derived boolean NOT NULL DEFAULT false;
ALTER TABLE billing_receipts ADD COLUMN left_minor bigint NOT NULL DEFAULT 0;
CREATE INDEX billing_receipts_left ON billing_receipts (account_id, currency, left_minor);
UPDATE billing_receipts SET left_minor = amount_minor - CAST(COALESCE(
    (SELECT SUM(a.amount_minor) FROM billing_allocations AS a WHERE a.receipt_id = billing_receipts.id), 0) AS bigint);
