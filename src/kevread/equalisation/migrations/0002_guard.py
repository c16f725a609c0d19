from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("equalisation", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("equalisation_campaign"),
        guard("equalisation_resource"),
        guard("equalisation_measure"),
        guard("equalisation_scenario"),
    ]
