-- The views that nobody has ended are asked for each second, those that were only grow.
CREATE INDEX views_as_not_ended ON views_as (ends_at) WHERE ended_at IS NULL;
