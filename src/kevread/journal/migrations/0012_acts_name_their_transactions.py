from django.db import migrations

from kevread.journal.noted import TOOK, TOOK_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0011_changes_say_what_they_wrote_over")]
    operations = [migrations.RunSQL(TOOK, TOOK_GONE)]
