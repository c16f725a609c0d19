from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "decisions_decision",
            "decisions_citation",
            "decisions_application",
            "decisions_followup",
            "decisions_joining",
        ),
        final("decisions_decision", "decisions_citation", "decisions_joining"),
    ]
