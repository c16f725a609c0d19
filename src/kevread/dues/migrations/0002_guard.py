from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("dues", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("dues_tariff", "dues_bracket", "dues_measure", "dues_call", "dues_due", "dues_payment"),
    ]
