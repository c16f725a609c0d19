"""The triggers by which PostgreSQL fills the journal, and refuses what no act announced."""

from django.db import migrations

from .seals import ACT, CHANGE, ENTRIES, LINK

DIGEST = """
-- The transaction that opened the act: a name put in « kevread.act » by hand, or that of an act of the past, opens nothing.
ALTER TABLE journal_act ADD COLUMN opened_in xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION journal_digest(salt uuid, act uuid, written name, written_row uuid, before jsonb, after jsonb)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws('|', salt, act, written, written_row,
        coalesce(before::text, '-'), coalesce(after::text, '-')), 'UTF8'))
$$;

"""
NOTE = """
-- By the owner of the journal: whoever writes a guarded table cannot write there what was not done.
CREATE FUNCTION journal_note() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    open_act uuid := nullif(current_setting('kevread.act', true), '')::uuid;
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
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
        SELECT open_act, TG_TABLE_NAME, id, before, after, salt,
            journal_digest(salt, open_act, TG_TABLE_NAME, id, before, after)
        FROM (SELECT id, to_jsonb(old_rows) AS before, to_jsonb(new_rows) AS after, gen_random_uuid() AS salt
            FROM new_rows FULL JOIN old_rows USING (id)) written; -- a key that changes is a row gone and another come
    ELSE
        INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
        SELECT open_act, TG_TABLE_NAME, id, before, NULL, salt, journal_digest(salt, open_act, TG_TABLE_NAME, id, before, NULL)
        FROM (SELECT id, to_jsonb(old_rows) AS before, gen_random_uuid() AS salt FROM old_rows) written;
    END IF;
    RETURN NULL;
END $$;
"""
REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION journal_digest_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := sha256(convert_to(concat_ws('|', NEW.salt, NEW.id, NEW.verb, extract(epoch FROM NEW.at), NEW.person,
        NEW.mandate, NEW.organisation, NEW.arguments, NEW.reason), 'UTF8'));
    RETURN NEW;
END $$;

COMMENT ON TABLE journal_act IS
    'kevread: SELECT, INSERT (id, verb, at, person, person_name, mandate, hat, organisation, arguments, reason)';
COMMENT ON TABLE journal_change IS 'kevread: SELECT';

CREATE TRIGGER digest BEFORE INSERT ON journal_act FOR EACH ROW EXECUTE FUNCTION journal_digest_act();
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON journal_act FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON journal_change FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept BEFORE TRUNCATE ON journal_act FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept BEFORE TRUNCATE ON journal_change FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

FUNCTIONS = DIGEST + NOTE + REFUSE
FUNCTIONS_GONE = """
DROP TRIGGER digest ON journal_act;
DROP TRIGGER final ON journal_act; DROP TRIGGER final ON journal_change;
DROP TRIGGER kept ON journal_act; DROP TRIGGER kept ON journal_change;
DROP FUNCTION journal_note(); DROP FUNCTION journal_refuse();
DROP FUNCTION journal_digest_act(); DROP FUNCTION journal_digest(uuid, uuid, name, uuid, jsonb, jsonb);
ALTER TABLE journal_act DROP COLUMN opened_in;
"""


def seal_batch(more: str = "") -> str:
    return f"""
-- Seal the acts that are not yet, at most so many, with their changes; how many were. By the owner of the journal, the only
-- one who writes there. Taken are acts that no transaction still running can precede; and those that were restored from
-- another cluster, whose transactions this one has not numbered yet. Two at once wait for each other.
CREATE OR REPLACE FUNCTION journal_seal_batch(moment timestamptz, at_most integer) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chain journal_chain;
    batch record;
    following bytea;
    taken uuid[];
BEGIN
    SELECT * INTO STRICT chain FROM journal_chain FOR UPDATE;
    SELECT array_agg(id) INTO taken FROM (
        SELECT id FROM journal_act, pg_current_snapshot() s
        WHERE seal IS NULL AND (opened_in < pg_snapshot_xmin(s) OR opened_in >= pg_snapshot_xmax(s)) ORDER BY id LIMIT at_most
    ) found;
    IF taken IS NULL THEN
        RETURN 0;
    END IF;
    SELECT count(*) AS acts, sum(changes)::bigint AS changes, sha256(string_agg(entry, ''::bytea ORDER BY id)) AS digest
    INTO batch FROM ({ENTRIES} WHERE a.id = ANY (taken)) e;
    following := {LINK};
    INSERT INTO journal_seal (number, previous, acts, changes, digest, head, sealed_at)
    VALUES (chain.number + 1, chain.head, batch.acts, batch.changes, batch.digest, following, moment);
    UPDATE journal_chain SET number = chain.number + 1, head = following{more};
    UPDATE journal_act SET seal = chain.number + 1 WHERE id = ANY (taken);
    RETURN batch.acts;
END $$;
"""  # noqa: S608 — of our own words


