from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("careers", "0005_pathways"), ("journal", "0002_functions")]
    operations = [
        guard("careers_pathwaystep"),
    ]
