-- What of a receipt was not used for an invoice, so that what is on account is added up from an index alone; null where
-- the books do not say what it was used for. And whether its amount is the sum of its parts, because they state none.
ALTER TABLE billing_receipts ADD COLUMN amount_derived boolean NOT NULL DEFAULT false;
ALTER TABLE billing_receipts ADD COLUMN left_minor bigint;
-- Of one that was used for nothing it is not known whether the books said so, until they are read again.
UPDATE billing_receipts SET left_minor = amount_minor - CAST(
    (SELECT SUM(a.amount_minor) FROM billing_allocations AS a WHERE a.receipt_id = billing_receipts.id) AS bigint)
    WHERE EXISTS (SELECT 1 FROM billing_allocations AS a WHERE a.receipt_id = billing_receipts.id);
CREATE INDEX billing_receipts_left ON billing_receipts (account_id, currency, left_minor);
