from django.db import migrations

from kevread.journal.guards import CLOSED_IN, CLOSED_IN_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0009_acts_that_tell_what_they_left")]
    operations = [migrations.RunSQL(CLOSED_IN, CLOSED_IN_GONE)]
