from django.db import migrations

# A seal of no finite hour could not be read again, nor taken out.
FINITE = "ALTER TABLE journal_seal ADD CONSTRAINT seal_has_an_hour CHECK (isfinite(sealed_at))"
FREE = "ALTER TABLE journal_seal DROP CONSTRAINT seal_has_an_hour"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_tables")]
    operations = [migrations.RunSQL(FINITE, FREE)]
