from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Word", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField(unique=True))]
        ),
        migrations.RunSQL(
            "CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.text = upper(NEW.text); RETURN NEW; END $$; "
            "CREATE TRIGGER loud BEFORE UPDATE ON config_word FOR EACH ROW EXECUTE FUNCTION loud()"
        ),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE opened_share (said text); INSERT INTO opened_share VALUES ('that opens a ballot box')"
        ),
        migrations.RunSQL("CREATE TABLE base_kind (kind text, federation text, written_at timestamptz DEFAULT now())"),
        migrations.RunSQL("CREATE TABLE journal_seal (number bigint PRIMARY KEY, head bytea, sealed_at timestamptz)"),
    ]
