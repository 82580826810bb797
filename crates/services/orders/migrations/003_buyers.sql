-- Who ordered for an account, each name once, under the first of the orders that bear it.
CREATE INDEX orders_by_buyer ON orders (account_id, ordered_by, ordered_at, id);
CREATE VIEW order_buyers AS
    SELECT o.id, o.account_id, o.ordered_by AS name
    FROM orders AS o
    WHERE o.ordered_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM orders AS e
        WHERE e.account_id = o.account_id AND e.ordered_by = o.ordered_by
            AND (e.ordered_at, e.id) < (o.ordered_at, o.id));
