from django.db import migrations

from kevread.journal.guards import final, final_but


class Migration(migrations.Migration):
    """Minutes keep their document; which sheet goes with them, and who approved them, are told by acts."""

    dependencies = [("sittings", "0002_guard"), ("journal", "0002_functions")]
    operations = [
        final("sittings_minutes"),
        final_but("sittings_minutes", "sheet_id", "approved_in_id", "approved_at", "remarks"),
    ]
