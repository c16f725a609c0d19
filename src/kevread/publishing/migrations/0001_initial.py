"""That a line of a register is for anybody to read (decision 272)."""

import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("decisions", "0015_application_mark")]

    operations = [
        migrations.CreateModel(
            name="MadePublic",
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
                ("published_at", models.DateTimeField(verbose_name="rendue publique")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retirée")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_public",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
            ],
            options={"verbose_name": "décision rendue publique"},
        ),
    ]
