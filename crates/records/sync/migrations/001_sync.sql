-- A source of records.
CREATE TABLE sync_feeds (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    system text NOT NULL,
    created_at bigint NOT NULL
);

-- What was last agreed with the source, and which of our rows it became.
CREATE TABLE sync_marks (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    kind text NOT NULL,
    remote_id text NOT NULL,
    local_id uuid NOT NULL,
    digest text NOT NULL,
    observed_at bigint NOT NULL,
    UNIQUE (feed_id, kind, remote_id)
);

-- A mapping as it was when it was used, so that a document can be replayed by the rules that held it back.
CREATE TABLE sync_mappings (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    name text NOT NULL,
    digest text NOT NULL,
    text text NOT NULL,
    lookups text NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (feed_id, name, digest)
);

CREATE TABLE sync_runs (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    mapping_id uuid NOT NULL REFERENCES sync_mappings (id),
    mapping text NOT NULL,
    files text NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    staged bigint NOT NULL,
    documents bigint NOT NULL,
    position bigint NOT NULL,
    lines bigint NOT NULL,
    created bigint NOT NULL,
    changed bigint NOT NULL,
    unchanged bigint NOT NULL,
    quarantined bigint NOT NULL,
    started_at bigint NOT NULL,
    touched_at bigint NOT NULL,
    ended_at bigint,
    trouble text
);
CREATE INDEX sync_runs_by_start ON sync_runs (started_at, id);
CREATE INDEX sync_runs_unfinished ON sync_runs (feed_id, mapping_id, digest) WHERE ended_at IS NULL;

-- Scratch: a file's lines by document, from when they are read until they are imported.
CREATE TABLE sync_documents (
    run_id uuid NOT NULL REFERENCES sync_runs (id),
    number bigint NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (run_id, number),
    UNIQUE (run_id, key)
);
CREATE TABLE sync_lines (
    run_id uuid NOT NULL REFERENCES sync_runs (id),
    document bigint NOT NULL,
    file bigint NOT NULL,
    line bigint NOT NULL,
    fault bigint NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (run_id, document, file, line)
);

CREATE TABLE sync_quarantine (
    id uuid PRIMARY KEY,
    feed_id uuid NOT NULL REFERENCES sync_feeds (id),
    run_id uuid NOT NULL REFERENCES sync_runs (id),
    mapping_id uuid NOT NULL REFERENCES sync_mappings (id),
    mapping text NOT NULL,
    document text NOT NULL,
    file text NOT NULL,
    first_line bigint NOT NULL,
    last_line bigint NOT NULL,
    lines bigint NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    hit bigint,
    digest text NOT NULL,
    content text NOT NULL,
    mended text,
    found_at bigint NOT NULL,
    settled_at bigint,
    UNIQUE (feed_id, mapping, document)
);
CREATE INDEX sync_quarantine_by_place ON sync_quarantine (first_line, id);
CREATE INDEX sync_quarantine_by_state ON sync_quarantine (state, first_line, id);
CREATE INDEX sync_quarantine_by_mapping ON sync_quarantine (mapping, first_line, id);
