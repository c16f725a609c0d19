from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    """What was said to be signed on paper is never rewritten: a further row says what became of it."""

    dependencies = [("documents", "0012_on_paper"), ("journal", "0002_functions")]
    operations = [
        guard("documents_papersignature", "documents_paperstep"),
        final("documents_papersignature", "documents_paperstep"),
    ]
