"""The version of the model that a first text is held to. Those opened before have none told: the first one holds them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_guard_occasions"),
    ]

    operations = [
        migrations.AddField(
            model_name="instrument",
            name="model_since",
            field=models.DateField(null=True, verbose_name="modèle du"),
        ),
    ]
