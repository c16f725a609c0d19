from django.db import migrations

from kevread.journal.noted import OVER, OVER_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0010_acts_say_their_transactions")]
    operations = [migrations.RunSQL(OVER, OVER_GONE)]
