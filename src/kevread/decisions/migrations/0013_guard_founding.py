from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("decisions", "0012_founding"), ("journal", "0002_functions")]
    operations = [guard("decisions_founding")]
