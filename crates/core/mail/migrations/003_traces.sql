-- The trace in which a letter was written (a W3C traceparent), where traces are told.
ALTER TABLE mail_letters ADD COLUMN trace text;
