from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("seats", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "seats_body",
            "seats_seat",
            "seats_mandate",
            "seats_delegation",
            "seats_zonelead",
        ),
    ]
