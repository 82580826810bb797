-- What somebody has to look at, in one list: each mapping whose documents are held back, with the run that found the
-- latest of them, no more than a thousand documents in all; and the last run of a mapping where it failed. A failure
-- that a later run of the same mapping made good concerns nobody.
CREATE INDEX sync_quarantine_held ON sync_quarantine (mapping, found_at, id) WHERE state = 'open';
CREATE INDEX sync_runs_failed ON sync_runs (id) WHERE state = 'failed';
CREATE INDEX sync_runs_by_mapping ON sync_runs (mapping, started_at, id);
CREATE VIEW sync_concerns AS
    SELECT r.id, h.mapping, r.state, r.trouble, h.held, h.latest AS at
    FROM (
        SELECT few.mapping, COUNT(*) AS held, MAX(few.found_at) AS latest
        FROM (SELECT q.mapping, q.found_at FROM sync_quarantine AS q WHERE q.state = 'open' LIMIT 1000) AS few
        GROUP BY few.mapping
    ) AS h
    JOIN sync_runs AS r ON r.id = (
        SELECT q.run_id FROM sync_quarantine AS q WHERE q.state = 'open' AND q.mapping = h.mapping
        ORDER BY q.found_at DESC, q.id DESC LIMIT 1
    )
    UNION ALL
    SELECT r.id, r.mapping, r.state, r.trouble, CAST(0 AS bigint), COALESCE(r.ended_at, r.touched_at)
    FROM sync_runs AS r
    WHERE r.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM sync_runs AS later WHERE later.mapping = r.mapping
        AND (later.started_at > r.started_at OR (later.started_at = r.started_at AND later.id > r.id))
    );
