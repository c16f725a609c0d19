from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0015_asking")]
    operations = [guard("finance_requestanswer", "finance_planline", "finance_hourrate", "finance_giventime")]
