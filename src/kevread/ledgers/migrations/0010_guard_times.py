from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0009_times"), ("journal", "0002_functions")]
    operations = [guard("ledgers_posttime")]
