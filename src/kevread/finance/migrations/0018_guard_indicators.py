from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0017_indicators")]
    operations = [guard("finance_indicator", "finance_attained")]
