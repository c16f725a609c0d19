"""What an act notes of transactions: beside each change, which had written what it replaces; when it is closed, which it took
itself (`journal.touched`, decision 194).

Only the row itself tells what had written it, not the rows of a statement: what is changed or taken out is noted row by row.
That takes half the time for one row, and half as much again for each of many.
"""

from .guards import CLOSE, CLOSE_IN, CLOSE_ONCE, CLOSE_ONCE_IN, ERASE_ONCE, NOTE, SEAL_ONLY

# What an act replaces says, beside its change, which transaction had written it (`journal.touched`): of what is replaced only
# the row itself tells it, not the rows of a statement.
NOTED = """
CREATE OR REPLACE FUNCTION journal_note() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    open_act uuid := nullif(current_setting('kevread.act', true), '')::uuid;
    fresh uuid := gen_random_uuid();
    was jsonb;
    becomes jsonb;
BEGIN
    IF open_act IS NULL OR NOT EXISTS (
        SELECT FROM journal_act WHERE id = open_act AND opened_in = pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'Écriture refusée : aucune écriture hors d’un acte n’est admise sur la table %. Passez par un verbe.',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
        SELECT open_act, TG_TABLE_NAME, id, NULL, after, salt, journal_digest(salt, open_act, TG_TABLE_NAME, id, NULL, after)
        FROM (SELECT id, to_jsonb(new_rows) AS after, gen_random_uuid() AS salt FROM new_rows) written;
        RETURN NULL;
    END IF;
    was := to_jsonb(OLD);
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id THEN
        becomes := to_jsonb(NEW);
    END IF;
    INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest, over) VALUES (open_act, TG_TABLE_NAME,
        OLD.id, was, becomes, fresh, journal_digest(fresh, open_act, TG_TABLE_NAME, OLD.id, was, becomes), OLD.xmin);
    IF TG_OP = 'UPDATE' AND NEW.id <> OLD.id THEN -- a key that changes is a row gone and another come
        fresh := gen_random_uuid();
        becomes := to_jsonb(NEW);
        INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest) VALUES (open_act, TG_TABLE_NAME,
            NEW.id, NULL, becomes, fresh, journal_digest(fresh, open_act, TG_TABLE_NAME, NEW.id, NULL, becomes));
    END IF;
    RETURN NULL;
END $$;
"""
# Those that were put under guard before.
AGAIN = """
DO $$
DECLARE
    guarded text;
BEGIN
    FOR guarded IN SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'journal_update' LOOP
        EXECUTE format('DROP TRIGGER journal_update ON %1$s; DROP TRIGGER journal_delete ON %1$s;
            CREATE TRIGGER journal_update AFTER UPDATE ON %1$s {update} EXECUTE FUNCTION journal_note();
            CREATE TRIGGER journal_delete AFTER DELETE ON %1$s {delete} EXECUTE FUNCTION journal_note();', guarded);
    END LOOP;
END $$;
"""

BY_ROW = AGAIN.replace("{update}", "FOR EACH ROW").replace("{delete}", "FOR EACH ROW")
BY_STATEMENT = AGAIN.replace(
    "{update}", "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT"
).replace("{delete}", "REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT")

OVER = "ALTER TABLE journal_change ADD COLUMN over xid;" + NOTED + BY_ROW
OVER_GONE = (
    NOTE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    + BY_STATEMENT
    + "ALTER TABLE journal_change DROP COLUMN over;"
)

# Its own transaction and those of its savepoints, one by one: what others took meanwhile is not among them.
TOOK = (
    "ALTER TABLE journal_act ADD COLUMN took int8multirange; DROP FUNCTION journal_close(uuid, bytea, xid8);"
    + SEAL_ONLY.replace("{more}", CLOSE_ONCE.replace("- 'written'", "- '{written,took}'::text[]") + ERASE_ONCE)
    + CLOSE.replace("stamped bytea)", "stamped bytea, those int8multirange)").replace(
        "written = stamped", "written = stamped, took = those"
    )
)
TOOK_GONE = (
    "DROP FUNCTION journal_close(uuid, bytea, int8multirange); ALTER TABLE journal_act DROP COLUMN took;"
    + SEAL_ONLY.replace("{more}", CLOSE_ONCE_IN + ERASE_ONCE)
    + CLOSE_IN
)
