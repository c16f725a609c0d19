from django.db import migrations, models


class Migration(migrations.Migration):
    """What this installation stamps at a count. Results of before have none: they are not told."""

    dependencies = [("votes", "0003_stamps")]
    operations = [
        migrations.AddField("poll", "result_stamp", models.BinaryField(null=True, verbose_name="cachet du résultat")),
    ]
