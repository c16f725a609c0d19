from django.db import migrations

from kevread.journal.guards import final_but


class Migration(migrations.Migration):
    dependencies = [("finance", "0009_guard_spending")]
    operations = [final_but("finance_funder", "name", "organisation_id")]
