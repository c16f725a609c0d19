"""What a funder asks to measure, and what is attained of it."""

import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_proposed"),
        ("finance", "0016_guard_asking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
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
                ("undone_on", models.DateField(null=True, verbose_name="annulé le")),
                ("undone_because", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                ("label", models.CharField(max_length=160, verbose_name="ce qui se mesure")),
                ("unit", models.CharField(max_length=40, verbose_name="unité")),
                ("target", models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="visé")),
                ("said_on", models.DateField(verbose_name="inscrit le")),
                (
                    "funding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="finance.funding",
                        verbose_name="financement",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="inscrit par",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicateur d’un financement",
                "verbose_name_plural": "indicateurs d’un financement",
            },
        ),
        migrations.CreateModel(
            name="Attained",
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
                ("undone_on", models.DateField(null=True, verbose_name="annulé le")),
                ("undone_because", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                ("day", models.DateField(verbose_name="mesuré le")),
                ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="atteint")),
                ("source", models.CharField(max_length=160, verbose_name="d’où vient ce chiffre")),
                ("said_on", models.DateField(verbose_name="inscrit le")),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="inscrit par",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attained",
                        to="finance.indicator",
                        verbose_name="indicateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesure d’un indicateur",
                "verbose_name_plural": "mesures d’un indicateur",
            },
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_on__isnull", True)), fields=("funding", "label"), name="indicator_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__isnull", True), ("target__gte", 0), _connector="OR"),
                name="target_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="attained",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_on__isnull", True)), fields=("indicator", "day"), name="attained_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="attained",
            constraint=models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="attained_is_positive"),
        ),
    ]
