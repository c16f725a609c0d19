from django.db import migrations

from kevread.journal.guards import SEALS, SEALS_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_seals")]
    operations = [migrations.RunSQL(SEALS, SEALS_GONE)]
