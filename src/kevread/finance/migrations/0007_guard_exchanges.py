from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0006_exchanges")]
    operations = [
        guard("finance_exchange"),
        guard("finance_settlement"),
    ]
