from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("decisions", "0010_outside_advices"), ("journal", "0002_functions")]
    operations = [guard("decisions_outsideadvice")]
