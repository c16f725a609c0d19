from django.db import migrations

from kevread.journal.guards import guard

# The lines are not copied into the journal: the file that holds them is, with their digest. They come in an act, nothing rewrites
# them, and those of a file that was kept never go.
LINES = """
CREATE FUNCTION ledgers_in_an_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM journal_act
        WHERE id = nullif(current_setting('kevread.act', true), '')::uuid AND opened_in = pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'Écriture refusée : aucune écriture hors d’un acte n’est admise sur la table %. Passez par un verbe.',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION ledgers_not_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows o JOIN ledgers_book b ON b.id = o.book_id WHERE b.kept_at IS NOT NULL) THEN
        RAISE EXCEPTION 'Écriture refusée : les lignes d’un fichier gardé ne s’ôtent pas de la table %.', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER in_an_act AFTER INSERT OR DELETE ON ledgers_line FOR EACH STATEMENT EXECUTE FUNCTION ledgers_in_an_act();
CREATE TRIGGER not_kept AFTER DELETE ON ledgers_line REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledgers_not_kept();
CREATE TRIGGER whole BEFORE UPDATE ON ledgers_line FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER kept BEFORE TRUNCATE ON ledgers_line FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""
LINES_GONE = """
DROP TRIGGER kept ON ledgers_line; DROP TRIGGER whole ON ledgers_line;
DROP TRIGGER not_kept ON ledgers_line; DROP TRIGGER in_an_act ON ledgers_line;
DROP FUNCTION ledgers_not_kept(); DROP FUNCTION ledgers_in_an_act();
"""


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("ledgers_book", "ledgers_balance"),
        migrations.RunSQL(LINES, LINES_GONE),
    ]
