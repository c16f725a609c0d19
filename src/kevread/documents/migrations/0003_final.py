from django.db import migrations

from kevread.journal.guards import final


class Migration(migrations.Migration):
    """A document keeps its title and its organisation, and nobody is taken off its readers: it was so, and is refused now."""

    dependencies = [("documents", "0002_guard")]
    operations = [final("documents_document", "documents_reader")]
