from django.db import migrations, models


class Migration(migrations.Migration):
    """What a signature holds besides bytes. One of before holds bytes alone, and pages say so."""

    dependencies = [("documents", "0004_stamp")]
    operations = [
        migrations.AddField(
            "signature",
            "data_sha256",
            models.CharField(blank=True, max_length=64, verbose_name="empreinte des données"),
        ),
    ]
