from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0007_cash"), ("journal", "0002_functions")]
    operations = [guard("ledgers_cash", "ledgers_cashline")]
