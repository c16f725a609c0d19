"""What is cast is written once, while the poll is open, and never changed: PostgreSQL holds to it, whoever asks.

The row of the poll is read under a share lock by whatever is cast, and written by the closing: a ballot is either
before the closing, and counted, or after it, and refused. A box is rewritten in another order once, after the closing.
"""

from django.db import migrations

from kevread.journal.guards import final, guard

FUNCTIONS = """
CREATE FUNCTION votes_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', sentence USING ERRCODE = 'KV001'; END $$;

-- Whether the box of this poll is being shuffled, by this transaction: once, between the closing and the count.
CREATE FUNCTION votes_shuffling(asked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('kevread.shuffle', true) = asked::text
        AND EXISTS (SELECT FROM votes_poll WHERE id = asked AND state = 'closed' AND box_sha256 = '')
$$;

CREATE FUNCTION votes_cast() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at_state text;
BEGIN
    SELECT state INTO at_state FROM votes_poll WHERE id = NEW.poll_id FOR SHARE;
    IF at_state = 'open' OR (TG_TABLE_NAME = 'votes_ballot' AND votes_shuffling(NEW.poll_id)) THEN
        RETURN NEW;
    END IF;
    PERFORM votes_refuse('Ce vote n’est pas ouvert : rien n’a été enregistré.');
END $$;

CREATE FUNCTION votes_uncast() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before votes_ballot;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'votes_ballot' THEN
        before := OLD;
        before.batch := NEW.batch;
        IF OLD.batch IS NULL AND NEW IS NOT DISTINCT FROM before
            AND EXISTS (SELECT FROM votes_poll WHERE id = OLD.poll_id AND state = 'open') THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('votes_ballot', 'votes_rollmark') AND votes_shuffling(OLD.poll_id) THEN
        RETURN OLD;
    END IF;
    PERFORM votes_refuse('Ce qui est voté ne se change pas et ne se retire pas.');
END $$;

CREATE FUNCTION votes_enrol() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF votes_shuffling(NEW.poll_id) THEN
        RETURN NEW;
    END IF;
    PERFORM FROM votes_poll WHERE id = NEW.poll_id AND state = 'draft' FOR UPDATE;
    IF NOT FOUND OR NEW.marked THEN
        PERFORM votes_refuse('La liste des votants est arrêtée à l’ouverture du vote.');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION votes_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before votes_rollmark := OLD;
BEGIN
    before.marked := true;
    before.stamp := NEW.stamp;
    IF OLD.marked OR NEW IS DISTINCT FROM before THEN
        PERFORM votes_refuse('Une ligne de l’émargement se marque une fois, et ne change pas autrement.');
    END IF;
    PERFORM FROM votes_poll WHERE id = NEW.poll_id AND state = 'open' FOR SHARE;
    IF NOT FOUND THEN
        PERFORM votes_refuse('Ce vote n’est pas ouvert : rien n’a été enregistré.');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION votes_poll_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('counted', 'void') THEN
        PERFORM votes_refuse('Un vote dépouillé ou annulé ne change plus.');
    END IF;
    IF OLD.state <> 'draft' AND (NEW.item_id, NEW.question, NEW.text, NEW.kind, NEW.method, NEW.terms, NEW.sha256,
            NEW.opened_at, NEW.public_key, NEW.threshold)
        IS DISTINCT FROM (OLD.item_id, OLD.question, OLD.text, OLD.kind, OLD.method, OLD.terms, OLD.sha256,
            OLD.opened_at, OLD.public_key, OLD.threshold) THEN
        PERFORM votes_refuse('Les termes d’un vote ne changent plus une fois qu’il est ouvert.');
    END IF;
    IF OLD.box_sha256 <> '' AND NEW.box_sha256 <> OLD.box_sha256 THEN
        PERFORM votes_refuse('L’empreinte d’une urne ne change plus.');
    END IF;
    RETURN NEW;
END $$;

-- A share is sealed to a key once; what it makes of the sums is written once.
CREATE FUNCTION votes_scrutineer_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM votes_poll WHERE id = OLD.poll_id AND state = 'draft';
    IF NOT FOUND AND (TG_OP = 'DELETE' OR (NEW.poll_id, NEW.entry_id, NEW.public_key, NEW.share, NEW.place)
            IS DISTINCT FROM (OLD.poll_id, OLD.entry_id, OLD.public_key, OLD.share, OLD.place)
            OR (OLD.opening IS NOT NULL AND NEW.opening IS DISTINCT FROM OLD.opening)) THEN
        PERFORM votes_refuse('Les parts de la clé d’une urne ne changent plus une fois que le vote est ouvert.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION votes_candidate_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM votes_poll WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END
        AND state = 'draft';
    IF NOT FOUND THEN
        PERFORM votes_refuse('Les candidatures sont arrêtées à l’ouverture du vote.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- The marks of the roll too: they had the transactions of the ballots, and lay in the order in which people voted. Not
-- the lines that are not marked: somebody who comes too late may hold one, while they wait for the poll.
CREATE FUNCTION votes_shuffle(asked uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM set_config('kevread.shuffle', asked::text, true);
    WITH gone AS (DELETE FROM votes_rollmark WHERE poll_id = asked AND marked RETURNING *)
    INSERT INTO votes_rollmark SELECT * FROM gone ORDER BY gen_random_uuid();
    WITH gone AS (
        DELETE FROM votes_ballot WHERE poll_id = asked RETURNING poll_id, college, receipt, sealed, stamp, batch
    )
    INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed, stamp, batch)
    SELECT gen_random_uuid(), poll_id, college, receipt, sealed, stamp, batch FROM gone ORDER BY gen_random_uuid();
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM set_config('kevread.shuffle', '', true);
    RETURN moved;
END $$;

-- A commitment to what is in the box, once so many ballots are in none: sorted, so that it says nothing of their order. One
-- transaction does it at a time; the others go on. A twentieth of what is in, in a large box: all of it is read each time.
CREATE FUNCTION votes_commit(asked uuid, few integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    step integer;
    held integer;
BEGIN
    SELECT number, ballots INTO step, held FROM votes_commitment WHERE poll_id = asked ORDER BY number DESC LIMIT 1;
    few := greatest(few, held / 20);
    IF (SELECT count(*) FROM votes_ballot WHERE poll_id = asked AND batch IS NULL) < few
        OR NOT pg_try_advisory_xact_lock(hashtextextended('kevread.commit' || asked::text, 0)) THEN
        RETURN;
    END IF;
    PERFORM FROM votes_poll WHERE id = asked AND state = 'open' FOR SHARE;
    IF NOT FOUND OR (SELECT count(*) FROM votes_ballot WHERE poll_id = asked AND batch IS NULL) < few THEN
        RETURN;
    END IF;
    step := coalesce((SELECT max(number) FROM votes_commitment WHERE poll_id = asked), 0) + 1;
    UPDATE votes_ballot SET batch = step WHERE poll_id = asked AND batch IS NULL;
    INSERT INTO votes_commitment (id, poll_id, number, ballots, sha256)
    SELECT gen_random_uuid(), asked, step, count(*),
        encode(sha256(convert_to(string_agg(receipt, chr(10) ORDER BY receipt COLLATE "C"), 'UTF8')), 'hex')
    FROM votes_ballot WHERE poll_id = asked AND batch IS NOT NULL;
END $$;
"""

