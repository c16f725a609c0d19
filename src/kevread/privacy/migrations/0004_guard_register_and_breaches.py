from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_register_and_breaches"), ("journal", "0008_contents_are_erased")]
    operations = [guard("privacy_breach", "privacy_validation")]
