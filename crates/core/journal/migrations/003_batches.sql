-- Whoever checks the logs walks them batch by batch.
CREATE INDEX journal_views_by_batch ON journal_views (batch, id);
CREATE INDEX journal_attempts_by_batch ON journal_attempts (batch, id);
