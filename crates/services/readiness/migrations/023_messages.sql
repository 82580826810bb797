-- What was found, as messages, which each reader is told in their own language. The release before keeps it as sentences
-- in findings, which are still written for it.
ALTER TABLE readiness_looks ADD COLUMN found text;
