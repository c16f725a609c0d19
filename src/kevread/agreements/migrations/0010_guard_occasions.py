from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_upon_events")]
    operations = [guard("agreements_occasion")]
