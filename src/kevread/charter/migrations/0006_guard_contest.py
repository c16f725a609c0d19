from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("charter", "0005_contest"), ("journal", "0002_functions")]
    operations = [guard("charter_contest")]
