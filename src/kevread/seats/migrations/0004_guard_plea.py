from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("seats", "0003_plea"), ("journal", "0002_functions")]
    operations = [guard("seats_plea")]
