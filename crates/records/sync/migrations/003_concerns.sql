-- What somebody has to look at, in one list: each mapping whose documents are held back, with the run that found the
-- latest of them, counted no further than a thousand and one; and the last run of a mapping where it failed. A failure
-- that a later run of the same mapping made good concerns nobody. A run that failed held nothing back: it is here once.
CREATE INDEX sync_quarantine_held ON sync_quarantine (mapping, found_at, id) WHERE state = 'open';
CREATE INDEX sync_runs_failed ON sync_runs (id) WHERE state = 'failed';
CREATE INDEX sync_runs_by_mapping ON sync_runs (mapping, started_at, id);
CREATE VIEW sync_concerns AS
    SELECT r.id, h.mapping, r.state, r.trouble, h.held, h.latest AS at
    FROM (
        SELECT m.mapping,
            (SELECT COUNT(*) FROM (
                SELECT 1 FROM sync_quarantine AS q WHERE q.state = 'open' AND q.mapping = m.mapping LIMIT 1001
            ) AS few) AS held,
            (SELECT MAX(q.found_at) FROM sync_quarantine AS q WHERE q.state = 'open' AND q.mapping = m.mapping) AS latest
        FROM (SELECT DISTINCT mapping FROM sync_runs) AS m
    ) AS h
    JOIN sync_runs AS r ON r.id = (
        SELECT q.run_id FROM sync_quarantine AS q WHERE q.state = 'open' AND q.mapping = h.mapping
        ORDER BY q.found_at DESC, q.id DESC LIMIT 1
    )
    WHERE h.held > 0
    UNION ALL
    SELECT r.id, r.mapping, r.state, r.trouble, CAST(0 AS bigint), COALESCE(r.ended_at, r.touched_at)
    FROM sync_runs AS r
    WHERE r.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM sync_runs AS later WHERE later.mapping = r.mapping
        AND (later.started_at > r.started_at OR (later.started_at = r.started_at AND later.id > r.id))
    );
