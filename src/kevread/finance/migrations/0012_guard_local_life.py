from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0011_local_life")]
    operations = [guard("finance_localbalance", "finance_localline")]
