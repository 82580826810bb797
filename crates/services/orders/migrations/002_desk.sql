-- For those who see every account: an order is found by its number.
CREATE INDEX orders_everywhere_by_number ON orders (number_fold, ordered_at, id);
-- What was shipped last.
CREATE INDEX orders_by_shipping ON orders (account_id, COALESCE(shipped_on, ''), id);
