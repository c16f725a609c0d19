from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_obligations")]
    operations = [guard("agreements_obligation", "agreements_kept", "agreements_postponement")]
