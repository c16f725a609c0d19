from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("finance", "0008_spending")]
    operations = [guard("finance_spending")]
