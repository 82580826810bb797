-- What is still open about a record, as the record's own page asks.
CREATE INDEX cases_open_about ON cases (about) WHERE turn IS NOT NULL;
