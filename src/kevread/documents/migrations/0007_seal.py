import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_french_words")]

    operations = [
        migrations.CreateModel(
            name="Seal",
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
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("places", models.PositiveSmallIntegerField(verbose_name="places")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="empreinte du fichier scellé")),
                (
                    "added",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.content",
                        verbose_name="ajout",
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="documents.signature",
                        verbose_name="signature",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="documents.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "sceau",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "rank"), name="seal_rank_once"),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1), ("rank__lte", models.F("places"))),
                        name="seal_has_its_place",
                    ),
                ],
            },
        ),
    ]
