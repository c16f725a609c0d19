from django.db import migrations

from kevread.journal.guards import final


class Migration(migrations.Migration):
    dependencies = [("concord", "0002_guard")]
    operations = [final("concord_version", "concord_named")]
