-- What whoever made a key is called, and how the key ends, by which people know which one it is. Of keys from before the
-- end is known no more.
ALTER TABLE api_keys ADD COLUMN made_by text NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN ending text NOT NULL DEFAULT '';
UPDATE api_keys SET made_by = (SELECT p.name FROM persons AS p WHERE p.id = api_keys.person_id);
