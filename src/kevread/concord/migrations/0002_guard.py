from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("concord", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("concord_commontext"),
        guard("concord_version"),
        guard("concord_named"),
        guard("concord_answer"),
    ]
