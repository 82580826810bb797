-- Numbers by which people call things: the last one given out of each series.
CREATE TABLE counters (name text PRIMARY KEY, value bigint NOT NULL);
