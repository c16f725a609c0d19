from django.db import migrations

from kevread.journal.guards import guard

GUARDED = (
    "documents_document",
    "documents_reader",
    "documents_version",
    "documents_signatureasked",
    "documents_signature",
)
# What was kept or signed is never rewritten, not even by an act.
FINAL = ("documents_content", "documents_version", "documents_signatureasked", "documents_signature")

CONTENT = """
ALTER TABLE documents_content ADD CONSTRAINT content_is_its_digest CHECK (sha256 = encode(sha256(file), 'hex'));
ALTER TABLE documents_content ADD CONSTRAINT content_size CHECK (octet_length(file) BETWEEN 1 AND 10000000);

-- The bytes are not copied into the journal; the version that points to them is, with their digest.
CREATE FUNCTION documents_in_an_act() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER in_an_act AFTER INSERT ON documents_content FOR EACH STATEMENT EXECUTE FUNCTION documents_in_an_act();
CREATE TRIGGER kept BEFORE TRUNCATE ON documents_content FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- A signature is of the bytes of its version, and of those of whoever was asked to sign it.
ALTER TABLE documents_version ADD CONSTRAINT version_and_digest UNIQUE (id, sha256);
ALTER TABLE documents_signature ADD CONSTRAINT signed_bytes
    FOREIGN KEY (version_id, sha256) REFERENCES documents_version (id, sha256);
ALTER TABLE documents_signature ADD CONSTRAINT signed_by_who_was_asked
    FOREIGN KEY (version_id, person_id) REFERENCES documents_signatureasked (version_id, person_id);
"""

CONTENT_GONE = """
ALTER TABLE documents_signature DROP CONSTRAINT signed_by_who_was_asked, DROP CONSTRAINT signed_bytes;
ALTER TABLE documents_version DROP CONSTRAINT version_and_digest;
DROP TRIGGER kept ON documents_content; DROP TRIGGER in_an_act ON documents_content; DROP FUNCTION documents_in_an_act();
ALTER TABLE documents_content DROP CONSTRAINT content_size, DROP CONSTRAINT content_is_its_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(*GUARDED),
        migrations.RunSQL(
            "".join(
                f"CREATE TRIGGER final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();"
                for table in FINAL
            ),
            "".join(f"DROP TRIGGER final ON {table};" for table in FINAL),
        ),
        migrations.RunSQL(CONTENT, CONTENT_GONE),
    ]
