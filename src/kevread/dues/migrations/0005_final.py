from django.db import migrations

from kevread.journal.guards import final


class Migration(migrations.Migration):
    dependencies = [("dues", "0004_guard_letters"), ("journal", "0002_functions")]
    operations = [final("dues_bracket", "dues_letter")]