# Only who owns a table may rewrite its file: the application asks for it here, for these tables and in no other way.
ANEW = """
CREATE FUNCTION votes_make_anew(asked text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF asked NOT IN ('votes_ballot', 'votes_rollmark') THEN
        RAISE EXCEPTION 'La table % n’est pas de celles d’un vote.', asked USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('CLUSTER (VERBOSE) %I USING %I', asked, asked || '_pkey');
END $$;
"""

TRIGGERS = (
    ("cast_while_open", "BEFORE INSERT", "votes_ballot", "ROW", "votes_cast"),
    ("kept", "BEFORE UPDATE OR DELETE", "votes_ballot", "ROW", "votes_uncast"),
    ("whole", "BEFORE TRUNCATE", "votes_ballot", "STATEMENT", "journal_refuse"),
    ("cast_while_open", "BEFORE INSERT", "votes_commitment", "ROW", "votes_cast"),
    ("kept", "BEFORE UPDATE OR DELETE", "votes_commitment", "ROW", "votes_uncast"),
    ("whole", "BEFORE TRUNCATE", "votes_commitment", "STATEMENT", "journal_refuse"),
    ("cast_while_open", "BEFORE INSERT", "votes_openvote", "ROW", "votes_cast"),
    ("kept", "BEFORE UPDATE OR DELETE", "votes_openvote", "ROW", "votes_uncast"),
    ("whole", "BEFORE TRUNCATE", "votes_openvote", "STATEMENT", "journal_refuse"),
    ("enrolled_at_opening", "BEFORE INSERT", "votes_rollmark", "ROW", "votes_enrol"),
    ("marked_once", "BEFORE UPDATE", "votes_rollmark", "ROW", "votes_mark"),
    ("kept", "BEFORE DELETE", "votes_rollmark", "ROW", "votes_uncast"),
    ("whole", "BEFORE TRUNCATE", "votes_rollmark", "STATEMENT", "journal_refuse"),
    ("kept", "BEFORE UPDATE OR DELETE", "votes_poll", "ROW", "votes_poll_kept"),
    ("kept", "BEFORE UPDATE OR DELETE", "votes_scrutineer", "ROW", "votes_scrutineer_kept"),
    ("kept", "BEFORE INSERT OR UPDATE OR DELETE", "votes_candidate", "ROW", "votes_candidate_kept"),
)
INSTALL = "".join(
    f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}();"
    for name, when, table, each, function in TRIGGERS
)
REMOVE = "".join(f"DROP TRIGGER {name} ON {table};" for name, _, table, _, _ in TRIGGERS)
FUNCTIONS_GONE = """
DROP FUNCTION votes_commit(uuid, integer); DROP FUNCTION votes_scrutineer_kept();
DROP FUNCTION votes_shuffle(uuid); DROP FUNCTION votes_candidate_kept(); DROP FUNCTION votes_poll_kept();
DROP FUNCTION votes_mark(); DROP FUNCTION votes_enrol(); DROP FUNCTION votes_uncast();
DROP FUNCTION votes_cast(); DROP FUNCTION votes_shuffling(uuid); DROP FUNCTION votes_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("votes_poll", "votes_candidate", "votes_scrutineer", "votes_handcount"),
        final("votes_handcount"),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_GONE),
        migrations.RunSQL(INSTALL, REMOVE),
        migrations.RunSQL(ANEW, "DROP FUNCTION votes_make_anew(text)"),
    ]
