from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("staff", "0009_medical_visits"), ("journal", "0002_functions")]
    operations = [
        guard("staff_medicalvisit"),
    ]
