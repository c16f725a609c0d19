from django.db import migrations, models


class Migration(migrations.Migration):
    """What this installation stamps when somebody signs. Signatures of before have none: they are told as not made here."""

    dependencies = [("documents", "0003_final")]
    operations = [
        migrations.AddField("signature", "stamp", models.BinaryField(null=True, verbose_name="cachet")),
    ]
