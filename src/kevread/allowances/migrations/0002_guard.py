from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("allowances", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("allowances_allowance"),
    ]
