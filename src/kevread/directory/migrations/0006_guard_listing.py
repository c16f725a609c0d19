from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_listing"), ("journal", "0002_functions")]
    operations = [
        guard("directory_listing"),
    ]
