from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0011_splits"), ("journal", "0002_functions")]
    operations = [guard("ledgers_split"), final("ledgers_split")]
