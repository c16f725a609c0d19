import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("base", "0001_extensions"), ("directory", "0002_guard")]

    operations = [
        migrations.CreateModel(
            name="MorningLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kevread.base.models.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandée")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="arrêtée")),
                ("last_on", models.DateField(null=True, verbose_name="dernière lettre")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="morning_letter",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={"verbose_name": "lettre du matin"},
        ),
    ]
