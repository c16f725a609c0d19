from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("equalisation", "0003_path"), ("journal", "0002_functions")]
    operations = [
        guard("equalisation_opinion"),
        guard("equalisation_payment"),
    ]
