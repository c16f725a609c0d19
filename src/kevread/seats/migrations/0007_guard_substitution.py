from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("seats", "0006_substitution"), ("journal", "0002_functions")]
    operations = [guard("seats_substitution")]
