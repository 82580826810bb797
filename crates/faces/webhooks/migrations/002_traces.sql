-- The trace in which a delivery was made (a W3C traceparent), where traces are told.
ALTER TABLE webhook_deliveries ADD COLUMN trace text;
