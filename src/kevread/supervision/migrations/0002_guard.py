from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("supervision_matter", "supervision_side", "supervision_candidate", "supervision_panelist"),
    ]
