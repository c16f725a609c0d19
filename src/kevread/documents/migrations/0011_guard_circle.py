from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    """What was asked, and what happened meanwhile, is never rewritten, not even by an act."""

    dependencies = [("documents", "0010_circle"), ("journal", "0002_functions")]
    operations = [guard("documents_circle", "documents_step"), final("documents_circle", "documents_step")]
