from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("attendance_presence", "attendance_quorumcheck"),
        final("attendance_quorumcheck"),
    ]
