import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import kevread.base.french
import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_french_words"),
        ("territory", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
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
                ("activity", models.SlugField(max_length=40, verbose_name="domaine")),
                ("agreed_by", models.CharField(max_length=200, verbose_name="qui l’a accepté, et comment")),
            ],
            options={
                "verbose_name": "parution dans l’annuaire",
            },
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_words",
        ),
        migrations.AddField(
            model_name="organisation",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=kevread.base.french.Words("name"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
                verbose_name="mots, pour la recherche",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="organisation_by_words"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["search", "id"], name="organisation_order"),
        ),
        migrations.AddField(
            model_name="listing",
            name="commune",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.zone",
                verbose_name="commune",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="directory.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["organisation"], include=("period",), name="listing_standing"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (django.db.models.functions.comparison.Cast("organisation", models.TextField()), "="),
                    ("period", "&&"),
                ],
                name="listing_once",
            ),
        ),
    ]
