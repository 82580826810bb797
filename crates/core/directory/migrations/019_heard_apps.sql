-- Apps that nobody registered say at an address of their own who they are, and that address is what they call themselves.
-- From the first time somebody lets one in it has a row, too, so that the desk sees it and can take it off. `heard_at` is
-- when it last said so; never, of apps that are registered. Several may have one name: the address tells them apart.
ALTER TABLE apps ADD COLUMN heard_at bigint;
DROP INDEX apps_named;
CREATE UNIQUE INDEX apps_named ON apps (name) WHERE removed_at IS NULL AND heard_at IS NULL;
INSERT INTO apps (id, client_id, name, redirects, created_at, heard_at)
    SELECT k.id, k.client_id, k.name, '[]', k.created_at, k.created_at FROM api_keys AS k
    WHERE k.client_id LIKE '%://%'
    AND NOT EXISTS (SELECT 1 FROM api_keys AS e WHERE e.client_id = k.client_id AND e.id < k.id);
