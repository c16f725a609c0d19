from django.db import migrations

from kevread.journal.guards import final


class Migration(migrations.Migration):
    dependencies = [("finance", "0004_guard_accounts")]
    operations = [final("finance_funder")]
