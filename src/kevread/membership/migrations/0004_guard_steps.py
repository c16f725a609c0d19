from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("membership", "0003_steps")]
    operations = [
        guard("membership_step", "membership_filing", "membership_headcount"),
    ]
