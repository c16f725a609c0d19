from django.db import migrations

KIND = """
-- What this database is, written once, before anything else: neither a setting nor a file says otherwise.
CREATE TABLE base_kind (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    kind text NOT NULL CHECK (kind IN ('federation', 'demonstration')),
    federation text NOT NULL,
    written_at timestamp with time zone NOT NULL DEFAULT now()
);
COMMENT ON TABLE base_kind IS 'kevread: SELECT';
CREATE FUNCTION base_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Écriture refusée : ce qu’est cette base ne change pas.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON base_kind
    FOR EACH STATEMENT EXECUTE FUNCTION base_written_once();
"""
KIND_GONE = "DROP TABLE base_kind; DROP FUNCTION base_written_once();"

# Only who owns a table may count it; the application asks for it after it has filled tables that were empty.
ANALYSE = """
CREATE FUNCTION base_analyse() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one regclass;
BEGIN
    FOR one IN SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relowner = current_user::regrole
    LOOP
        EXECUTE format('ANALYZE %s', one);
    END LOOP;
END $$;
"""
ANALYSE_GONE = "DROP FUNCTION base_analyse();"


class Migration(migrations.Migration):
    dependencies = [("base", "0002_cache")]
    operations = [migrations.RunSQL(KIND, KIND_GONE), migrations.RunSQL(ANALYSE, ANALYSE_GONE)]
