from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_accounts")]
    operations = [
        guard("finance_accounts"),
        guard("finance_report"),
    ]
