"""Since when each breach has been one is stamped. What was found before is looked for again: it is nobody's act."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0005_lasting_breach"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM charter_lastingbreach", migrations.RunSQL.noop),
        migrations.AddField("lastingbreach", "stamp", models.BinaryField(default=b"", verbose_name="cachet")),
    ]
