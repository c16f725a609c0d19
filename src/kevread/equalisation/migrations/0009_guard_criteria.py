from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("equalisation", "0008_criteria"), ("journal", "0002_functions")]
    operations = [guard("equalisation_addedcriterion")]
