from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("careers", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("careers_skillsplan"),
        guard("careers_training"),
        guard("careers_need"),
        guard("careers_handin"),
        guard("careers_occasion"),
        guard("careers_welfare"),
    ]
