-- Until when an instance has the look to itself; after that whoever is asked once more looks.
ALTER TABLE readiness_looks ADD COLUMN looking_until bigint;
