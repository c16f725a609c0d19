from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_ratifications"), ("journal", "0002_functions")]
    operations = [guard("decisions_ratification", "decisions_submission")]
