-- How the invoices of an account stand is added up from this index alone, however far apart its rows lie.
CREATE INDEX billing_invoices_standing ON billing_invoices
    (account_id, currency, document, due_on, basis, balance_minor, total_minor, issued_on);
