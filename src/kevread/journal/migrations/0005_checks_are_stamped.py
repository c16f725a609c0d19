from django.db import migrations, models


class Migration(migrations.Migration):
    """What was found before nobody had stamped: the next night says it anew."""

    dependencies = [("journal", "0004_seals_have_an_hour")]
    operations = [
        migrations.RunSQL("DELETE FROM journal_check", migrations.RunSQL.noop),
        *(migrations.RemoveField("check", name) for name in ("is_whole", "seal", "tables", "rows", "faults", "first")),
        migrations.AddField("check", "said", models.TextField(default="", verbose_name="ce qui a été trouvé")),
        migrations.AddField("check", "stamp", models.CharField(default="", max_length=64, verbose_name="cachet")),
    ]
