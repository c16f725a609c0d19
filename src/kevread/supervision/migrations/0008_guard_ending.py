from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_ending"), ("journal", "0002_functions")]
    operations = [
        guard("supervision_ending"),
    ]
