-- Since when a receiver takes nothing: when a delivery was given up that it did not take; none once it takes one again.
ALTER TABLE webhook_endpoints ADD COLUMN given_up_at bigint;
