-- Lets the role of requests use every table, and puts a fence round each that has accounts: of its rows, that role sees
-- and writes those within the fence which the connection's settings name (fence.rs), and none without settings. It runs
-- after the migrations, and touches only what is not yet so; a policy that is to say something else needs another name.
-- Where a view leaves rows out for what another table holds (NOT EXISTS), the fence must not hide that table's rows.
DO $$
DECLARE
    requests name := current_user || '_requests';
    place record;
BEGIN
    -- Before the directory has its tables there is nothing to keep apart.
    IF to_regclass('account_closure') IS NULL THEN
        RETURN;
    END IF;

    IF NOT has_schema_privilege(requests, CAST(current_schema() AS text), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), requests);
    END IF;
    FOR place IN
        SELECT c.oid, c.relname, c.relkind, COALESCE(c.reloptions @> ARRAY['security_invoker=true'], false) AS asks_as_asker
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'v')
    LOOP
        IF NOT has_table_privilege(requests, place.oid, 'DELETE') THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I', place.relname, requests);
        END IF;
        -- A view shows what whoever asks may see, not what its owner may.
        IF place.relkind = 'v' AND NOT place.asks_as_asker THEN
            EXECUTE format('ALTER VIEW %I SET (security_invoker = true)', place.relname);
        END IF;
    END LOOP;

    -- The settings stand in sub-selects of their own, so that they are read once a statement and not once a row. As a
    -- CASE, the policy does not make the planner believe that hardly a row is left.
    FOR place IN
        SELECT c.relname, a.attname
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped
        WHERE n.nspname = current_schema() AND c.relkind = 'r'
            AND a.attname = CASE WHEN c.relname = 'accounts' THEN 'id' ELSE 'account_id' END
            AND NOT EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'reach')
    LOOP
        EXECUTE format($policy$
            CREATE POLICY reach ON %1$I USING (
                CASE WHEN (SELECT current_setting('portico.all', true)) = 'on' THEN true
                ELSE %1$I.%2$I = (SELECT CAST(NULLIF(current_setting('portico.account', true), '') AS uuid))
                    OR EXISTS (SELECT 1 FROM account_closure AS c WHERE c.descendant_id = %1$I.%2$I AND c.ancestor_id =
                        (SELECT CAST(NULLIF(current_setting('portico.below', true), '') AS uuid)))
                END)
        $policy$, place.relname, place.attname);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', place.relname);
    END LOOP;

    -- Where somebody acts for themselves, what is theirs is so whichever account it lies in.
    FOR place IN
        SELECT c.relname
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
        JOIN pg_attribute AS p ON p.attrelid = c.oid AND p.attname = 'person_id' AND NOT p.attisdropped
        WHERE n.nspname = current_schema() AND c.relkind = 'r'
            AND NOT EXISTS (SELECT 1 FROM pg_policy AS o WHERE o.polrelid = c.oid AND o.polname = 'own')
    LOOP
        EXECUTE format($policy$
            CREATE POLICY own ON %1$I USING
                (%1$I.person_id = (SELECT CAST(NULLIF(current_setting('portico.person', true), '') AS uuid)))
        $policy$, place.relname);
    END LOOP;

    -- Who works at the desk is nobody's member: whatever leaves them out has to see who does.
    IF NOT EXISTS (SELECT 1 FROM pg_policy AS o WHERE o.polrelid = to_regclass('holdings') AND o.polname = 'desk') THEN
        CREATE POLICY desk ON holdings FOR SELECT USING (account_id IS NULL);
    END IF;

    -- A part that names no account of its own is there for whoever sees what it is a part of.
    FOR place IN
        SELECT DISTINCT ON (c.relname) c.relname, a.attname, whole.relname AS whole, key.attname AS named
        FROM pg_constraint AS f
        JOIN pg_class AS c ON c.oid = f.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_class AS whole ON whole.oid = f.confrelid
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = f.conkey[1] AND a.attnotnull
        JOIN pg_attribute AS key ON key.attrelid = whole.oid AND key.attnum = f.confkey[1]
        WHERE n.nspname = current_schema() AND f.contype = 'f' AND cardinality(f.conkey) = 1
            AND EXISTS (SELECT 1 FROM pg_attribute AS w WHERE w.attrelid = whole.oid AND w.attname = 'account_id')
            AND NOT EXISTS (SELECT 1 FROM pg_attribute AS o WHERE o.attrelid = c.oid AND o.attname = 'account_id')
            AND NOT EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'reach')
        ORDER BY c.relname, f.conname
    LOOP
        EXECUTE format($policy$
            CREATE POLICY reach ON %1$I USING (%1$I.%2$I IN (SELECT whole.%4$I FROM %3$I AS whole))
        $policy$, place.relname, place.attname, place.whole, place.named);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', place.relname);
    END LOOP;
END $$
