from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_purge_restriction"), ("journal", "0008_contents_are_erased")]
    operations = [guard("privacy_purge", "privacy_restriction")]
