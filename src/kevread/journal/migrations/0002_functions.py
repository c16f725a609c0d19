from django.db import migrations

from kevread.journal.guards import FUNCTIONS, FUNCTIONS_GONE, SEALS, SEALS_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, FUNCTIONS_GONE), migrations.RunSQL(SEALS, SEALS_GONE)]
