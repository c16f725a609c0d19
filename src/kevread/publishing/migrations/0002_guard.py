"""What is written of it is written in an act."""

from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial"), ("journal", "0002_functions")]
    operations = [guard("publishing_madepublic")]