SEALS = f"""
-- What an act says in full: the name and the hat too. Nothing was sealed before: what is there is digested anew.
CREATE OR REPLACE FUNCTION journal_digest_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := {ACT.format("NEW")};
    NEW.seal := NULL;
    RETURN NEW;
END $$;
ALTER TABLE journal_act DISABLE TRIGGER final;
UPDATE journal_act a SET digest = {ACT.format("a")};
ALTER TABLE journal_act ENABLE TRIGGER final;

COMMENT ON TABLE journal_seal IS 'kevread: SELECT';
COMMENT ON TABLE journal_check IS 'kevread: SELECT, INSERT';
COMMENT ON TABLE journal_chain IS 'kevread: SELECT';
ALTER TABLE journal_seal ADD COLUMN sealed_in xid8 NOT NULL DEFAULT pg_current_xact_id();

-- A seal follows the chain, the chain follows its seals, one at a time; and the one change that an act knows is to be sealed,
-- once, by the seal that this very transaction writes. So the name of a state never comes back (`journal.queries.state`).
CREATE FUNCTION journal_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'journal_seal' THEN
        IF EXISTS (SELECT FROM journal_chain WHERE NEW.number = number + 1 AND NEW.previous = head)
            AND NEW.sealed_in = pg_current_xact_id() THEN
            RETURN NEW;
        END IF;
    ELSIF NEW.number = OLD.number + 1 AND EXISTS (
        SELECT FROM journal_seal WHERE number = NEW.number AND previous = OLD.head AND head = NEW.head
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Écriture refusée : un scellé suit celui qui le précède, et rien d’autre n’écrit la table %.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION journal_seal_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seal IS NULL AND to_jsonb(OLD) - 'seal' = to_jsonb(NEW) - 'seal' AND EXISTS (
        SELECT FROM journal_seal s JOIN journal_chain c ON c.number = s.number
        WHERE s.number = NEW.seal AND s.sealed_in = pg_current_xact_id()
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER follows BEFORE INSERT ON journal_seal FOR EACH ROW EXECUTE FUNCTION journal_follow();
CREATE TRIGGER follows BEFORE UPDATE ON journal_chain FOR EACH ROW EXECUTE FUNCTION journal_follow();

{seal_batch()}DROP TRIGGER final ON journal_act;
CREATE TRIGGER final BEFORE DELETE ON journal_act FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER sealed BEFORE UPDATE ON journal_act FOR EACH ROW EXECUTE FUNCTION journal_seal_only();

CREATE TRIGGER final BEFORE UPDATE OR DELETE ON journal_seal FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept BEFORE TRUNCATE ON journal_seal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept BEFORE DELETE ON journal_chain FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON journal_chain FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
INSERT INTO journal_chain (id, number, head) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""  # noqa: S608 — of our own words

SEALS_GONE = f"""
DROP FUNCTION journal_seal_batch(timestamptz, integer);
DROP TRIGGER follows ON journal_seal; DROP TRIGGER follows ON journal_chain; DROP FUNCTION journal_follow();
DROP TRIGGER sealed ON journal_act; DROP TRIGGER final ON journal_act; DROP FUNCTION journal_seal_only();
ALTER TABLE journal_seal DROP COLUMN sealed_in;
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON journal_act FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE OR REPLACE FUNCTION journal_digest_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := {ACT.format("NEW")};
    RETURN NEW;
