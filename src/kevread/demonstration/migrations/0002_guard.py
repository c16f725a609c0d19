from django.db import migrations

GUARD = """
CREATE FUNCTION demonstration_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM base_kind WHERE kind = 'federation') THEN
        RAISE EXCEPTION 'Écriture refusée : cette base est celle d’une vraie fédération, dont les courriels ne se montrent pas.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER demonstration_only AFTER INSERT ON demonstration_letter
    FOR EACH STATEMENT EXECUTE FUNCTION demonstration_only();
"""
GONE = "DROP TRIGGER demonstration_only ON demonstration_letter; DROP FUNCTION demonstration_only();"


class Migration(migrations.Migration):
    """Letters are shown to anyone in a demonstration: there are none in the database of a real federation, whatever it is
    taken for."""

    dependencies = [("demonstration", "0001_initial"), ("base", "0003_kind")]
    operations = [migrations.RunSQL(GUARD, GONE)]
