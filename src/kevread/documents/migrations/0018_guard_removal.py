from django.db import migrations

from kevread.journal.guards import final, final_but, guard

# What was kept is still never rewritten, but that a document which was erased, by an act that says so, loses what it said. Bytes
# that several documents are made of go with the last of them, and come back with a document that is made of them anew.
GOES = """
CREATE FUNCTION documents_bytes_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sha256 = OLD.sha256 AND EXISTS (
        SELECT FROM journal_act
        WHERE id = nullif(current_setting('kevread.act', true), '')::uuid AND opened_in = pg_current_xact_id()
    ) AND (OLD.file IS NULL OR (NEW.file IS NULL AND NOT EXISTS (
        SELECT FROM documents_version v WHERE (v.sha256 = OLD.sha256
            OR EXISTS (SELECT FROM documents_seal s WHERE s.version_id = v.id AND s.added_id = OLD.sha256))
        AND NOT EXISTS (SELECT FROM documents_removal r WHERE r.document_id = v.document_id)
    ))) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION documents_words_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.data = '{}'::jsonb AND EXISTS (
        SELECT FROM documents_removal r WHERE r.document_id = OLD.document_id
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Écriture refusée : la table % ne se vide ni ne se corrige.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER final ON documents_content;
CREATE TRIGGER final BEFORE DELETE ON documents_content FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER goes BEFORE UPDATE ON documents_content FOR EACH ROW EXECUTE FUNCTION documents_bytes_go();
CREATE TRIGGER goes BEFORE UPDATE ON documents_version FOR EACH ROW EXECUTE FUNCTION documents_words_go();
"""
STAYS = """
DROP TRIGGER goes ON documents_content; DROP TRIGGER goes ON documents_version;
DROP TRIGGER final ON documents_content;
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON documents_content FOR EACH ROW EXECUTE FUNCTION journal_refuse();
DROP FUNCTION documents_bytes_go(); DROP FUNCTION documents_words_go();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0017_removal"), ("journal", "0008_contents_are_erased")]
    operations = [
        guard("documents_removal"),
        final("documents_removal"),
        final_but("documents_document", "sort", "dated_on"),
        final_but("documents_version", "data"),
        migrations.RunSQL(GOES, STAYS),
    ]
