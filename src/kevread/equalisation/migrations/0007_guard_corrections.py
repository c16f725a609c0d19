from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    dependencies = [("equalisation", "0006_corrections"), ("journal", "0002_functions")]
    operations = [guard("equalisation_told", "equalisation_appeal"), final("equalisation_told")]
