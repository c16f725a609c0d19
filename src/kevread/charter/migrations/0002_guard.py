from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "charter_setting",
            "charter_keeping",
            "charter_attestation",
            "charter_source",
            "charter_passage",
            "charter_derogation",
            "charter_contest",
        ),
    ]