END $$;
DROP TRIGGER final ON journal_seal; DROP TRIGGER kept ON journal_seal;
DROP TRIGGER kept ON journal_chain; DROP TRIGGER kept_whole ON journal_chain;
"""

# The chain says, of each table, the last seal that holds an act which wrote there (`journal.queries.names_of_tables`).
SEALED_TABLES = f"""
ALTER TABLE journal_chain DISABLE TRIGGER follows;
UPDATE journal_chain SET tables = coalesce((
    SELECT jsonb_object_agg("table", last) FROM (
        SELECT c."table", max(a.seal) AS last FROM journal_act a JOIN journal_change c ON c.act_id = a.id
        WHERE a.seal IS NOT NULL GROUP BY c."table"
    ) sealed
), '{{}}');
ALTER TABLE journal_chain ENABLE TRIGGER follows;
{
    seal_batch(''', tables = chain.tables || coalesce((
        SELECT jsonb_object_agg("table", chain.number + 1) FROM (
            SELECT DISTINCT "table" FROM journal_change WHERE act_id = ANY (taken)
        ) written
    ), '{}')''')
}
"""  # noqa: S608
SEALED_TABLES_GONE = seal_batch()

# The one change that an act knows is to be sealed. Then: and to be closed, before, by the transaction that opened it.
SEAL_ONLY = """
CREATE OR REPLACE FUNCTION journal_seal_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{more}
    IF OLD.seal IS NULL AND to_jsonb(OLD) - 'seal' = to_jsonb(NEW) - 'seal' AND EXISTS (
        SELECT FROM journal_seal s JOIN journal_chain c ON c.number = s.number
        WHERE s.number = NEW.seal AND s.sealed_in = pg_current_xact_id()
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""
CLOSE_ONCE = """
    IF OLD.written = '' AND OLD.opened_in = pg_current_xact_id()
        AND to_jsonb(OLD) - 'written' = to_jsonb(NEW) - 'written' THEN
        RETURN NEW;
    END IF;"""
CLOSE = """
-- By the owner of the journal: once, by the transaction that opened the act. Nothing more is written in it then.
CREATE FUNCTION journal_close(closed uuid, stamped bytea) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE journal_act SET written = stamped WHERE id = closed;
    PERFORM set_config('kevread.act', '', true);
END $$;
"""
# As it is since rows are held to the transactions of their acts (`journal.touched`): which transactions the act took.
CLOSE_ONCE_IN = CLOSE_ONCE.replace("- 'written'", "- '{written,closed_in}'::text[]")
CLOSE_IN = CLOSE.replace("stamped bytea)", "stamped bytea, last xid8)").replace(
    "written = stamped", "written = stamped, closed_in = last"
)
CLOSED = SEAL_ONLY.replace("{more}", CLOSE_ONCE) + CLOSE
CLOSED_GONE = "DROP FUNCTION journal_close(uuid, bytea);" + SEAL_ONLY.replace("{more}", "")

REFUSED = """    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';"""
LEFT_OF_ACT = "'{person_name,hat,arguments,reason,salt,stamp}'::text[]"
ERASE_ONCE = f"""
    IF NEW.salt IS NULL AND to_jsonb(OLD) - {LEFT_OF_ACT} = to_jsonb(NEW) - {LEFT_OF_ACT} AND EXISTS (
        SELECT FROM journal_erased e WHERE e.act = OLD.id AND e.change IS NULL AND e.digest = OLD.digest
            AND e."left" = {ACT.format("NEW")}
    ) THEN
        RETURN NEW;
    END IF;"""
ERASE = f"""
COMMENT ON TABLE journal_erased IS 'kevread: SELECT';

-- A change is rewritten once an erasing act has written down what is left of it, and loses its salt then.
CREATE FUNCTION journal_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.salt IS NULL AND to_jsonb(OLD) - '{{before,after,salt}}'::text[] = to_jsonb(NEW) - '{{before,after,salt}}'::text[]
        AND EXISTS (
            SELECT FROM journal_erased e WHERE e.change = OLD.id AND e.digest = OLD.digest
                AND e."left" = {CHANGE.replace("c.", "NEW.")}
        ) THEN
        RETURN NEW;
    END IF;
{REFUSED}
END $$;
DROP TRIGGER final ON journal_change;
CREATE TRIGGER final BEFORE DELETE ON journal_change FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER erased BEFORE UPDATE ON journal_change FOR EACH ROW EXECUTE FUNCTION journal_erase_only();

-- By the owner of the journal, in an act: what a change still says, with the same columns; the act names it.
CREATE FUNCTION journal_erase_change(erased bigint, before_left jsonb, after_left jsonb) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one journal_change;
BEGIN
    SELECT * INTO STRICT one FROM journal_change WHERE id = erased FOR UPDATE;
    IF (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(one.before) k)
            IS DISTINCT FROM (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(before_left) k)
        OR (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(one.after) k)
            IS DISTINCT FROM (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(after_left) k) THEN
        RAISE EXCEPTION 'Écriture refusée : un contenu s’efface colonne par colonne.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    one.before := before_left;
    one.after := after_left;
    one.salt := NULL;
    INSERT INTO journal_erased (id, change, act, digest, "left")
    VALUES (gen_random_uuid(), one.id, one.act_id, one.digest, {CHANGE.replace("c.", "one.")});
    UPDATE journal_change SET before = one.before, after = one.after, salt = NULL WHERE id = one.id;
END $$;

-- The same of an act: who is named, what was asked and why. Its stamp is made again, for what is left.
CREATE FUNCTION journal_erase_act(erased uuid, name text, worn text, asked jsonb, why text, stamped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one journal_act;
BEGIN
    SELECT * INTO STRICT one FROM journal_act WHERE id = erased FOR UPDATE;
    one.person_name := name;
    one.hat := worn;
    one.arguments := asked;
    one.reason := why;
    one.salt := NULL;
    INSERT INTO journal_erased (id, change, act, digest, "left")
    VALUES (gen_random_uuid(), NULL, one.id, one.digest, {ACT.format("one")});
    UPDATE journal_act SET person_name = name, hat = worn, arguments = asked, reason = why, salt = NULL, stamp = stamped
    WHERE id = one.id;
END $$;
"""  # noqa: S608 — of our own words
ERASABLE = SEAL_ONLY.replace("{more}", CLOSE_ONCE + ERASE_ONCE) + ERASE
ERASABLE_GONE = (
    "DROP FUNCTION journal_erase_change(bigint, jsonb, jsonb);"
    "DROP FUNCTION journal_erase_act(uuid, text, text, jsonb, text, bytea);"
    "DROP TRIGGER final ON journal_change; DROP TRIGGER erased ON journal_change; DROP FUNCTION journal_erase_only();"
    "CREATE TRIGGER final BEFORE UPDATE OR DELETE ON journal_change FOR EACH ROW EXECUTE FUNCTION journal_refuse();"
    + SEAL_ONLY.replace("{more}", CLOSE_ONCE)
)
CLOSED_IN = (
    "ALTER TABLE journal_act ADD COLUMN closed_in xid8; DROP FUNCTION journal_close(uuid, bytea);"
    + SEAL_ONLY.replace("{more}", CLOSE_ONCE_IN + ERASE_ONCE)
    + CLOSE_IN
)
CLOSED_IN_GONE = (
    "DROP FUNCTION journal_close(uuid, bytea, xid8); ALTER TABLE journal_act DROP COLUMN closed_in;"
    + SEAL_ONLY.replace("{more}", CLOSE_ONCE + ERASE_ONCE)
    + CLOSE
)

GUARD = """
CREATE TRIGGER journal_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION journal_note();
CREATE TRIGGER journal_update AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_note();
CREATE TRIGGER journal_delete AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_note();
CREATE TRIGGER journal_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""
TRIGGERS = ("journal_insert", "journal_update", "journal_delete", "journal_truncate")


def guard(*tables: str) -> migrations.RunSQL:
    """The migration operation that puts tables under guard. A test finds the table that was forgotten."""
    return migrations.RunSQL(
        "".join(GUARD.format(table=table) for table in tables),
        "".join(f"DROP TRIGGER {name} ON {table};" for table in tables for name in TRIGGERS),
    )


def final_but(table: str, *columns: str) -> migrations.RunSQL:
    """As `final`, but for these columns, which an act rewrites: what one says of a row, and not what it holds."""
    rest = " - ".join(["to_jsonb({row})", *(f"'{column}'" for column in columns)])
    return migrations.RunSQL(
        f"""DROP TRIGGER final ON {table};
        CREATE TRIGGER final BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();
        CREATE TRIGGER final_but BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN ({rest.format(row="OLD")} IS DISTINCT FROM {rest.format(row="NEW")}) EXECUTE FUNCTION journal_refuse();""",
        f"""DROP TRIGGER final ON {table}; DROP TRIGGER final_but ON {table};
        CREATE TRIGGER final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();""",
    )


def final(*tables: str) -> migrations.RunSQL:
    """What was sent, found or decided is never rewritten, not even by an act: a further row says what changed."""
    return migrations.RunSQL(
        "".join(
            f"CREATE TRIGGER final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();"
            for table in tables
        ),
        "".join(f"DROP TRIGGER final ON {table};" for table in tables),
    )
