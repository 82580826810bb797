-- For those who see every account: an invoice is found by its number.
CREATE INDEX billing_invoices_all_by_number ON billing_invoices (number_fold, issued_on, id);
