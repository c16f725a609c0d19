from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("staff_post"),
        guard("staff_sheet"),
        guard("staff_contract"),
        guard("staff_terms"),
        guard("staff_identity"),
        guard("staff_assignment"),
    ]
