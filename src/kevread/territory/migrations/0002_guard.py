from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "territory_zone",
            "territory_figure",
            "territory_zonepart",
        ),
    ]
