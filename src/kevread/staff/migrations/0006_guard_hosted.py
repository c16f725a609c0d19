from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_hosted"), ("journal", "0002_functions")]
    operations = [
        guard("staff_hosted"),
    ]
