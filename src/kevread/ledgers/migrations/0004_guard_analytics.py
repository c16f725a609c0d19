from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0003_analytics"), ("journal", "0002_functions")]
    operations = [guard("ledgers_code", "ledgers_passage", "ledgers_key")]
