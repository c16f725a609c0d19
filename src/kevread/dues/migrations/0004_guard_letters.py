from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("dues", "0003_letters")]
    operations = [
        guard("dues_letter"),
    ]
