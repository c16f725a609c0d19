from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("delegations_grant"),
        guard("delegations_petition"),
        guard("delegations_dealing"),
    ]
