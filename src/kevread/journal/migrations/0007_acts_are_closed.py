from django.db import migrations, models

from kevread.journal.guards import CLOSED, CLOSED_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_acts_are_stamped")]
    operations = [
        migrations.AddField(
            "act", "written", models.BinaryField(db_default=b"", verbose_name="cachet de ce qu’il a écrit")
        ),
        migrations.RunSQL(CLOSED, CLOSED_GONE),
    ]
