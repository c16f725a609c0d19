from django.db import migrations

from kevread.journal.guards import final_but


class Migration(migrations.Migration):
    """The type of a line may be told, and told again, by an act; the rest stays as it was written."""

    dependencies = [("decisions", "0002_guard")]
    operations = [final_but("decisions_decision", "type", "advises", "advised_item_id")]
