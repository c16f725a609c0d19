import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Zone",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("epci", "Intercommunalité"),
                            ("departement", "Département"),
                            ("strategic", "Territoire stratégique"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("short_name", models.CharField(blank=True, max_length=80, verbose_name="nom court")),
                ("outline", models.TextField(blank=True, verbose_name="contour")),
                ("icon", models.TextField(blank=True, verbose_name="contour de la petite carte")),
                ("label_x", models.IntegerField(null=True, verbose_name="place du nom, en largeur")),
                ("label_y", models.IntegerField(null=True, verbose_name="place du nom, en hauteur")),
                ("box", models.CharField(blank=True, max_length=40, verbose_name="cadre du contour")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(models.Func("name", function="f_unaccent")),
                        output_field=models.TextField(),
                        verbose_name="pour la recherche",
                    ),
                ),
            ],
            options={
                "verbose_name": "zone",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="zone_search", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("kind", "="), ("code", "="), ("period", "&&")], name="zone_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
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
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("population", "Population"),
                            ("area", "Superficie en hectares"),
                            ("population_whole", "Population, hors de la fédération comprise"),
                            ("communes_whole", "Communes, hors de la fédération comprises"),
                        ],
                        max_length=20,
                        verbose_name="mesure",
                    ),
                ),
                ("value", models.BigIntegerField(verbose_name="valeur")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="territory.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesure d’une zone",
                "constraints": [models.UniqueConstraint(fields=("zone", "measure", "year"), name="figure_once")],
            },
        ),
        migrations.CreateModel(
            name="ZonePart",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                (
                    "parent_kind",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("epci", "Intercommunalité"),
                            ("departement", "Département"),
                            ("strategic", "Territoire stratégique"),
                        ],
                        max_length=12,
                        verbose_name="nature de l’ensemble",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("documented", "documenté"), ("deduced", "déduit"), ("supposed", "supposé")],
                        default="documented",
                        max_length=12,
                        verbose_name="certitude",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parents",
                        to="territory.zone",
                        verbose_name="zone",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="territory.zone",
                        verbose_name="fait partie de",
                    ),
                ),
            ],
            options={
                "verbose_name": "part d’une zone",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("child", "="), ("parent_kind", "="), ("period", "&&")], name="zone_part_once"
                    )
                ],
            },
        ),
    ]
