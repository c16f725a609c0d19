from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    """What a signature added to its file is never rewritten, not even by an act."""

    dependencies = [("documents", "0007_seal"), ("journal", "0002_functions")]
    operations = [guard("documents_seal"), final("documents_seal")]
