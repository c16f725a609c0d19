from django.db import migrations

from kevread.journal.guards import final


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_guard_obligations"), ("journal", "0002_functions")]
    operations = [final("agreements_party")]
