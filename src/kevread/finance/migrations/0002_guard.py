from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("finance_funder"),
        guard("finance_grantrequest"),
        guard("finance_funding"),
        guard("finance_instalment"),
    ]
