from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_merging")]
    operations = [guard("imports_merge")]
