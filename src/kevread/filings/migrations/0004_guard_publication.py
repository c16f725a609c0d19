from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("filings", "0003_publication"), ("journal", "0002_functions")]
    operations = [
        guard("filings_publication"),
    ]
