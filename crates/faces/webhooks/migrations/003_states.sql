-- Of one endpoint, the deliveries that were tried in vain: few among many, counted on its page.
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (webhook_id, state);
