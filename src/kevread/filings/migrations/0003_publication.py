import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("documents", "0001_initial"),
        ("filings", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
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
                ("published_on", models.DateField(verbose_name="publiée le")),
                ("notice", models.CharField(blank=True, max_length=60, verbose_name="numéro de l’annonce")),
                ("undone_on", models.DateField(null=True, verbose_name="annulée le")),
                ("undone_because", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="extrait",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication au Journal officiel",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on", None)), fields=("organisation",), name="published_once"
                    )
                ],
            },
        ),
    ]
