from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "agreements_agreement",
            "agreements_party",
            "agreements_instrument",
            "agreements_approval",
            "agreements_clause",
            "agreements_event",
        ),
    ]
